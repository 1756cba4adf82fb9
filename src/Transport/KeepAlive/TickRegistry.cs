using Microsoft.Extensions.Logging;

namespace Venueless.Fast.Transport.KeepAlive;

/// <summary>The one coarse timer of all connections, and the clock they stamp their activity with.</summary>
/// <remarks>
/// A tick walks every entry: 20,000 connections cost about a millisecond per second, against one timer object, queue entry and wake-up each.
/// Time is counted in ticks that really ran, so a suspended or starved process does not take its own pause for the silence of all its peers.
/// 0 B per tick; see KeepAliveTests.Tick_AllocatesNothing.
/// </remarks>
internal sealed class TickRegistry : IDisposable
{
    /// <summary>One second: dead peers are to be found within 40 s and closing steps within 2 s, so five seconds would be too coarse.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private const int SegmentCount = 64;

    private readonly TickSegment[] _segments = new TickSegment[SegmentCount];
    private readonly ILogger _logger;
    private readonly ITimer _timer;

    // Written by the timer only; starts at 1 so that 0 can mean "never" in the entries.
    private int _now = 1;
    private int _lastSegment;
    private int _isTicking;

    public TickRegistry(TimeProvider timeProvider, ILogger logger)
    {
        _logger = logger;
        for (var i = 0; i < _segments.Length; i++)
        {
            _segments[i] = new TickSegment();
        }

        _timer = timeProvider.CreateTimer(static state => ((TickRegistry)state!).Tick(), this, Period, Period);
    }

    /// <summary>Ticks since the start, plus one. Any thread.</summary>
    public int Now => Volatile.Read(ref _now);

    /// <summary>Entries now. For tests and diagnostics: asks every segment.</summary>
    public int Count
    {
        get
        {
            var count = 0;
            foreach (var segment in _segments)
            {
                count += segment.Count;
            }

            return count;
        }
    }

    /// <summary>Whole ticks that are never shorter than the time, but for the fraction of the tick in which the count begins.</summary>
    public static int ToTicks(TimeSpan time) => (int)Math.Min(int.MaxValue / 4, Math.Ceiling(time / Period));

    public void Register(ITicked entry)
    {
        var segment = (int)((uint)Interlocked.Increment(ref _lastSegment) % SegmentCount);
        entry.Registration.Segment = segment + 1;
        _segments[segment].Add(entry);
    }

    public void Unregister(ITicked entry)
    {
        var segment = entry.Registration.Segment;
        if (segment > 0)
        {
            _segments[segment - 1].Remove(entry);
        }
    }

    public void Dispose() => _timer.Dispose();

    internal void Tick()
    {
        // A tick that is late may meet the next one; the later one is dropped.
        if (Interlocked.Exchange(ref _isTicking, 1) != 0)
        {
            return;
        }

        try
        {
            Volatile.Write(ref _now, _now + 1);
            LookAtAll();
        }
        finally
        {
            Volatile.Write(ref _isTicking, 0);
        }
    }

    /// <summary>Calls every entry once more within the tick: something changed that none of them should wait for.</summary>
    internal void LookAtAll()
    {
        var now = Now;
        foreach (var segment in _segments)
        {
            TickSegment(segment, now);
        }
    }

    private void TickSegment(TickSegment segment, int now)
    {
        try
        {
            segment.Tick(now);
        }
        catch (Exception exception)
        {
            // An exception on the timer's thread would end the process.
            TransportLog.TickFailed(_logger, exception);
        }
    }
}
