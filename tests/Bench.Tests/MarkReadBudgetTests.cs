using Microsoft.Extensions.Time.Testing;
using Venueless.Fast.Bench.Modules;

namespace Venueless.Fast.Bench.Tests;

public sealed class MarkReadBudgetTests
{
    // ["success",17,{}] and ["chat.notification_counts",{}] with two bytes in front of each: two messages.
    private const int ReplyAndCounts = 19 + 33;

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddYears(50));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    [InlineData(100, 1)]
    [InlineData(100, 2)]
    public async Task MarkRead_OfOneNewerMessageAfterTheOther_AllocatesNothing(int users, int tabs)
    {
        var benchmarks = new MarkReadBenchmarks { Users = users, Tabs = tabs, Time = _time };
        await benchmarks.SetupAsync();
        benchmarks.TakeSecondTabs();
        var before = benchmarks.LastRead;

        Budget.Hold("MarkReadBenchmarks.MarkRead", () => Assert.True(benchmarks.MarkRead() == ReplyAndCounts));

        Assert.True(benchmarks.LastRead > before);
        Assert.Equal(string.Empty, benchmarks.TakeSecondTabs());
        _time.Advance(TimeSpan.FromSeconds(1));
        if (tabs > 1)
        {
            Assert.Contains($":{benchmarks.LastRead}}}]", benchmarks.TakeSecondTabs(), StringComparison.Ordinal);
        }
    }
}
