using System.Diagnostics;

namespace Venueless.Fast.Core.Messaging.Delivery;

/// <summary>What a topic's subscribers have not all got yet, and the pass that gives it to them. Guarded by the topic's lock but for <see cref="Oldest"/>.</summary>
/// <remarks>
/// A pass goes through the subscribers from the last to the first, so that those who leave (the last takes the place of one who leaves) and those who come (behind the
/// last) make nobody miss it. Meanwhile more may be published: it goes along to everybody whose turn has not come, and to the others with the next pass.
/// </remarks>
internal sealed class Backlog
{
    /// <summary>What nobody notices.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(5);

    private PendingBroadcast? _oldest;
    private PendingBroadcast? _newest;
    private bool _isPassing;
    private long _passEnd;
    private long _passBegan;

    // Subscribers before this one have not had their turn.
    private int _cursor;

    // Threads that give subscribers of the pass their turn.
    private int _visitors;

    /// <summary>Null: everybody has got everything. Any thread; whoever keeps a subscriber from its turn may follow <see cref="PendingBroadcast.Next"/> and use what is new for it.</summary>
    public PendingBroadcast? Oldest => Volatile.Read(ref _oldest);

    public int Count { get; private set; }

    /// <summary>About so much is pending for each subscriber.</summary>
    public long Bytes { get; private set; }

    /// <summary>True: it was empty.</summary>
    public bool Add(PendingBroadcast broadcast)
    {
        Count++;
        Bytes += broadcast.Bytes;
        if (_newest is null)
        {
            _newest = broadcast;
            Volatile.Write(ref _oldest, broadcast);
            return true;
        }

        _newest.Next = broadcast;
        _newest = broadcast;
        return false;
    }

    /// <summary>Begins a pass or goes on with it.</summary>
    /// <param name="subscribers">How many the topic has.</param>
    /// <param name="turns">How many at most may have their turn now.</param>
    /// <returns>Whose turn it is, which may be nobody's: the last visit ends the pass. Null: no visit, there is no backlog.</returns>
    public Range? Visit(int subscribers, int turns)
    {
        if (_newest is null)
        {
            return null;
        }

        if (!_isPassing)
        {
            _isPassing = true;
            _passEnd = _newest.Number;
            _passBegan = Stopwatch.GetTimestamp();
            _cursor = subscribers;
        }

        var end = _cursor;
        _cursor = Math.Max(0, end - turns);
        _visitors++;
        return _cursor..end;
    }

    /// <summary>True: somebody has not had a turn in this pass.</summary>
    public bool HasTurns => _isPassing && _cursor > 0;

    /// <summary>So many subscribers are left.</summary>
    public void Shorten(int subscribers) => _cursor = Math.Min(_cursor, subscribers);

    /// <summary>Those of the visit have had their turn. True: that was the end of the pass.</summary>
    /// <param name="delivered">The first of what everybody has got now; the last is the one numbered <paramref name="last"/>.</param>
    /// <param name="last">See there.</param>
    public bool EndVisit(out PendingBroadcast? delivered, out long last)
    {
        delivered = null;
        last = _passEnd;
        if (--_visitors > 0 || _cursor > 0)
        {
            return false;
        }

        _isPassing = false;
        delivered = _oldest;
        var rest = _oldest;
        while (rest is not null && rest.Number <= last)
        {
            Count--;
            Bytes -= rest.Bytes;
            rest = rest.Next;
        }

        Volatile.Write(ref _oldest, rest);
        _newest = rest is null ? null : _newest;
        return true;
    }

    /// <summary>
    /// How long the next pass had better wait after one that has ended now: as long as that took, <see cref="LongestPause"/> at most. Without it, messages that are
    /// answered by others (or acknowledged by the same clients) settle in two halves which miss each other's sends. Zero after less than 1 ms, which cannot be waited for.
    /// </summary>
    public TimeSpan FindPause()
    {
        var took = Stopwatch.GetElapsedTime(_passBegan);
        return took < TimeSpan.FromMilliseconds(1) ? TimeSpan.Zero
            : took < LongestPause ? took
            : LongestPause;
    }
}
