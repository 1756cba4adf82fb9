using Venueless.Fast.LoadTest.Client.Measuring;

namespace Venueless.Fast.LoadTest.Attendees;

/// <summary>The ping, every ten seconds as the web client's: who gets no pong for that long closes (web-client.md section 1).</summary>
internal sealed partial class Attendee
{
    private const long PongTimeout = 10_000_000;
    private const long CallTimeout = 15_000_000;

    private long _pingDue;
    private long _pingSentAt;
    private bool _awaitsPong;

    private long PingInterval => (long)(crowd.Options.PingEvery * 1e6);

    private void StartPinging()
    {
        _awaitsPong = false;
        SchedulePing(Clock.Now + PingInterval);
    }

    private void SchedulePing(long due)
    {
        _pingDue = due;
        crowd.Loop.Schedule(due, static state => ((Attendee)state!).PingIfDue(), this);
    }

    private void PingIfDue()
    {
        // A timer of an earlier connection comes before the time of this one.
        if (!IsLoggedIn || Clock.Now < _pingDue)
        {
            return;
        }

        if (_awaitsPong)
        {
            WaitForPong();
            return;
        }

        CountOverdueCalls();
        _awaitsPong = true;
        _pingSentAt = Clock.Now;
        var scratch = crowd.Scratch.AsSpan();
        var length = 0;
        Append(scratch, ref length, "[\"ping\","u8);
        Append(scratch, ref length, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        Append(scratch, ref length, "]"u8);
        _socket!.SendText(scratch[..length]);
        SchedulePing(_pingSentAt + PingInterval);
    }

    // Looked at when the next ping is due, and then when the time is over: one ping is under way at a time, the next one follows its pong.
    private void WaitForPong()
    {
        var timeout = _pingSentAt + PongTimeout;
        if (Clock.Now < timeout)
        {
            SchedulePing(timeout);
            return;
        }

        crowd.Measurements.Count("pings without pong in 10 s");
        Leave("closed by the attendee: no pong");
    }

    private void OnPong(long receivedAt)
    {
        if (_awaitsPong)
        {
            _awaitsPong = false;
            crowd.Measurements.RecordPing(receivedAt - _pingSentAt, PingInterval);
            if (_pingDue > _pingSentAt + PingInterval)
            {
                SchedulePing(Clock.Now);
            }
        }
    }

    /// <summary>The web client gives a command up after 15 s; looked at with every ping, so within 10 s more.</summary>
    private void CountOverdueCalls()
    {
        var limit = Clock.Now - CallTimeout;
        for (var index = 0; index < _pending.Count && _pending[index].SentAt < limit; index++)
        {
            if (_pending[index].SentAt >= limit - PingInterval)
            {
                crowd.Measurements.Count("commands without reply in 15 s");
            }
        }
    }
}
