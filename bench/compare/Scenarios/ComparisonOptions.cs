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

    /// <summary>
    /// Least load before the first measurement of each start, in a fan-out of the server's processor time, else of the clock; it goes on while a just-in-time compiler
    /// is at work, some times as long at most.
    /// </summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Silence before memory is read.</summary>
    public TimeSpan Settling { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary><c>venueless.dll</c>; null: published first.</summary>
    public string? ServerPath { get; init; }

    /// <summary>PostgreSQL and Redis for our server instead of SQLite.</summary>
    public bool UsesPostgres { get; init; }
}
