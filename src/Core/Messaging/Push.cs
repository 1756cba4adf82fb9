namespace Venueless.Fast.Core.Messaging;

/// <summary>One thing that a command causes: a broadcast to one topic or to several, or a <see cref="Messaging.Signal"/> to the other nodes.</summary>
public readonly struct Push
{
    private readonly TopicKey _topic;
    private readonly IReadOnlyList<TopicKey>? _topics;

    /// <param name="broadcast">Ownership moves here.</param>
    public Push(TopicKey topic, Broadcast broadcast)
    {
        _topic = topic;
        Broadcast = broadcast;
    }

    /// <param name="topics">In the order of delivery; not changed any more.</param>
    /// <param name="broadcast">Ownership moves here.</param>
    public Push(IReadOnlyList<TopicKey> topics, Broadcast broadcast)
    {
        _topics = topics;
        Broadcast = broadcast;
    }

    public Push(Signal signal) => Signal = signal;

    /// <summary>Null: a signal.</summary>
    public Broadcast? Broadcast { get; }

    /// <summary>Null: a broadcast.</summary>
    public Signal? Signal { get; }

    /// <summary>How many topics get the broadcast.</summary>
    public int TopicCount => Broadcast is null ? 0 : _topics?.Count ?? 1;

    /// <summary>One of the topics, from zero.</summary>
    public TopicKey TopicAt(int index) => _topics is null ? _topic : _topics[index];

    /// <summary>Gives the broadcast to the subscribers on this node, then disposes it. A signal is for other nodes: nothing happens.</summary>
    public void DeliverAndDispose(TopicRegistry topics)
    {
        if (Broadcast is null)
        {
            return;
        }

        using (Broadcast)
        {
            for (var index = 0; index < TopicCount; index++)
            {
                topics.Deliver(TopicAt(index), Broadcast);
            }
        }
    }
}
