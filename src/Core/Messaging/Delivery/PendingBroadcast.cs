namespace Venueless.Fast.Core.Messaging.Delivery;

/// <summary>A broadcast in the backlog of a topic.</summary>
/// <param name="number">From <see cref="FanOut.NextNumber"/>: larger than that of everything published before.</param>
internal sealed class PendingBroadcast(long number, LocalBroadcast broadcast)
{
    // Set once, under the topic's lock; read by anybody.
    private PendingBroadcast? _next;

    public long Number { get; } = number;

    public LocalBroadcast Broadcast { get; } = broadcast;

    /// <summary>The next one of the same topic; null: this is the newest.</summary>
    public PendingBroadcast? Next
    {
        get => Volatile.Read(ref _next);
        set => Volatile.Write(ref _next, value);
    }
}
