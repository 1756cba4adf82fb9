using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Diagnostics;
using Venueless.Fast.Core.Messaging.Delivery;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Core.Messaging;

/// <summary>One session in one topic. Kept by the session as its reverse list, so that leaving costs what the session subscribed to.</summary>
public sealed class Subscription
{
    /// <summary>Size of one; see <see cref="CacheLine"/>.</summary>
    internal const int Bytes = 56;

    // The last of the topic's backlog that the session has got, or that came before it. Under the session's delivery lock.
    private long _delivered;

    // Ended: nothing is delivered any more. Under the session's delivery lock.
    private bool _isEnded;

    internal Subscription(Topic topic, Session session, long delivered)
    {
        Topic = topic;
        Session = session;
        _delivered = delivered;
    }

    public Session Session { get; }

    /// <summary>What the session receives through this.</summary>
    public TopicKey Key => Topic.Key;

    /// <summary>The same object as long as the topic has had subscribers here without a break.</summary>
    public Topic Topic { get; }

    // Where the topic keeps this subscription; written and read under the topic's lock only.
    internal int Index { get; set; }

    // The session's list; under its delivery lock.
    internal Subscription? Next { get; set; }

    internal void FetchSession() => CacheLine.Fetch(Session, Session.DeliveryBytes);

    /// <summary>The first of the topic's backlog that the session has not got; null: there is none. Under the session's delivery lock.</summary>
    /// <param name="limit">Number of the last that counts.</param>
    internal PendingBroadcast? FindPending(long limit)
    {
        if (_isEnded)
        {
            return null;
        }

        var pending = Topic.OldestPending;
        while (pending is not null && pending.Number <= _delivered)
        {
            pending = pending.Next;
        }

        return pending is not null && pending.Number <= limit ? pending : null;
    }

    /// <summary>Adds the session's form of a broadcast. Under the session's delivery lock.</summary>
    internal void Take(PendingBroadcast pending, FrameBatch to)
    {
        _delivered = pending.Number;
        try
        {
            if (pending.FrameFor(Session) is { } frame)
            {
                to.Add(frame);
                Session.CountDelivery(Key.Kind, to);
            }
        }
        catch (Exception exception)
        {
            // Nobody's failure may take the others' messages, or end the thread of all; the client comes back and reads what it has missed.
            Log.DeliveryFailed(Session.Services.Logger, exception);
            Session.Connection.Close(CloseReason.Disconnected);
        }
    }

    /// <summary>As <see cref="Take"/>, with all that follow.</summary>
    internal void TakeAll(long limit, FrameBatch to)
    {
        for (var pending = FindPending(limit); pending is not null && pending.Number <= limit; pending = pending.Next)
        {
            Take(pending, to);
        }
    }

    /// <summary>Under the session's delivery lock.</summary>
    internal void End() => _isEnded = true;
}
