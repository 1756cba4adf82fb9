using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Core.Messaging.Delivery;

/// <summary>A broadcast in the backlog of a topic.</summary>
/// <param name="number">From <see cref="FanOut.NextNumber"/>: larger than that of everything published before.</param>
internal sealed class PendingBroadcast(long number, LocalBroadcast broadcast) : IDisposable
{
    // Set once, under the topic's lock; read by anybody. Never cleared: whoever looks at an old one finds the newer ones.
    private PendingBroadcast? _next;
    private LocalBroadcast? _broadcast = broadcast;

    public long Number { get; } = number;

    /// <summary>See <see cref="LocalBroadcast.Bytes"/>.</summary>
    public int Bytes { get; } = broadcast.Bytes;

    /// <summary>The next one of the same topic; null: this is the newest.</summary>
    public PendingBroadcast? Next
    {
        get => Volatile.Read(ref _next);
        set => Volatile.Write(ref _next, value);
    }

    /// <summary>Only while the receiver may not have got it.</summary>
    public SharedFrame? FrameFor(Session receiver) => _broadcast!.FrameFor(receiver);

    /// <summary>Everybody has got it.</summary>
    public void Dispose()
    {
        _broadcast!.Dispose();
        // What is old may be kept alive by the collector for long.
        _broadcast = null;
    }
}
