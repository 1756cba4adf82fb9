namespace Venueless.Fast.Transport.Outbound;

/// <summary>Sends what broadcasts have queued for a part of the connections: one thread, one send per connection and turn.</summary>
/// <remarks>
/// <para>Per delivery; 0 B, see FanOutTests. While it sends, new frames gather in the queues of those whose turn comes later, or comes again: the busier, the more frames
/// ride on one send, and an idle room keeps the latency of one send.</para>
/// <para>Queues wait in two lists without a lock: for a crowd and for smaller audiences. Each gets a slice in turn, so that a pass over ten thousand
/// connections (some 90 ms) holds nobody up.</para>
/// </remarks>
internal sealed class FanOutShard
{
    // About 4 ms of sends.
    private const int SliceLength = 512;

    private readonly FanOut _fanOut;
    private readonly int _number;
    private readonly object _gate = new();
    private Thread? _thread;

    // Newest first, linked by NextToSend; pushed by publishers, taken as a whole by the thread.
    private OutboundQueue? _newRooms;
    private OutboundQueue? _newCrowd;

    // Oldest first; the thread's own.
    private OutboundQueue? _rooms;
    private OutboundQueue? _crowd;

    // The thread waits for work, is about to, or has not been started. Written under _gate.
    private volatile bool _isParked = true;

    public FanOutShard(FanOut fanOut, int number)
    {
        _fanOut = fanOut;
        _number = number;
    }

    public bool IsStopped => _fanOut.IsStopped;

    /// <summary>Once per queue until its turn has come; under the queue's lock.</summary>
    public void Add(OutboundQueue queue, bool isCrowd)
    {
        ref var head = ref isCrowd ? ref _newCrowd : ref _newRooms;
        var first = Volatile.Read(ref head);
        while (true)
        {
            queue.NextToSend = first;
            var found = Interlocked.CompareExchange(ref head, queue, first);
            if (found == first)
            {
                break;
            }

            first = found;
        }

        // Only the first of a list can find the thread waiting; later ones cost one read.
        if (first is null && !_fanOut.IsHeld)
        {
            Wake();
        }
    }

    /// <summary>A hold is over, or the end has come.</summary>
    public void WakeIfNeeded()
    {
        if (HasNew || _fanOut.IsStopped)
        {
            Wake();
        }
    }

    private bool HasNew => Volatile.Read(ref _newRooms) is not null || Volatile.Read(ref _newCrowd) is not null;

    private void Wake()
    {
        if (!_isParked)
        {
            return;
        }

        lock (_gate)
        {
            if (_thread is null)
            {
                _thread = new Thread(Run) { IsBackground = true, Name = $"fan-out {_number}" };
                _thread.Start();
            }

            _isParked = false;
            Monitor.Pulse(_gate);
        }
    }

    private void Run()
    {
        while (true)
        {
            Take(ref _newRooms, ref _rooms);
            Send(ref _rooms);
            Take(ref _newCrowd, ref _crowd);
            Send(ref _crowd);
            if (_rooms is null && _crowd is null && !WaitForWork())
            {
                return;
            }
        }
    }

    /// <summary>False: the end.</summary>
    private bool WaitForWork()
    {
        lock (_gate)
        {
            _isParked = true;
            // Looked at after the flag is up: whoever adds later sees the flag.
            Interlocked.MemoryBarrier();
            if (_fanOut.IsStopped)
            {
                return HasNew;
            }

            if (!HasNew || _fanOut.IsHeld)
            {
                // A hold is obeyed for so long only; without one somebody wakes this thread.
                Monitor.Wait(_gate, HasNew ? FanOut.LongestHold : Timeout.InfiniteTimeSpan);
            }

            _isParked = false;
            return true;
        }
    }

    /// <summary>The next round of a list begins when the last one is over: nobody gets two turns before everybody had one.</summary>
    private static void Take(ref OutboundQueue? added, ref OutboundQueue? waiting)
    {
        if (waiting is not null || Volatile.Read(ref added) is null)
        {
            return;
        }

        var newest = Interlocked.Exchange(ref added, null);
        while (newest is not null)
        {
            var older = newest.NextToSend;
            newest.NextToSend = waiting;
            waiting = newest;
            newest = older;
        }
    }

    private static void Send(ref OutboundQueue? waiting)
    {
        for (var sent = 0; sent < SliceLength && waiting is { } queue; sent++)
        {
            // Before its turn: with that it may be added again.
            waiting = queue.NextToSend;
            queue.NextToSend = null;
            queue.SendGathered();
        }
    }
}
