using System.Diagnostics;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Core.Messaging;

/// <summary>The local subscribers of one audience.</summary>
/// <remarks>
/// <para>Deliver runs per broadcast and costs one queue operation per subscriber: 0 B per recipient (TopicTests, BroadcastBenchmarks).</para>
/// <para>Subscribers sit in fixed-size segments: a join storm of n sessions moves no arrays and touches no large object heap.</para>
/// <para>Lock order: topic, then a session's hold, then a connection's outbound lock (docs/locks.md). Publishing holds the topic's lock, which is what keeps
/// one topic's frames in publish order on every connection.</para>
/// </remarks>
public sealed class Topic
{
    // 64 references are 512 bytes: far below the large object heap, and a segment is scanned in a few cache lines.
    private const int SegmentSize = 64;

    private readonly Lock _lock = new();
    private readonly TopicRegistry _registry;

    // All under _lock. Every segment but the last is full.
    private readonly List<Subscription?[]> _segments = [];
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

    /// <summary>Number of local subscribers; a snapshot.</summary>
    public int SubscriberCount => Volatile.Read(ref _count);

    internal bool TrySubscribe(Session session, out Subscription subscription)
    {
        subscription = new Subscription(this, session);
        lock (_lock)
        {
            if (_isRetired)
            {
                return false;
            }

            var (segment, slot) = Math.DivRem(_count, SegmentSize);
            if (segment == _segments.Count)
            {
                _segments.Add(new Subscription?[SegmentSize]);
            }

            _segments[segment][slot] = subscription;
            subscription.Segment = segment;
            subscription.Slot = slot;
            _count++;
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
        bool isEmpty;
        lock (_lock)
        {
            var (lastSegment, lastSlot) = Math.DivRem(_count - 1, SegmentSize);
            var last = _segments[lastSegment][lastSlot]!;
            Debug.Assert(_segments[subscription.Segment][subscription.Slot] == subscription, "Unsubscribed twice.");

            _segments[subscription.Segment][subscription.Slot] = last;
            last.Segment = subscription.Segment;
            last.Slot = subscription.Slot;
            _segments[lastSegment][lastSlot] = null;
            _count--;
            if (subscription.Session.Connection.TakesCompressed)
            {
                _compressedCount--;
            }

            if (lastSlot == 0)
            {
                _segments.RemoveAt(lastSegment);
            }

            isEmpty = _count == 0;
            _isRetired = isEmpty;
        }

        if (isEmpty)
        {
            _registry.Retire(this);
        }
    }

    internal int Deliver(LocalBroadcast broadcast)
    {
        var delivered = 0;
        if (Volatile.Read(ref _compressedCount) > 0)
        {
            // Before the lock. A stale count costs nothing but the work in vain, or under the lock.
            broadcast.PrepareCompressed(Volatile.Read(ref _compressionThreshold));
        }

        lock (_lock)
        {
            foreach (var segment in _segments)
            {
                foreach (var subscription in segment)
                {
                    if (subscription is null)
                    {
                        break;
                    }

                    if (broadcast.FrameFor(subscription.Session) is { } frame && subscription.Session.Deliver(frame))
                    {
                        delivered++;
                    }
                }
            }
        }

        return delivered;
    }
}
