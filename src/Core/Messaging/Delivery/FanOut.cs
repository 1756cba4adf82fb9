using System.Diagnostics;

namespace Venueless.Fast.Core.Messaging.Delivery;

/// <summary>Sends what goes to many: threads that give the subscribers of topics with a backlog their turns. Thread-safe.</summary>
/// <remarks>
/// <para>A turn is one send with everything that the subscriber's connection has not got (<see cref="Sessions.Session"/>.Delivery): the busier, the more messages ride on
/// one, and an idle room keeps the latency of one send.</para>
/// <para>Crowds and smaller audiences get slices of turns alternately, so that a pass over ten thousand connections (some 90 ms) holds nobody else up. All threads work on
/// the same passes.</para>
/// </remarks>
public sealed class FanOut : IDisposable
{
    // A pass over more takes so long that smaller audiences must not wait for it.
    private const int Crowd = 512;

    // Connections that are sent to are not waited for: a stop takes no longer than a pass.
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(2);

    private readonly object _gate = new();

    // Topics with turns to be given, those whose pass has begun apart, and those whose next pass waits a little. Under _gate.
    private readonly Queue<Topic> _rooms = new();
    private readonly Queue<Topic> _crowds = new();
    private readonly Queue<Topic> _begun = new();
    private readonly List<(Topic Topic, long NotBefore)> _pausing = [];
    private bool _isCrowdsTurn;
    private int _running;

    private readonly Thread[] _threads;
    private bool _hasStarted;
    private int _backlogs;
    private long _lastNumber;
    private int _holds;
    private long _heldSince;
    private volatile bool _isStopped;

    /// <param name="threads">At least one.</param>
    public FanOut(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        _threads = new Thread[threads];
    }

    /// <summary>How long a hold is obeyed: longer than the publishing of a usual batch of writes takes, and nothing that anybody notices. Tests set it.</summary>
    public TimeSpan LongestHold { get; set; } = TimeSpan.FromMilliseconds(5);

    /// <summary>Topics that somebody has not got all of. Zero: a message may leave at once and overtakes nothing.</summary>
    internal int Backlogs => Volatile.Read(ref _backlogs);

    /// <summary>The newest of all.</summary>
    internal long LastNumber => Volatile.Read(ref _lastNumber);

    internal bool IsStopped => _isStopped;

    private bool IsHeld => Volatile.Read(ref _holds) > 0 && Stopwatch.GetElapsedTime(Volatile.Read(ref _heldSince)) < LongestHold;

    /// <summary>
    /// Several broadcasts follow closely, within about a millisecond: they had better leave together. Calls may nest and overlap; each is followed by one
    /// <see cref="Release"/>. A hint: passes that have begun go on, and who publishes when a hold has lasted too long ends it for everybody.
    /// </summary>
    public void Hold()
    {
        if (Interlocked.Increment(ref _holds) == 1)
        {
            Volatile.Write(ref _heldSince, Stopwatch.GetTimestamp());
        }
    }

    /// <summary>They have been published.</summary>
    public void Release()
    {
        Interlocked.Decrement(ref _holds);
        lock (_gate)
        {
            if (!IsHeld && (_rooms.Count > 0 || _crowds.Count > 0))
            {
                Monitor.PulseAll(_gate);
            }
        }
    }

    /// <summary>What is in a backlog already is still delivered, which is waited for; later messages leave on the thread that publishes them.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            // In here, so that a thread which looks for work sees one answer throughout.
            _isStopped = true;
            Monitor.PulseAll(_gate);
        }

        foreach (var thread in _threads)
        {
            thread?.Join(StopTime);
        }
    }

    /// <summary>See <see cref="Hold"/>; called with every message that finds a backlog.</summary>
    internal void EndLongHold()
    {
        if (Volatile.Read(ref _holds) > 0 && !IsHeld)
        {
            lock (_gate)
            {
                Monitor.PulseAll(_gate);
            }
        }
    }

    internal long NextNumber() => Interlocked.Increment(ref _lastNumber);

    internal void BeginBacklog() => Interlocked.Increment(ref _backlogs);

    internal void EndBacklog() => Interlocked.Decrement(ref _backlogs);

    /// <summary>A topic has a backlog and no pass.</summary>
    internal void Schedule(Topic topic, TimeSpan pause)
    {
        lock (_gate)
        {
            StartLocked();
            if (_running > 0)
            {
                if (pause > TimeSpan.Zero)
                {
                    _pausing.Add((topic, Stopwatch.GetTimestamp() + (pause.Ticks * Stopwatch.Frequency / TimeSpan.TicksPerSecond)));
                }
                else
                {
                    EnqueueLocked(topic);
                }

                if (!IsHeld)
                {
                    Monitor.Pulse(_gate);
                }

                return;
            }
        }

        // Stopped in this moment.
        var turns = new FanOutTurns(this);
        while (turns.Give(topic))
        {
            // Until it has no more.
        }
    }

    /// <summary>A visit has begun that leaves turns for others.</summary>
    internal void ScheduleRest(Topic topic)
    {
        lock (_gate)
        {
            _begun.Enqueue(topic);
            if (_threads.Length > 1)
            {
                Monitor.Pulse(_gate);
            }
        }
    }

    private void StartLocked()
    {
        if (!_hasStarted && !_isStopped)
        {
            _hasStarted = true;
            for (; _running < _threads.Length; _running++)
            {
                // Without the context of whoever publishes first.
                _threads[_running] = new Thread(Run) { IsBackground = true, Name = $"fan-out {_running}" };
                _threads[_running].UnsafeStart();
            }
        }
    }

    private void EnqueueLocked(Topic topic) => (topic.SubscriberCount > Crowd ? _crowds : _rooms).Enqueue(topic);

    private void Run()
    {
        var turns = new FanOutTurns(this);
        while (WaitForTopic() is { } topic)
        {
            turns.Give(topic);
        }
    }

    /// <summary>Null: the end.</summary>
    private Topic? WaitForTopic()
    {
        lock (_gate)
        {
            while (true)
            {
                var now = Stopwatch.GetTimestamp();
                var next = EndPausesLocked(now);
                var isHeld = IsHeld && !_isStopped;
                if (DequeueLocked(isHeld) is { } topic)
                {
                    if (_threads.Length > 1 && _rooms.Count + _crowds.Count > 0)
                    {
                        Monitor.Pulse(_gate);
                    }

                    return topic;
                }

                if (_isStopped && _pausing.Count == 0)
                {
                    _running--;
                    return null;
                }

                if (isHeld && (_rooms.Count > 0 || _crowds.Count > 0))
                {
                    // Rounded up: a wait of less would be none.
                    Monitor.Wait(_gate, (int)Math.Ceiling(LongestHold.TotalMilliseconds));
                }
                else if (next is { } time)
                {
                    Monitor.Wait(_gate, (int)Math.Ceiling(Stopwatch.GetElapsedTime(now, time).TotalMilliseconds));
                }
                else
                {
                    Monitor.Wait(_gate);
                }
            }
        }
    }

    // Rooms and crowds alternately. A pass that has begun goes on before another one begins; only a crowd's is longer than one slice.
    private Topic? DequeueLocked(bool isHeld)
    {
        _isCrowdsTurn = !_isCrowdsTurn;
        var (first, second) = _isCrowdsTurn ? (_begun, _rooms) : (_rooms, _begun);
        if (isHeld)
        {
            return _begun.TryDequeue(out var begun) ? begun : null;
        }

        return first.TryDequeue(out var topic) || second.TryDequeue(out topic) || _crowds.TryDequeue(out topic) ? topic : null;
    }

    /// <summary>When the next one ends; null: there are none.</summary>
    private long? EndPausesLocked(long now)
    {
        long? next = null;
        for (var index = _pausing.Count - 1; index >= 0; index--)
        {
            var (topic, notBefore) = _pausing[index];
            if (notBefore <= now || _isStopped)
            {
                _pausing.RemoveAt(index);
                EnqueueLocked(topic);
            }
            else
            {
                next = next is { } earlier ? Math.Min(earlier, notBefore) : notBefore;
            }
        }

        return next;
    }
}
