using System.Diagnostics.Metrics;

namespace Venueless.Fast.Core.Diagnostics;

/// <summary>Histograms of one scale each, so that panels can lay them over one another.</summary>
public static class MeterScales
{
    // From what memory answers to what nobody waits for; three steps a decade, since a percentile is guessed within a step.
    private static readonly double[] Seconds = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private static readonly double[] Sizes = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024];

    /// <summary>Seconds, from 0.1 ms to 10 s.</summary>
    public static Histogram<double> Duration(Meter meter, string name, string description) =>
        meter.CreateHistogram(name, "s", description, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = Seconds });

    /// <summary>Things in one group, from 1 to 1,024 by powers of two.</summary>
    /// <param name="unit">One thing, in braces.</param>
    public static Histogram<double> Size(Meter meter, string name, string unit, string description) =>
        meter.CreateHistogram(name, unit, description, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = Sizes });
}
