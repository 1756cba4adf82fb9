using Venueless.Fast.LoadTest.Attendees;
using Venueless.Fast.LoadTest.Client.Measuring;
using Venueless.Fast.LoadTest.Running;

namespace Venueless.Fast.LoadTest.Scenarios;

/// <summary>Everybody in one stage: a few write, and again and again a share of the audience applauds within two seconds.</summary>
internal sealed class KeynoteScenario(Crowd crowd) : Scenario(crowd)
{
    private const double BurstSeconds = 2;

    private static readonly string[] Reactions = ["👏", "❤️", "👍", "🤣", "😮"];

    private readonly Random _random = new(crowd.Options.Run + crowd.Share.Index);

    public override Task<SentMessages> RunAsync(long start)
    {
        for (var seconds = Options.BurstEvery / 2; Options.BurstEvery > 0 && seconds + BurstSeconds < Options.Duration; seconds += Options.BurstEvery)
        {
            Crowd.Loop.Schedule(start + (long)(seconds * 1_000_000), _ => Applaud());
        }

        return base.RunAsync(start);
    }

    private void Applaud()
    {
        var now = Clock.Now;
        foreach (var attendee in Crowd.Attendees.Where(attendee => attendee.HasJoined && _random.NextDouble() < Options.Share))
        {
            Crowd.Loop.Schedule(now + (long)(_random.NextDouble() * BurstSeconds * 1_000_000), static state => React((Attendee)state!), attendee);
        }
    }

    private static void React(Attendee attendee) =>
        attendee.Send("room.react", $$"""{"room":"{{attendee.Visit!.Room.Id}}","reaction":"{{Reactions[attendee.Number % Reactions.Length]}}"}""");
}
