using System.Diagnostics;

namespace Venueless.Fast.Transport.Outbound;

/// <summary>Sends what broadcasts have queued for a part of the connections: one thread, one send per connection and pass.</summary>
/// <remarks>
/// Per delivery; 0 B, see FanOutTests. While it sends, new frames gather in the queues of those whose turn comes later, or comes again: the busier, the more frames
/// ride on one send, and an idle room keeps the latency of one send. Crowds and smaller audiences have lanes of their own and get a slice in turn, so that a pass over ten
/// thousand connections (some 90 ms) holds up nobody but those who are in it: what a connection in a crowd gets from a smaller audience meanwhile leaves at its turn.
/// </remarks>
internal sealed class FanOutShard
{
    // About 4 ms of sends.
    private const int SliceLength = 512;

    private readonly FanOut _fanOut;
    private readonly int _number;
    private readonly FanOutLane _rooms = new();
    private readonly FanOutLane _crowds = new();
    private readonly object _gate = new();
    private Thread? _thread;

    // The thread waits for work, is about to, or has not been started. Written under _gate.
    private volatile bool _isParked = true;

    public FanOutShard(FanOut fanOut, int number)
    {
        _fanOut = fanOut;
        _number = number;
    }

    public bool IsStopped => _fanOut.IsStopped;

    private bool HasNew => _rooms.HasNew || _crowds.HasNew;

    /// <summary>See <see cref="FanOutLane.Add"/>.</summary>
    public void Add(OutboundQueue queue, bool isCrowd)
    {
        // Only the first of a lane can find the thread waiting for one.
        if ((isCrowd ? _crowds : _rooms).Add(queue))
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
                // Kept when it runs: whoever comes next tries again.
                var thread = new Thread(Run) { IsBackground = true, Name = $"fan-out {_number}" };
                thread.Start();
                _thread = thread;
            }

            _isParked = false;
            Monitor.Pulse(_gate);
        }
    }

    private void Run()
    {
        while (WaitForWork())
        {
            while (_rooms.SendSlice(SliceLength) | _crowds.SendSlice(SliceLength))
            {
                // Both, in turns, until there is nothing for either.
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
            if (_fanOut.IsStopped && !HasNew)
            {
                return false;
            }

            var pause = FindPause();
            if (pause > TimeSpan.Zero)
            {
                // Rounded up: a wait of less would be none.
                Monitor.Wait(_gate, (int)Math.Ceiling(pause.TotalMilliseconds));
            }
            else if (pause < TimeSpan.Zero)
            {
                Monitor.Wait(_gate);
            }

            HoldBackLocked();
            _isParked = false;
            return true;
        }
    }

    /// <summary>Waits while somebody still queues what had better leave together, for so long only.</summary>
    private void HoldBackLocked()
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            _isParked = true;
            // As above, for whoever releases.
            Interlocked.MemoryBarrier();
            var left = _fanOut.LongestHold - Stopwatch.GetElapsedTime(began);
            if (!_fanOut.IsHeld || _fanOut.IsStopped || left <= TimeSpan.Zero)
            {
                return;
            }

            Monitor.Wait(_gate, (int)Math.Ceiling(left.TotalMilliseconds));
        }
    }

    /// <summary>How long nothing is to be done; negative: until somebody wakes the thread.</summary>
    private TimeSpan FindPause()
    {
        var (rooms, crowds) = (_rooms.FindPause(), _crowds.FindPause());
        if (rooms is null && crowds is null)
        {
            return Timeout.InfiniteTimeSpan;
        }

        return rooms < crowds || crowds is null ? rooms!.Value : crowds.Value;
    }
}
