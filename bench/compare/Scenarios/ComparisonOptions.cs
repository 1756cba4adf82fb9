using Venueless.Fast.Compare.Servers;

namespace Venueless.Fast.Compare.Scenarios;

/// <summary>What a run compares.</summary>
internal sealed record ComparisonOptions
{
    /// <summary>Clients, one figure per pass.</summary>
    public IReadOnlyList<int> Clients { get; init; } = [1000];

    /// <summary>Names of <see cref="ServerCatalogue"/>; null: all that the scenario knows.</summary>
    public IReadOnlyList<string>? Servers { get; init; }

    /// <summary>Times that all servers have their turn.</summary>
    public int Rounds { get; init; } = 5;

    /// <summary>Length of one measurement.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Load before the first measurement of each start, for the just-in-time compiler and for profiles of senders.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>Load modes or commands; null: all of the scenario.</summary>
    public IReadOnlyList<string>? Modes { get; init; }

    public string? ServerPath { get; init; }

    public bool UsesPostgres { get; init; }
}
