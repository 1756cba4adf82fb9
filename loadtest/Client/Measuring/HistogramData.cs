namespace Venueless.Fast.LoadTest.Client.Measuring;

/// <summary>A <see cref="LatencyHistogram"/> on its way to another process or into a file.</summary>
public sealed record HistogramData
{
    public long Sum { get; init; }

    public long Max { get; init; }

    /// <summary>Index and count of every bucket that is not empty, one after the other.</summary>
    public required long[] Buckets { get; init; }
}
