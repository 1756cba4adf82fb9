namespace Venueless.Fast.Core.Messaging;

/// <summary>What one command causes, in the order in which every receiver sees it (chat.md section 9). Not thread-safe; used again and again by its owner.</summary>
public sealed class PushList
{
    private readonly List<Push> _pushes = [];

    public int Count => _pushes.Count;

    /// <param name="broadcast">Ownership moves here.</param>
    public void Add(TopicKey topic, Broadcast broadcast) => _pushes.Add(new Push(topic, broadcast));

    /// <param name="topics">In the order of delivery; not changed any more.</param>
    /// <param name="broadcast">Ownership moves here.</param>
    public void Add(IReadOnlyList<TopicKey> topics, Broadcast broadcast) => _pushes.Add(new Push(topics, broadcast));

    public void Add(Signal signal) => _pushes.Add(new Push(signal));

    /// <summary>For brokers: the pushes with their ownership; the list is empty then.</summary>
    public Push[] Take()
    {
        Push[] taken = [.. _pushes];
        _pushes.Clear();
        return taken;
    }

    /// <summary>For the broker of a lone node: delivers everything here, 0 B; the list is empty then.</summary>
    public void DeliverAll(TopicRegistry topics)
    {
        // By index and emptied in any case: what is disposed already must not be disposed again with the rest.
        var index = 0;
        try
        {
            while (index < _pushes.Count)
            {
                _pushes[index++].DeliverAndDispose(topics);
            }
        }
        finally
        {
            for (; index < _pushes.Count; index++)
            {
                _pushes[index].Broadcast?.Dispose();
            }

            _pushes.Clear();
        }
    }

    /// <summary>Gives up what was not published.</summary>
    public void Clear()
    {
        foreach (var push in _pushes)
        {
            push.Broadcast?.Dispose();
        }

        _pushes.Clear();
    }
}
