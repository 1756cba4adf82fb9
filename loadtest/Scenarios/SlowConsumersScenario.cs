using Venueless.Fast.LoadTest.Attendees;
using Venueless.Fast.LoadTest.Running;

namespace Venueless.Fast.LoadTest.Scenarios;

/// <summary>
/// Half of the time everybody reads, then a share of the audience stops reading: what do the others notice? A good server closes the slow ones; they come back and read.
/// </summary>
internal sealed class SlowConsumersScenario(Crowd crowd) : Scenario(crowd)
{
    public override Task<SentMessages> RunAsync(long start)
    {
        Crowd.Loop.Schedule(start + (long)(Options.Duration / 2 * 1_000_000), _ => StopReading());
        return base.RunAsync(start);
    }

    public override void Settle(SentMessages sent)
    {
        Measurements.Count("slow attendees still connected", Crowd.Attendees.Count(static attendee => attendee.IsSlow && attendee.Connections == 1));
        base.Settle(sent);
    }

    protected override void OnJoined(Attendee attendee)
    {
        if (attendee.IsSlow && attendee.Connections == 2)
        {
            Measurements.Count("slow attendees closed by the server");
        }
    }

    /// <summary>Those with the highest numbers: chatters go on.</summary>
    private void StopReading()
    {
        Measurements.SetDeliveriesAside("delivery before the slow ones");
        var slow = (int)Math.Round(Options.Clients * Options.Share, MidpointRounding.AwayFromZero);
        foreach (var attendee in Crowd.Attendees.Where(attendee => attendee.Number >= Options.Clients - slow && attendee.Number >= Options.Chatters && attendee.HasJoined))
        {
            attendee.IsSlow = true;
            attendee.StopReading();
            Measurements.Count("slow attendees");
        }
    }
}
