namespace Venueless.Fast.LoadTest.Running;

/// <summary>What a test has found out; written as it is into the JSON file.</summary>
internal sealed record LoadResult
{
    public required DateTimeOffset StartedAt { get; init; }

    public required LoadOptions Options { get; init; }

    /// <summary>Processes whose CPU and memory were watched; empty: none.</summary>
    public required IReadOnlyList<int> ServerProcesses { get; init; }

    public required IReadOnlyList<Phase> Phases { get; init; }

    /// <summary>The figures to look at first, with their units in the names.</summary>
    public required IReadOnlyDictionary<string, double> Figures { get; init; }

    public required IReadOnlyList<LimitCheck> Limits { get; init; }

    public required IReadOnlyList<LatencySummary> Latencies { get; init; }

    public required IReadOnlyDictionary<string, long> Counters { get; init; }

    public required IReadOnlyList<SeriesPoint> Series { get; init; }

    public bool IsWithinLimits => Limits.All(static limit => limit.IsKept);
}
