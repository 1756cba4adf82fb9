using Venueless.Fast.LoadTest.Client.Measuring;

namespace Venueless.Fast.LoadTest.Running;

/// <summary>Everything that a worker has measured.</summary>
internal sealed record WorkerResult
{
    public required Dictionary<string, HistogramData> Histograms { get; init; }

    public required Dictionary<string, long> Counters { get; init; }
}
