using Venueless.Fast.Host.Server;

namespace Venueless.Fast.Host.Tests.Server;

public sealed class StormWatchTests
{
    private readonly StormWatch _watch = new();

    [Fact]
    public void Joins_AreOverAfterTwoCalmTurns_Once() => Assert.Equal([3], Trims(3000, 6000, 6005, 6010, 6010, 6010));

    [Fact]
    public void JoinsAndLeavesWithoutACalmMomentBetween_AreAStorm() => Assert.Equal([4], Trims(3000, 6000, 40, 40, 40, 40, 40));

    [Fact]
    public void AVisitOnTopOfManyWhoStay_IsAStorm()
    {
        Assert.Equal([2], Trims(2000, 2000, 2000));

        // The twenty turns of rest.
        Assert.Empty(Trims([.. Enumerable.Repeat(2000, 20)]));
        Assert.Equal([3], Trims(4000, 2000, 2000, 2000, 2000));
    }

    [Fact]
    public void LoginsThatStillRun_AreNoCalm()
    {
        for (var users = 0; users < 5000; users += 100)
        {
            Assert.False(_watch.Look(5000, users));
        }

        Assert.False(_watch.Look(5000, 4900));
        Assert.True(_watch.Look(5000, 4900));
    }

    [Fact]
    public void FewWhoComeAndGo_AreNoStorm() => Assert.Empty(Trims(400, 400, 400, 0, 0, 0, 400, 0, 0, 0));

    // The turns, counted from 0, at which it was time.
    private List<int> Trims(params int[] sessions) =>
        [.. Enumerable.Range(0, sessions.Length).Where(turn => _watch.Look(sessions[turn], 0))];
}
