using Microsoft.Extensions.Time.Testing;
using Venueless.Fast.Bench.Modules;

namespace Venueless.Fast.Bench.Tests;

public sealed class ChatFetchBudgetTests
{
    [Fact]
    public async Task FetchFromMemory_AllocatesNoMoreThanItsBudget()
    {
        var benchmarks = new ChatFetchBenchmarks { Time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(50)) };
        await benchmarks.SetupAsync();
        var bytes = benchmarks.FromMemory();

        Budget.Hold("ChatFetchBenchmarks.FromMemory", () => Assert.True(benchmarks.FromMemory() == bytes));
    }
}
