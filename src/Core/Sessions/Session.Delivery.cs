using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Messaging.Delivery;

namespace Venueless.Fast.Core.Sessions;

// Everything that goes to the connection, in one order: what is published first arrives first, whether it is for this connection alone or waits for fan-out in a backlog.
public sealed partial class Session
{
    // For threads other than those of fan-out.
    [ThreadStatic]
    private static FrameBatch? _batch;

    // The newest of a list. Under the lock of deliveries, as what the subscriptions say of them.
    private Subscription? _subscriptions;

    /// <summary>A push for this connection; any thread. False when it is closed. The caller keeps its reference.</summary>
    public bool Deliver(SharedFrame frame) =>
        Volatile.Read(ref _held) is null && !Services.Topics.HasBacklog ? Connection.TryEnqueue(frame) : DeliverInOrder(frame, isHeldBack: true);

    /// <summary>As <see cref="Deliver"/>, for answers to the client: they are not held back by a login.</summary>
    public bool Send(SharedFrame frame) => Services.Topics.HasBacklog ? DeliverInOrder(frame, isHeldBack: false) : Connection.TryEnqueue(frame);

    /// <summary>The session's turn in a topic: sends what it has not got, in one send. Any thread.</summary>
    /// <param name="batch">The calling thread's.</param>
    internal void DeliverPending(Subscription subscription, FrameBatch batch)
    {
        lock (Connection)
        {
            // Before the backlogs: what was published before the last of these is in them.
            var limit = Services.Topics.LastNumber;
            if (subscription.FindPending(limit) is null)
            {
                return;
            }

            batch.Clear();
            if (Services.Topics.HasSeveralBacklogs)
            {
                TakePendingLocked(limit, batch);
            }
            else
            {
                subscription.TakeAll(limit, batch);
            }

            SendLocked(batch);
        }
    }

    /// <summary>A hint, see <see cref="CacheLine"/>: the session's turn comes soon. As <see cref="Connection.FetchForSending"/>, beginning with step 0.</summary>
    internal void FetchForDelivery(int step)
    {
        if (step > 0)
        {
            Connection.FetchForSending(step);
        }
        else
        {
            CacheLine.Fetch(Connection, Connection.SendingBytes);
            CacheLine.Fetch(Volatile.Read(ref _user));
        }

        if (step == 1)
        {
            Volatile.Read(ref _user)?.FetchRights();
        }
    }

    internal void Add(Subscription subscription)
    {
        lock (Connection)
        {
            subscription.Next = _subscriptions;
            _subscriptions = subscription;
        }
    }

    /// <summary>Delivers what was published and ends the subscription; its topic still has it.</summary>
    internal void End(Subscription subscription)
    {
        lock (Connection)
        {
            if (Services.Topics.HasBacklog)
            {
                DeliverAllLocked(null);
            }

            subscription.End();
            if (ReferenceEquals(_subscriptions, subscription))
            {
                _subscriptions = subscription.Next;
                return;
            }

            for (var before = _subscriptions; before is not null; before = before.Next)
            {
                if (ReferenceEquals(before.Next, subscription))
                {
                    before.Next = subscription.Next;
                    return;
                }
            }
        }
    }

    /// <summary>Closes behind everything that was published before.</summary>
    private void CloseInOrder(CloseReason reason)
    {
        if (Services.Topics.HasBacklog)
        {
            lock (Connection)
            {
                DeliverAllLocked(null);
            }
        }

        Connection.Close(reason);
    }

    private bool DeliverInOrder(SharedFrame frame, bool isHeldBack)
    {
        lock (Connection)
        {
            if (_held is null)
            {
                return DeliverAllLocked(frame);
            }

            DeliverAllLocked(null);
            if (!isHeldBack)
            {
                return Connection.TryEnqueue(frame);
            }

            frame.AddRef();
            _held.Add(frame);
            return true;
        }
    }

    /// <summary>Everything pending of all topics, and a frame behind it.</summary>
    private bool DeliverAllLocked(SharedFrame? last)
    {
        var batch = _batch ??= new FrameBatch();
        batch.Clear();
        try
        {
            TakePendingLocked(Services.Topics.LastNumber, batch);
            if (last is not null)
            {
                batch.Add(last);
            }

            return SendLocked(batch);
        }
        finally
        {
            batch.Forget();
        }
    }

    // Oldest first. Nearly always there is one topic with a backlog.
    private void TakePendingLocked(long limit, FrameBatch batch)
    {
        while (true)
        {
            Subscription? first = null;
            PendingBroadcast? oldest = null;
            var isOnly = true;
            for (var subscription = _subscriptions; subscription is not null; subscription = subscription.Next)
            {
                if (subscription.FindPending(limit) is { } pending)
                {
                    isOnly = first is null;
                    if (oldest is null || pending.Number < oldest.Number)
                    {
                        (first, oldest) = (subscription, pending);
                    }
                }
            }

            if (first is null)
            {
                return;
            }

            if (isOnly)
            {
                first.TakeAll(limit, batch);
                return;
            }

            first.Take(oldest!, batch);
        }
    }

    private bool SendLocked(FrameBatch batch)
    {
        if (batch.Count == 0)
        {
            return true;
        }

        if (_held is null)
        {
            return Connection.TryEnqueue(batch);
        }

        foreach (var frame in batch.Frames)
        {
            frame.AddRef();
            _held.Add(frame);
        }

        return true;
    }
}
