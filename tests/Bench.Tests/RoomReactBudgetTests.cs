using Microsoft.Extensions.Time.Testing;
using Venueless.Fast.Bench.Modules;
using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Bench.Tests;

public sealed class RoomReactBudgetTests
{
    private const int Users = 1000;

    // ["success",17,{}] and the two bytes in front of it.
    private const int Reply = 19;

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddYears(50));

    [Fact]
    public async Task React_RepeatsOfOneUser_AllocateNothing()
    {
        var benchmarks = new RoomReactBenchmarks { Users = 1, Time = _time };
        await benchmarks.SetupAsync();

        Budget.Hold("RoomReactBenchmarks.React", () => Assert.True(benchmarks.React() == Reply));
        Assert.Empty(benchmarks.Stored.Added);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, benchmarks.Stored.Added.Single().Counts.Of(RoomReaction.Clap));
    }

    [Fact]
    public async Task React_ManyUsersInOneTick_AllocateNothing()
    {
        var benchmarks = new RoomReactBenchmarks { Users = Users, Time = _time };
        await benchmarks.SetupAsync();

        // The tick of the setup, in which everybody has reacted, and the debounce after it.
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(Users, benchmarks.Stored.Added.Single().Counts.Of(RoomReaction.Clap));

        // The tick is not the message's to pay.
        React(benchmarks, 1);
        var counted = Budget.MeasureOnce(() => React(benchmarks, Users - 1));
        var debounced = Budget.MeasureOnce(() => React(benchmarks, Users));

        Assert.Equal((0, 0), (counted, debounced));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(Users, benchmarks.Stored.Added[^1].Counts.Of(RoomReaction.Clap));
    }

    private static void React(RoomReactBenchmarks benchmarks, int times)
    {
        for (var count = 0; count < times; count++)
        {
            Assert.True(benchmarks.React() == Reply);
        }
    }
}
