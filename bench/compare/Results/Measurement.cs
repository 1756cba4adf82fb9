namespace Venueless.Fast.Compare.Results;

/// <summary>One server in one mode in one round.</summary>
internal sealed record Measurement
{
    public required string Server { get; init; }

    /// <summary>Connections that the server holds meanwhile.</summary>
    public required int Clients { get; init; }

    /// <summary>The load mode, or the command that is answered.</summary>
    public required string Mode { get; init; }

    /// <summary>From 1; figures of one round were measured right after each other.</summary>
    public required int Round { get; init; }

    /// <summary>Deliveries or answers that arrived.</summary>
    public required long Count { get; init; }

    /// <summary>From the first message to the last arrival; 10 s more when something is missing.</summary>
    public required double Seconds { get; init; }

    /// <summary>Processor time of the server, user and system, for one of <see cref="Count"/>.</summary>
    public required double ServerMicroseconds { get; init; }

    public required double P50Milliseconds { get; init; }

    public required double P99Milliseconds { get; init; }

    /// <summary>Deliveries or answers that never came.</summary>
    public required long Missing { get; init; }

    public required long Duplicates { get; init; }

    /// <summary>Connections that the server has ended.</summary>
    public required int Gone { get; init; }

    /// <summary>Of the first of them; null: none.</summary>
    public string? GoneReason { get; init; }

    public required double ServerCores { get; init; }

    public required double GeneratorCores { get; init; }

    /// <summary>Taken by everything else on the machine: above a third of a core the round was disturbed.</summary>
    public required double OthersCores { get; init; }

    public double PerSecond => Count / Seconds;
}
