using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Core.Messaging.Delivery;

/// <summary>Gives subscribers their turns, a slice of them at a time. For one thread.</summary>
internal sealed class FanOutTurns(FanOut fanOut)
{
    // About 4 ms of sends.
    private const int SliceLength = 512;

    private readonly FanOut _fanOut = fanOut;
    private readonly Subscription?[] _slice = new Subscription?[SliceLength];
    private readonly FrameBatch _batch = new();

    /// <summary>False: the topic has nothing to be delivered.</summary>
    public bool Give(Topic topic)
    {
        var count = topic.Visit(_slice, out var hasMore);
        if (count < 0)
        {
            return false;
        }

        if (hasMore)
        {
            _fanOut.ScheduleRest(topic);
        }

        var turns = _slice.AsSpan(0, count);
        foreach (var subscription in turns)
        {
            GiveTurn(subscription!);
        }

        _batch.Forget();
        turns.Clear();
        topic.EndVisit();
        return true;
    }

    private void GiveTurn(Subscription subscription)
    {
        try
        {
            subscription.Session.DeliverPending(subscription, _batch);
        }
        catch (Exception)
        {
            // Nobody's failure may end the thread of all others, and with it the process.
            subscription.Session.Drop(CloseReason.Disconnected);
        }
    }
}
