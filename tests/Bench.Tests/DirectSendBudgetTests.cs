using Microsoft.Extensions.Time.Testing;
using Venueless.Fast.Bench.Modules;

namespace Venueless.Fast.Bench.Tests;

public sealed class DirectSendBudgetTests
{
    [Fact]
    public async Task Send_AllocatesNoMoreThanItsBudget()
    {
        var benchmarks = new DirectSendBenchmarks { Members = 2, Time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(50)) };
        await benchmarks.SetupAsync();
        var bytes = benchmarks.Send();

        Budget.Hold("DirectSendBenchmarks.Send", () => Assert.True(benchmarks.Send() == bytes));
    }
}
