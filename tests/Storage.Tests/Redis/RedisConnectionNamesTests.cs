using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Storage.Tests.Services;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Storage.Tests.Redis;

/// <summary>connection.md section 7: the sorted set of a label's connections.</summary>
[Trait("Category", "Services")]
public sealed class RedisConnectionNamesTests
{
    private const string Label = "a1.prod";
    private const string Names = $"version.{Label}";

    private readonly NodeIdentity _node = NodeIdentity.CreateNew(Label);

    [ServiceFact(TestRedis.Variable)]
    public async Task ConnectAndDisconnect_NamesComeAndGo()
    {
        await using var redis = await RedisFixture.CreateAsync();
        var registry = redis.Storage.JoinAs(_node);

        Parallel.For(0, 1200, number => registry.Connect(number));
        await WaitForAsync(redis, 1200);
        Assert.Equal(redis.Time.GetUtcNow().ToUnixTimeSeconds(), await redis.Database.SortedSetScoreAsync(Names, _node.NameOf(7)));
        Assert.InRange((await redis.Database.KeyTimeToLiveAsync(Names))!.Value, TimeSpan.FromSeconds(86_300), TimeSpan.FromSeconds(86_400));

        Parallel.For(1, 1200, number => registry.Disconnect(number));
        await WaitForAsync(redis, 1);
        Assert.Equal(_node.NameOf(0), Assert.Single(await redis.Database.SortedSetRangeByRankAsync(Names)));
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task ConnectAndDisconnect_AtOnce_LeaveNothing()
    {
        await using var redis = await RedisFixture.CreateAsync();
        var registry = redis.Storage.JoinAs(_node);

        Parallel.For(0, 500, number =>
        {
            registry.Connect(number);
            registry.Disconnect(number);
        });
        registry.Connect(500);
        await RedisFixture.WaitUntilAsync(async () => await redis.Database.SortedSetScoreAsync(Names, _node.NameOf(500)) is not null, "the last one");
        registry.Disconnect(500);

        await WaitForAsync(redis, 0);
        Assert.Equal(0, await redis.Database.HashGetAsync("connections", Label) is { HasValue: true } count ? (long)count : 0);
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task Connect_KeyOfAnotherKind_TheRestIsDelivered()
    {
        await using var redis = await RedisFixture.CreateAsync();
        await redis.Database.StringSetAsync(Names, "somebody else's");
        var registry = redis.Storage.JoinAs(_node);

        registry.Connect(1);

        await RedisFixture.WaitUntilAsync(async () => await redis.Database.HashGetAsync("connections", Label) == 1, "the count");
        Assert.Equal("exists", await redis.Database.StringGetAsync($"connections:{Label}"));
    }

    private static Task WaitForAsync(RedisFixture redis, int count) =>
        RedisFixture.WaitUntilAsync(async () => await redis.Database.SortedSetLengthAsync(Names) == count, $"{count} names");
}
