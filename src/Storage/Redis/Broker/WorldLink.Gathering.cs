using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Messaging.Nodes;

namespace Venueless.Fast.Storage.Redis.Broker;

// Pushes that share messages.
internal sealed partial class WorldLink
{
    // Keep a message, and how long the other nodes work on it, small. In bytes: a storm of short pushes stays below it, and what is above would hold up the world's other
    // messages on Redis' one connection to each node, which Redis cuts when 8 MiB wait there for a minute. What one command causes is never split, however long it is.
    internal const int MaxGathered = 128;
    internal const int MaxGatheredBytes = 256 * 1024;

    // Under _lock, empty unless the link is up: what goes out together when the pool comes to it, and how many pushes that are. A lone list goes at once; in a storm, when
    // the pool is busy, whoever is about to publish goes along. Redis and every node then have one message to handle for dozens of pushes.
    private readonly List<Push[]> _gathered = [];
    private int _gatheredCount;

    /// <summary>See <see cref="IBroker.Publish(WorldId, PushList)"/>.</summary>
    public void Publish(Push[] pushes)
    {
        lock (_lock)
        {
            if (!_isUp)
            {
                // Nobody is connected here and the link is not wanted: the other nodes are told all the same.
                SendLocked(pushes);
                DeliverAheadLocked(pushes);
                return;
            }

            var isAwaited = _gathered.Count > 0;
            _gathered.Add(pushes);
            _gatheredCount += pushes.Length;
            if (_gatheredCount >= MaxGathered || (!isAwaited && !_services.Options.IsPoolBusy()))
            {
                SendGatheredLocked();
            }
            else if (!isAwaited)
            {
                ThreadPool.UnsafeQueueUserWorkItem(static link => link.SendGathered(), this, preferLocal: false);
            }
        }
    }

    private void SendGathered()
    {
        lock (_lock)
        {
            SendGatheredLocked();
        }
    }

    private void SendGatheredLocked()
    {
        if (_gathered.Count == 0)
        {
            return;
        }

        Push[][] lists = [.. _gathered];
        _gathered.Clear();
        _gatheredCount = 0;
        for (var next = 0; next < lists.Length;)
        {
            next += SendSomeLocked(lists.AsSpan(next));
        }
    }

    /// <summary>Sends as many of the lists as fit into a message, but at least one; returns how many.</summary>
    private int SendSomeLocked(ReadOnlySpan<Push[]> lists)
    {
        using var message = new NodeMessageWriter();
        NodeMessage.WriteHead(message, _services.Node, ++_number);
        var count = 0;
        while (count < lists.Length && TryAppend(message, lists[count], isFirst: count == 0))
        {
            count++;
        }

        // The first one cannot be encoded: that is nobody else's trouble here. The other nodes notice the number that is missing.
        var isSent = count > 0;
        count = Math.Max(1, count);
        var pushes = count == 1 ? lists[0] : Concatenate(lists[..count]);
        if (isSent)
        {
            SendLocked(message);
        }
        else
        {
            _owesGreeting = true;
        }

        // The attempt itself may have cut the link.
        if (_isUp && isSent)
        {
            _sent.Enqueue(new SentMessage(_number, pushes));
        }
        else
        {
            DeliverAheadLocked(pushes);
        }

        return count;
    }

    /// <summary>False: it is too long for this message, or cannot be encoded; the message is as it was.</summary>
    private bool TryAppend(NodeMessageWriter message, Push[] pushes, bool isFirst)
    {
        var before = message.Written.Length;
        try
        {
            NodeMessage.WritePushes(message, pushes);
            if (isFirst || message.Written.Length <= MaxGatheredBytes)
            {
                return true;
            }
        }
        catch (Exception exception)
        {
            // Another one comes again as the first of the next message.
            if (isFirst)
            {
                StorageLog.DeliveryFailed(_services.Logger, _world.Value, exception);
            }
        }

        message.Truncate(before);
        return false;
    }

    private static Push[] Concatenate(ReadOnlySpan<Push[]> lists)
    {
        var pushes = new List<Push>();
        foreach (var list in lists)
        {
            pushes.AddRange(list);
        }

        return [.. pushes];
    }
}
