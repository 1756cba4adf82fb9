using Microsoft.Extensions.Time.Testing;
using Venueless.Fast.Bench.Modules;

namespace Venueless.Fast.Bench.Tests;

public sealed class UserFetchBudgetTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(100)]
    public async Task Fetch_OfKnownUsers_AllocatesNothing(int users)
    {
        var benchmarks = new UserFetchBenchmarks(new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(50))) { Users = users };
        await benchmarks.SetupAsync();
        var bytes = benchmarks.Fetch();

        Budget.Hold("UserFetchBenchmarks.Fetch", () => Assert.True(benchmarks.Fetch() == bytes));
    }
}
