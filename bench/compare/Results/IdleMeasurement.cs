namespace Venueless.Fast.Compare.Results;

/// <summary>What connections that say nothing cost one server in one round.</summary>
internal sealed record IdleMeasurement
{
    public required string Server { get; init; }

    public required int Clients { get; init; }

    public required int Round { get; init; }

    /// <summary>Growth of the resident memory for each client beyond the first ones, with which the program warmed up.</summary>
    public required double BytesPerClient { get; init; }

    /// <summary>The whole process in the end.</summary>
    public required long ResidentBytes { get; init; }

    /// <summary>Processor time of the server for a client that comes in, with everything that it opens with.</summary>
    public required double ServerMicrosecondsPerClient { get; init; }

    public required double ClientsPerSecond { get; init; }

    public required double OthersCores { get; init; }
}
