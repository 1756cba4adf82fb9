using System.Diagnostics;
using Venueless.Fast.Core.Messaging.Delivery;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Core.Messaging;

/// <summary>The local subscribers of one audience.</summary>
/// <remarks>
/// <para>Deliver runs per broadcast. A handful of subscribers get it at once, one send each: 0 B per recipient (TopicTests, BroadcastBenchmarks). For more it goes into a
/// backlog which <see cref="FanOut"/> delivers (.Turns), so that publishing costs the same for a hundred thousand.</para>
/// <para>Subscribers sit in fixed-size segments: a join storm of n sessions moves no arrays and touches no large object heap. The first one grows from a single place, since
/// most topics are a user's with one connection.</para>
/// <para>Lock order: topic, then a session's delivery, then a connection's outbound lock (docs/locks.md). Publishing holds the topic's lock, which is what keeps
/// one topic's frames in publish order on every connection.</para>
/// </remarks>
public sealed partial class Topic
{
    // 64 references are 512 bytes: far below the large object heap, and a segment is scanned in a few cache lines.
    private const int SegmentSize = 64;

    // So many sends, of some 8 µs each, are no burden on whoever publishes.
    private const int Few = 16;

    private readonly Lock _lock = new();
    private readonly TopicRegistry _registry;

    // All under _lock. Every segment but the last is full, and only the first may be shorter.
    private Subscription?[] _first = new Subscription?[1];
    private List<Subscription?[]>? _more;
    private int _count;
    private bool _isRetired;

    // How many of them take compressed frames, and from which size on, which is the same for all. Read without the lock, see Deliver.
    private int _compressedCount;
    private int _compressionThreshold;

    internal Topic(TopicRegistry registry, TopicKey key)
    {
        _registry = registry;
        Key = key;
    }

    public TopicKey Key { get; }

    private FanOut? FanOut => _registry.FanOut;

    /// <summary>Number of local subscribers; a snapshot.</summary>
    public int SubscriberCount => Volatile.Read(ref _count);

    internal bool TrySubscribe(Session session, out Subscription subscription)
    {
        lock (_lock)
        {
            // What is in the backlog now was published before.
            subscription = new Subscription(this, session, FanOut?.LastNumber ?? 0);
            if (_isRetired)
            {
                return false;
            }

            var (segment, slot) = Math.DivRem(_count, SegmentSize);
            MakeRoomLocked(segment, slot);
            SegmentAt(segment)[slot] = subscription;
            subscription.Index = _count++;
            session.Add(subscription);
            if (session.Connection.TakesCompressed)
            {
                _compressionThreshold = session.Connection.CompressionThreshold;
                _compressedCount++;
            }

            return true;
        }
    }

    internal void Unsubscribe(Subscription subscription)
    {
        // What was published before the end arrives before it.
        subscription.Session.End(subscription);
        bool isEmpty;
        lock (_lock)
        {
            var (lastSegment, lastSlot) = Math.DivRem(_count - 1, SegmentSize);
            var last = SegmentAt(lastSegment)[lastSlot]!;
            var (segment, slot) = Math.DivRem(subscription.Index, SegmentSize);
            Debug.Assert(SegmentAt(segment)[slot] == subscription, "Unsubscribed twice.");

            SegmentAt(segment)[slot] = last;
            last.Index = subscription.Index;
            SegmentAt(lastSegment)[lastSlot] = null;
            _count--;
            _backlog?.Shorten(_count);
            if (subscription.Session.Connection.TakesCompressed)
            {
                _compressedCount--;
            }

            if (lastSlot == 0 && lastSegment > 0)
            {
                _more!.RemoveAt(lastSegment - 1);
            }

            isEmpty = _count == 0;
            _isRetired = isEmpty;
        }

        if (isEmpty)
        {
            _registry.Retire(this);
        }
    }

    /// <summary>Sends to everybody, or queues for fan-out. Returns how many subscribers get it, or may get it at their turn.</summary>
    internal int Deliver(LocalBroadcast broadcast)
    {
        if (Volatile.Read(ref _compressedCount) > 0)
        {
            // Before the lock. A stale count costs nothing but the work in vain, or under a receiver's lock.
            broadcast.PrepareCompressed(Volatile.Read(ref _compressionThreshold));
        }

        int subscribers;
        bool isFirst;
        lock (_lock)
        {
            subscribers = _count;
            if (!WaitsLocked())
            {
                return SendLocked(broadcast);
            }

            isFirst = AddToBacklogLocked(broadcast);
        }

        AskForTurns(isFirst);
        return subscribers;
    }

    private int SendLocked(LocalBroadcast broadcast)
    {
        var delivered = Send(broadcast, _first);
        for (var segment = 0; segment < (_more?.Count ?? 0); segment++)
        {
            delivered += Send(broadcast, _more![segment]);
        }

        return delivered;
    }

    private static int Send(LocalBroadcast broadcast, Subscription?[] segment)
    {
        var delivered = 0;
        foreach (var subscription in segment)
        {
            if (subscription is null)
            {
                break;
            }

            if (broadcast.FrameFor(subscription.Session) is { } frame && subscription.Session.Deliver(frame))
            {
                subscription.Session.CountDelivery(subscription.Key.Kind);
                delivered++;
            }
        }

        return delivered;
    }

    private void MakeRoomLocked(int segment, int slot)
    {
        if (segment == 0)
        {
            if (slot == _first.Length)
            {
                Array.Resize(ref _first, _first.Length * 4);
            }
        }
        else if (slot == 0)
        {
            (_more ??= []).Add(new Subscription?[SegmentSize]);
        }
    }

    private Subscription?[] SegmentAt(int segment) => segment == 0 ? _first : _more![segment - 1];
}
