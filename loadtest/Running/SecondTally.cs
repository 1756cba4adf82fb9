using Venueless.Fast.LoadTest.Client.Measuring;

namespace Venueless.Fast.LoadTest.Running;

/// <summary>What happened in one second.</summary>
internal sealed class SecondTally
{
    public LatencyHistogram Delivery { get; } = new();

    /// <summary>Round trips of pings.</summary>
    public LatencyHistogram Pings { get; } = new();

    /// <summary>Replies to commands.</summary>
    public long Replies { get; set; }

    /// <summary>Complete joins.</summary>
    public long Joins { get; set; }

    /// <summary>Other pushes than measured chat messages.</summary>
    public long Pushes { get; set; }

    public long Errors { get; set; }
}
