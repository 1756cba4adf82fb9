using Venueless.Fast.LoadTest.Client.Measuring;

namespace Venueless.Fast.LoadTest.Running;

/// <summary>One second of one worker.</summary>
internal sealed record SecondData
{
    /// <summary><see cref="Clock"/> at its end.</summary>
    public long Time { get; init; }

    public int Connected { get; init; }

    public long Replies { get; init; }

    public long Joins { get; init; }

    public long Pushes { get; init; }

    public long Errors { get; init; }

    /// <summary>Since the worker began.</summary>
    public long ReceivedBytes { get; init; }

    /// <inheritdoc cref="ReceivedBytes"/>
    public long SentBytes { get; init; }

    public required HistogramData Delivery { get; init; }

    public required HistogramData Pings { get; init; }
}
