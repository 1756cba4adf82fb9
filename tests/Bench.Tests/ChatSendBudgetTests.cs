using Microsoft.Extensions.Time.Testing;
using Venueless.Fast.Bench.Modules;

namespace Venueless.Fast.Bench.Tests;

public sealed class ChatSendBudgetTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(1000)]
    public async Task Send_AllocatesTheSameForAnyNumberOfSubscribers(int subscribers)
    {
        var benchmarks = new ChatSendBenchmarks { Subscribers = subscribers, Time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(50)) };
        await benchmarks.SetupAsync();
        var bytes = benchmarks.Send();

        Budget.Hold("ChatSendBenchmarks.Send", () => Assert.True(benchmarks.Send() == bytes));
    }
}
