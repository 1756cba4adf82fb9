using Venueless.Fast.Core.Messaging.Delivery;

namespace Venueless.Fast.Core.Messaging;

// What fan-out delivers: the backlog, and whose turn it is.
public sealed partial class Topic
{
    // So many broadcasts are some seconds of a very busy event, and so many bytes a quarter of what may wait for one connection. Whoever publishes more sends, too.
    private const int LongBacklog = 256;
    private const int LargeBacklog = 256 * 1024;

    // Null until there has been anything for fan-out. Under _lock, but for Oldest.
    private Backlog? _backlog;

    /// <summary>See <see cref="Backlog.Oldest"/>.</summary>
    internal PendingBroadcast? OldestPending => Volatile.Read(ref _backlog)?.Oldest;

    /// <summary>The subscribers whose turn comes next, in a visit that <see cref="EndVisit"/> ends. -1: there is no visit, nothing is to be done.</summary>
    /// <param name="turns">Filled from the start.</param>
    /// <param name="hasMore">Another visit may begin at once, on any thread.</param>
    internal int Visit(Span<Subscription?> turns, out bool hasMore)
    {
        lock (_lock)
        {
            hasMore = false;
            if (_backlog?.Visit(_count, turns.Length) is not { } range)
            {
                return -1;
            }

            hasMore = _backlog.HasTurns;
            var (start, end) = (range.Start.Value, range.End.Value);
            for (var index = start; index < end; index++)
            {
                turns[index - start] = SegmentAt(index / SegmentSize)[index % SegmentSize];
            }

            return end - start;
        }
    }

    /// <summary>All subscribers of a visit have had their turn.</summary>
    internal void EndVisit()
    {
        PendingBroadcast? delivered;
        long last;
        TimeSpan? pause = null;
        lock (_lock)
        {
            if (!_backlog!.EndVisit(out delivered, out last))
            {
                return;
            }

            if (_backlog.Oldest is null)
            {
                FanOut!.EndBacklog();
            }
            else
            {
                pause = _backlog.FindPause();
            }
        }

        for (; delivered is not null && delivered.Number <= last; delivered = delivered.Next)
        {
            delivered.Dispose();
        }

        if (pause is { } length)
        {
            FanOut!.Schedule(this, length);
        }
    }

    // What comes behind a backlog waits as well, however few are left.
    private bool WaitsLocked() => FanOut is { IsStopped: false } && (_count > Few || _backlog?.Oldest is not null);

    private bool AddToBacklogLocked(LocalBroadcast broadcast)
    {
        if (_backlog is null)
        {
            Volatile.Write(ref _backlog, new Backlog());
        }

        if (_backlog!.Oldest is null)
        {
            // Before anybody can see the broadcast: who sees one of two that follow each other knows of both backlogs.
            FanOut!.BeginBacklog();
        }

        broadcast.AddOwner();
        return _backlog.Add(new PendingBroadcast(FanOut!.NextNumber(), broadcast));
    }

    private void AskForTurns(bool isFirst)
    {
        if (isFirst)
        {
            FanOut!.Schedule(this, TimeSpan.Zero);
        }
        else if (_backlog!.Count > LongBacklog || _backlog.Bytes > LargeBacklog)
        {
            // Fan-out does not keep up: the publisher gives everybody what there is, and publishes the slower for it.
            DeliverBacklogSlow();
        }
        else
        {
            FanOut!.EndLongHold();
        }
    }

    private void DeliverBacklogSlow()
    {
        var batch = new FrameBatch();
        var turns = new Subscription?[SegmentSize];
        try
        {
            for (var start = 0; CopySubscribers(start, turns) is var count and > 0; start += count)
            {
                foreach (var subscription in turns.AsSpan(0, count))
                {
                    subscription!.Session.DeliverPending(subscription, batch);
                }
            }
        }
        finally
        {
            batch.Forget();
        }
    }

    private int CopySubscribers(int start, Span<Subscription?> to)
    {
        lock (_lock)
        {
            var count = Math.Clamp(_count - start, 0, to.Length);
            for (var index = 0; index < count; index++)
            {
                to[index] = SegmentAt((start + index) / SegmentSize)[(start + index) % SegmentSize];
            }

            return count;
        }
    }
}
