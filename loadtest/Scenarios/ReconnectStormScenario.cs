using Venueless.Fast.LoadTest.Attendees;
using Venueless.Fast.LoadTest.Client.Measuring;
using Venueless.Fast.LoadTest.Running;

namespace Venueless.Fast.LoadTest.Scenarios;

/// <summary>
/// The network is gone for everybody at once, and as the web client knows neither back-off nor jitter, everybody is back a second later, into the same room.
/// </summary>
internal sealed class ReconnectStormScenario(Crowd crowd) : Scenario(crowd)
{
    private const long Before = 1_000_000;

    private long _lostAt;

    public override async Task<SentMessages> RunAsync(long start)
    {
        _lostAt = start + Before;
        Crowd.Loop.Schedule(_lostAt, _ => LoseEverybody());
        var sent = await base.RunAsync(start);
        var end = Clock.Now + (long)(Options.Patience * 1_000_000);
        while (Crowd.Attendees.Any(static attendee => !attendee.HasJoined) && Clock.Now < end)
        {
            await Crowd.Loop.DelayAsync(TimeSpan.FromMilliseconds(50));
        }

        return sent;
    }

    protected override void OnJoined(Attendee attendee)
    {
        if (_lostAt > 0)
        {
            Measurements.Record("back again", Clock.Now - _lostAt);
        }
    }

    private void LoseEverybody()
    {
        foreach (var attendee in Crowd.Attendees)
        {
            attendee.Vanish();
        }
    }
}
