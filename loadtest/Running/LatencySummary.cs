using Venueless.Fast.LoadTest.Client.Measuring;

namespace Venueless.Fast.LoadTest.Running;

/// <summary>A histogram in numbers for people; milliseconds.</summary>
internal sealed record LatencySummary(string Name, long Count, double Mean, double P50, double P90, double P95, double P99, double P999, double Max)
{
    public static LatencySummary Of(string name, LatencyHistogram histogram) => new(
        name,
        histogram.Count,
        histogram.Mean / 1000,
        histogram.Percentile(50) / 1000d,
        histogram.Percentile(90) / 1000d,
        histogram.Percentile(95) / 1000d,
        histogram.Percentile(99) / 1000d,
        histogram.Percentile(99.9) / 1000d,
        histogram.Max / 1000d);
}
