using Microsoft.Extensions.Time.Testing;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Tests.Services;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Storage.Tests.Redis;

/// <summary>connection.md section 9, version protocol, writer's side.</summary>
[Trait("Category", "Services")]
public sealed class RedisVersionKeysTests
{
    private const string Key = "modelcache:core.World:w:version";

    [ServiceFact(TestRedis.Variable)]
    public async Task Publish_EveryKind_WritesItsKeyWithALifetimeOfOneWeek()
    {
        await using var redis = await RedisFixture.CreateAsync();
        var keys = redis.Storage.VersionKeys;

        keys.Publish(VersionedKind.World, "w", 3);
        keys.Publish(VersionedKind.Room, "10000000-0000-4000-8000-00000000000a", 4);
        keys.Publish(VersionedKind.User, "10000000-0000-4000-8000-00000000000b", 5);

        await WaitForAsync(redis, Key, "3");
        await WaitForAsync(redis, "modelcache:core.Room:10000000-0000-4000-8000-00000000000a:version", "4");
        await WaitForAsync(redis, "modelcache:core.User:10000000-0000-4000-8000-00000000000b:version", "5");
        Assert.InRange((await redis.Database.KeyTimeToLiveAsync(Key))!.Value, TimeSpan.FromSeconds(604_790), TimeSpan.FromSeconds(604_800));
    }

    [ServiceTheory(TestRedis.Variable)]
    [InlineData("6", "7")]
    [InlineData("-1", "7")]
    [InlineData("", "7")]
    [InlineData("six", "7")]
    [InlineData("8 ", "7")]
    [InlineData("0x10", "7")]
    [InlineData("7", "7")]
    [InlineData("8", "8")]
    [InlineData("10", "10")]
    [InlineData("deleted", "deleted")]
    public async Task Publish_VersionSeven_RaisesLowerAndRepairsButNeverLowers(string before, string after)
    {
        await using var redis = await RedisFixture.CreateAsync();
        await redis.Database.StringSetAsync(Key, before);

        redis.Storage.VersionKeys.Publish(VersionedKind.World, "w", 7);
        await PassAsync(redis);

        Assert.Equal(after, await redis.Database.StringGetAsync(Key));
    }

    [ServiceTheory(TestRedis.Variable)]
    [InlineData(null)]
    [InlineData("7")]
    [InlineData("deleted")]
    public async Task Publish_Deleted_StaysForEver(string? before)
    {
        await using var redis = await RedisFixture.CreateAsync();
        if (before is not null)
        {
            await redis.Database.StringSetAsync(Key, before, TimeSpan.FromDays(7));
        }

        redis.Storage.VersionKeys.Publish(VersionedKind.World, "w", 6);
        redis.Storage.VersionKeys.Publish(VersionedKind.World, "w", IVersionKeys.Deleted);
        redis.Storage.VersionKeys.Publish(VersionedKind.World, "w", 9);
        await PassAsync(redis);
        redis.Storage.VersionKeys.Publish(VersionedKind.World, "w", 10);
        await PassAsync(redis);

        Assert.Equal("deleted", await redis.Database.StringGetAsync(Key));
        if (before != "deleted")
        {
            Assert.Null(await redis.Database.KeyTimeToLiveAsync(Key));
        }
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task Publish_ManyVersionsOfManyRowsInAnyOrder_TheHighestStays()
    {
        await using var redis = await RedisFixture.CreateAsync();

        Parallel.For(0, 4000, number => redis.Storage.VersionKeys.Publish(VersionedKind.User, $"{number % 700}", 1 + (number * 7919 % 4000)));

        var expected = Enumerable.Range(0, 4000).GroupBy(number => number % 700).ToDictionary(group => group.Key, group => group.Max(number => 1 + (number * 7919 % 4000)));
        foreach (var (user, version) in expected)
        {
            await WaitForAsync(redis, $"modelcache:core.User:{user}:version", $"{version}");
        }
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task Publish_KeyOfAnotherType_LeavesItAndGoesOn()
    {
        await using var redis = await RedisFixture.CreateAsync();
        await redis.Database.ListRightPushAsync(Key, "x");

        redis.Storage.VersionKeys.Publish(VersionedKind.World, "w", 7);
        await PassAsync(redis);

        Assert.Equal(1, await redis.Database.ListLengthAsync(Key));
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task Dispose_AfterPublish_Delivers()
    {
        await using var redis = await RedisFixture.CreateAsync();
        await using (var node = await redis.OpenAsync())
        {
            for (var user = 0; user < 1200; user++)
            {
                node.VersionKeys.Publish(VersionedKind.User, $"{user}", 2);
            }
        }

        for (var user = 0; user < 1200; user++)
        {
            Assert.Equal("2", await redis.Database.StringGetAsync($"modelcache:core.User:{user}:version"));
        }
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task Publish_WhileRedisIsAway_IsDeliveredWhenItIsBack()
    {
        await using var process = await RedisProcess.StartNewAsync();
        await using var node = await RedisFixture.OpenAsync(process.Url, new FakeTimeProvider());
        node.VersionKeys.Publish(VersionedKind.World, "w", 1);
        await using (var connection = await process.ConnectAsync())
        {
            await RedisFixture.WaitUntilAsync(async () => await connection.GetDatabase().KeyExistsAsync(Key), "the first version");
        }

        await process.KillAsync();
        await RedisFixture.WaitUntilAsync(() => IsAwayAsync(node), "the loss");
        node.VersionKeys.Publish(VersionedKind.World, "w", 3);
        node.VersionKeys.Publish(VersionedKind.World, "w", 2);
        await process.StartAsync();

        await using var again = await process.ConnectAsync();
        await RedisFixture.WaitUntilAsync(async () => await again.GetDatabase().StringGetAsync(Key) == "3", "the version published meanwhile");
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task Open_RedisNotThereYet_DeliversOnceItIs()
    {
        await using var process = await RedisProcess.StartNewAsync();
        await process.KillAsync();
        await using var node = await RedisFixture.OpenAsync(process.Url, new FakeTimeProvider());
        node.VersionKeys.Publish(VersionedKind.World, "w", 3);
        Assert.True(await IsAwayAsync(node));

        await process.StartAsync();

        await using var connection = await process.ConnectAsync();
        await RedisFixture.WaitUntilAsync(async () => await connection.GetDatabase().StringGetAsync(Key) == "3", "the version");
        Assert.False(await IsAwayAsync(node));
    }

    private static async Task<bool> IsAwayAsync(Venueless.Fast.Storage.Redis.RedisStorage node)
    {
        try
        {
            await node.Health.CheckAsync();
            return false;
        }
        catch (StoreUnavailableException)
        {
            return true;
        }
    }

    /// <summary>Everything published before has been dealt with.</summary>
    private static async Task PassAsync(RedisFixture redis)
    {
        var marker = Guid.NewGuid().ToString();
        redis.Storage.VersionKeys.Publish(VersionedKind.User, marker, 1);
        await WaitForAsync(redis, $"modelcache:core.User:{marker}:version", "1");
    }

    private static Task WaitForAsync(RedisFixture redis, string key, string value) =>
        RedisFixture.WaitUntilAsync(async () => await redis.Database.StringGetAsync(key) == value, $"{key} = {value}");
}
