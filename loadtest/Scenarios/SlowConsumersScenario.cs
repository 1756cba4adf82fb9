using Venueless.Fast.LoadTest.Attendees;
using Venueless.Fast.LoadTest.Client.Measuring;
using Venueless.Fast.LoadTest.Running;

namespace Venueless.Fast.LoadTest.Scenarios;

/// <summary>
/// Half of the time everybody reads, then a share of the audience stops reading until the end, as phones in a tunnel: what do the others notice? A good server closes the
/// slow ones; in the end they find out, come back and read.
/// </summary>
internal sealed class SlowConsumersScenario(Crowd crowd) : Scenario(crowd)
{
    // A phone in a tunnel: little fits between server and reader. With the kernel's own sizes it would be megabytes.
    private const int ReceiveBufferBytes = 32 * 1024;

    private readonly TaskCompletionSource _isTunnelOver = new();

    public override Task JoinAsync(long start)
    {
        foreach (var attendee in Slow())
        {
            attendee.ReceiveBufferBytes = ReceiveBufferBytes;
        }

        return base.JoinAsync(start);
    }

    public override async Task<SentMessages> RunAsync(long start)
    {
        Crowd.Loop.Schedule(start + (long)(Options.Duration / 2 * 1_000_000), _ => StopReading());
        var sent = await base.RunAsync(start);
        _isTunnelOver.TrySetResult();
        foreach (var attendee in Slow())
        {
            attendee.ReadAgain();
        }

        for (var end = Clock.Now + (long)(Options.Patience * 1_000_000); !Slow().All(static attendee => attendee.HasJoined) && Clock.Now < end;)
        {
            await Crowd.Loop.DelayAsync(TimeSpan.FromMilliseconds(100));
        }

        return sent;
    }

    public override void Settle(SentMessages sent)
    {
        var slow = Crowd.Attendees.Where(static attendee => attendee.IsSlow).ToArray();
        var closed = slow.Count(static attendee => attendee.Connections > 1 || !attendee.IsLoggedIn);
        Measurements.Count("slow attendees closed by the server", closed);
        Measurements.Count("slow attendees kept by the server", slow.Length - closed);
        base.Settle(sent);
    }

    protected override Task StayAwayAsync(Attendee attendee) => attendee.IsSlow ? _isTunnelOver.Task : Task.CompletedTask;

    private IEnumerable<Attendee> Slow()
    {
        // Those with the highest numbers: chatters go on.
        var slow = (int)Math.Round(Options.Clients * Options.Share, MidpointRounding.AwayFromZero);
        return Crowd.Attendees.Where(attendee => attendee.Number >= Options.Clients - slow && attendee.Number >= Options.Chatters);
    }

    private void StopReading()
    {
        Measurements.SetDeliveriesAside("delivery before the slow ones");
        foreach (var attendee in Slow().Where(static attendee => attendee.HasJoined))
        {
            attendee.IsSlow = true;
            attendee.StopReading();
        }
    }
}
