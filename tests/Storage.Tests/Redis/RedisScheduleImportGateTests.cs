using Venueless.Fast.Core.Domain;
using Venueless.Fast.Storage.Tests.Services;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Storage.Tests.Redis;

/// <summary>connection.md section 7: the key <c>conftool:update.triggered</c>.</summary>
[Trait("Category", "Services")]
public sealed class RedisScheduleImportGateTests
{
    private const string Key = "conftool:update.triggered:sample";

    [ServiceFact(TestRedis.Variable)]
    public async Task TryEnter_SetsTheKeyOnceFor300Seconds()
    {
        await using var redis = await RedisFixture.CreateAsync();
        var gate = redis.Storage.ScheduleImportGate;

        Assert.True(await gate.TryEnterAsync(new WorldId("sample")));
        Assert.False(await gate.TryEnterAsync(new WorldId("sample")));

        Assert.Equal("yes", await redis.Database.StringGetAsync(Key));
        Assert.InRange((await redis.Database.KeyTimeToLiveAsync(Key))!.Value, TimeSpan.FromSeconds(200), TimeSpan.FromSeconds(300));
        await redis.Database.KeyDeleteAsync(Key);
        Assert.True(await gate.TryEnterAsync(new WorldId("sample")));
    }
}
