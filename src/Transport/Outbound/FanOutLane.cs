using System.Diagnostics;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Transport.Outbound;

/// <summary>Queues of a shard that wait for their turn: for audiences of one size. <see cref="Add"/> and <see cref="HasNew"/> for any thread, the rest for the shard's.</summary>
/// <remarks>
/// A pass gives each queue one turn. When more has gathered by its end, the lane is busy, and the next pass begins a little later: as long after as the pass took, 5 ms at
/// most. Without that, messages that are answered by others (or acknowledged by the same clients) settle in two halves which miss each other's
/// sends. A lane that is not busy never waits.
/// </remarks>
internal sealed class FanOutLane
{
    /// <summary>What nobody notices.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(5);

    // Newest first, linked by NextToSend; pushed by publishers, taken as a whole by the shard.
    private OutboundQueue? _new;

    // Oldest first: the rest of the pass.
    private OutboundQueue? _waiting;
    private long _passBegan;
    private long _notBefore;

    public bool HasNew => Volatile.Read(ref _new) is not null;

    /// <summary>Once per queue until its turn has come; under the queue's lock. True: the lane had nothing new before.</summary>
    public bool Add(OutboundQueue queue)
    {
        var first = Volatile.Read(ref _new);
        while (true)
        {
            queue.NextToSend = first;
            var found = Interlocked.CompareExchange(ref _new, queue, first);
            if (found == first)
            {
                return first is null;
            }

            first = found;
        }
    }

    /// <summary>Goes on with the pass, or begins one. False: nothing is to be done now.</summary>
    /// <param name="length">Turns at most.</param>
    public bool SendSlice(int length)
    {
        if (_waiting is null && !TryBeginPass())
        {
            return false;
        }

        for (var sent = 0; sent < length && _waiting is { } queue; sent++)
        {
            // Before its turn: with that it may be added again.
            _waiting = queue.NextToSend;
            queue.NextToSend = null;
            TrySend(queue);
        }

        if (_waiting is null)
        {
            EndPass();
        }

        return true;
    }

    /// <summary>Until the next pass may begin; zero: it may, null: there is nothing for one.</summary>
    public TimeSpan? FindPause()
    {
        if (!HasNew)
        {
            return null;
        }

        var pause = _notBefore - Stopwatch.GetTimestamp();
        return pause > 0 ? Stopwatch.GetElapsedTime(0, pause) : TimeSpan.Zero;
    }

    private static void TrySend(OutboundQueue queue)
    {
        try
        {
            queue.SendGathered();
        }
        catch (Exception)
        {
            // Nobody's failure may end the thread of all others, and with it the process.
            queue.Abort(CloseReason.Disconnected);
        }
    }

    private bool TryBeginPass()
    {
        if (FindPause() != TimeSpan.Zero)
        {
            return false;
        }

        var newest = Interlocked.Exchange(ref _new, null);
        while (newest is not null)
        {
            var older = newest.NextToSend;
            newest.NextToSend = _waiting;
            _waiting = newest;
            newest = older;
        }

        _passBegan = Stopwatch.GetTimestamp();
        return true;
    }

    private void EndPass()
    {
        var now = Stopwatch.GetTimestamp();
        var took = Stopwatch.GetElapsedTime(_passBegan, now);
        // Less cannot be waited for.
        if (HasNew && took >= TimeSpan.FromMilliseconds(1))
        {
            _notBefore = now + (Math.Min(took.Ticks, LongestPause.Ticks) * Stopwatch.Frequency / TimeSpan.TicksPerSecond);
        }
    }
}
