using Microsoft.Extensions.Time.Testing;
using StackExchange.Redis;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Storage.Redis;
using Venueless.Fast.Storage.Tests.Services;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Storage.Tests.Redis;

/// <summary>connection.md sections 7, 8 and 13.</summary>
[Trait("Category", "Services")]
public sealed class RedisConnectionRegistryTests
{
    private const string Label = "a1.prod";

    private readonly UserId _user = new(Guid.NewGuid());
    private readonly NodeIdentity _node = NodeIdentity.CreateNew(Label);

    private string List => $"connections.list.user:{_user}";

    [ServiceFact(TestRedis.Variable)]
    public async Task ConnectAndDisconnect_Many_CountUnderTheLabel()
    {
        await using var redis = await RedisFixture.CreateAsync();
        var registry = redis.Storage.JoinAs(_node);

        Parallel.For(0, 300, number => registry.Connect(number));
        await WaitForCountAsync(redis, 300);
        Assert.Equal("exists", await redis.Database.StringGetAsync($"connections:{Label}"));
        Assert.InRange((await redis.Database.KeyTimeToLiveAsync($"connections:{Label}"))!.Value, TimeSpan.FromSeconds(50), TimeSpan.FromSeconds(60));

        Parallel.For(0, 298, number => registry.Disconnect(number));
        await WaitForCountAsync(redis, 2);
    }

    [Fact]
    public async Task Register_WhileRedisIsAway_LeavesNothingToBeRemoved()
    {
        await using var storage = await RedisFixture.OpenAsync($"redis://127.0.0.1:{FreePort.Find()}/0", new FakeTimeProvider());
        var registry = (RedisConnectionRegistry)storage.JoinAs(_node);

        for (var number = 0; number < 50; number++)
        {
            var name = Name(number);
            await Assert.ThrowsAsync<StoreUnavailableException>(async () => await registry.RegisterAsync(_user, name, null));
            registry.Unregister(_user, name);
        }

        Assert.Equal(0, registry.PendingChanges);

        // Whoever may be in the list is still taken out of it.
        registry.Unregister(_user, Name(99));
        await RedisFixture.WaitUntilAsync(() => Task.FromResult(registry.PendingChanges == 1), "the change to be noted down again");
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task Register_SeveralLogins_AreListedOldestFirstForNinetySeconds()
    {
        await using var redis = await RedisFixture.CreateAsync();
        var registry = redis.Storage.JoinAs(_node);

        Assert.Empty(await registry.RegisterAsync(_user, Name(1), null));
        Assert.Empty(await registry.RegisterAsync(_user, Name(2), 2));
        Assert.Equal([Name(1)], await registry.RegisterAsync(_user, Name(3), 2));
        Assert.Equal([Name(1), Name(2), Name(3)], await registry.RegisterAsync(_user, Name(4), 1));

        Assert.Equal([Name(1), Name(2), Name(3), Name(4)], await NamesAsync(redis));
        Assert.InRange((await redis.Database.KeyTimeToLiveAsync(List))!.Value, TimeSpan.FromSeconds(80), TimeSpan.FromSeconds(90));
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task Register_ManyAtOnceUnderLimitTwo_TwoAreNobodysSurplus()
    {
        await using var redis = await RedisFixture.CreateAsync();
        await using var second = await redis.OpenAsync();
        var other = NodeIdentity.CreateNew(Label);
        var here = redis.Storage.JoinAs(_node);
        var there = second.JoinAs(other);

        var logins = Enumerable.Range(0, 40).Select(async number => number % 2 == 0
            ? await here.RegisterAsync(_user, Name(number), 2)
            : await there.RegisterAsync(_user, other.NameOf(number), 2));
        var replaced = (await Task.WhenAll(logins)).SelectMany(names => names).ToHashSet();

        Assert.Equal((await NamesAsync(redis)).SkipLast(2).Order(), replaced.Order());
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task Register_EntriesOfOthers_OnlyThoseOfDeadNodesAreDropped()
    {
        await using var redis = await RedisFixture.CreateAsync();
        var living = NodeIdentity.CreateNew(Label);
        var dead = NodeIdentity.CreateNew(Label);
        await redis.Database.StringSetAsync($"fast:node:{living.Id}", "1");
        const string Reference = "specific.0123456789abcdef0123456789abcdef!0123456789abcdef0123456789abcdef";
        const string ReferenceInPubSub = "venueless:0:asgi:" + Reference;
        await redis.Database.ListRightPushAsync(List, [dead.NameOf(1), Reference, living.NameOf(2), ReferenceInPubSub, dead.NameOf(3), Name(4)]);

        Assert.Equal([Reference, living.NameOf(2)], await redis.Storage.JoinAs(_node).RegisterAsync(_user, Name(5), 3));

        Assert.Equal([Reference, living.NameOf(2), ReferenceInPubSub, Name(4), Name(5)], await NamesAsync(redis));
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task Unregister_TheLastOne_IsOffline()
    {
        await using var redis = await RedisFixture.CreateAsync();
        var registry = redis.Storage.JoinAs(_node);
        Assert.False(await registry.IsOnlineAsync(_user));
        await registry.RegisterAsync(_user, Name(1), null);
        await registry.RegisterAsync(_user, Name(2), null);

        registry.Unregister(_user, Name(1));
        await WaitForNamesAsync(redis, Name(2));
        Assert.True(await registry.IsOnlineAsync(_user));

        registry.Unregister(_user, Name(2));
        await WaitForNamesAsync(redis);
        Assert.False(await registry.IsOnlineAsync(_user));
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task Refresh_AfterLogin_RenewsLabelAndListAndPutsBackWhatIsGone()
    {
        await using var redis = await RedisFixture.CreateAsync();
        var registry = redis.Storage.JoinAs(_node);
        await registry.RegisterAsync(_user, Name(1), null);
        await redis.Database.KeyExpireAsync(List, TimeSpan.FromSeconds(20));

        registry.Refresh(_user, Name(1));
        await WaitForLifetimeAsync(redis, List, 80);
        await WaitForLifetimeAsync(redis, $"connections:{Label}", 50);
        Assert.Equal([Name(1)], await NamesAsync(redis));

        await redis.Database.KeyDeleteAsync(List);
        registry.Refresh(_user, Name(1));
        await WaitForNamesAsync(redis, Name(1));
        await WaitForLifetimeAsync(redis, List, 80);
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task Refresh_BeforeLogin_RenewsTheLabel()
    {
        await using var redis = await RedisFixture.CreateAsync();

        redis.Storage.JoinAs(_node).Refresh();

        await WaitForLifetimeAsync(redis, $"connections:{Label}", 50);
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task RefreshThenUnregister_InAnyPace_TheEntryIsGone()
    {
        await using var redis = await RedisFixture.CreateAsync();
        var registry = redis.Storage.JoinAs(_node);
        for (var round = 0; round < 200; round++)
        {
            await registry.RegisterAsync(_user, Name(round), null);
            registry.Refresh(_user, Name(round));
            registry.Unregister(_user, Name(round));
        }

        await WaitForNamesAsync(redis);
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task Heartbeat_EveryTwentySeconds_UntilTheNodeStops()
    {
        await using var redis = await RedisFixture.CreateAsync();
        var key = $"fast:node:{_node.Id}";
        await using (var node = await redis.OpenAsync())
        {
            node.JoinAs(_node);
            await WaitForLifetimeAsync(redis, key, 50);
            await redis.Database.KeyExpireAsync(key, TimeSpan.FromSeconds(30));

            redis.Time.Advance(TimeSpan.FromSeconds(20));
            await WaitForLifetimeAsync(redis, key, 50);
        }

        Assert.False(await redis.Database.KeyExistsAsync(key));
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task RedisKilledAndEmptyAgain_CountsListsAndHeartbeatComeBack()
    {
        await using var process = await RedisProcess.StartNewAsync();
        await using var node = await RedisFixture.OpenAsync(process.Url, TimeProvider.System);
        var registry = node.JoinAs(_node);
        await registry.RegisterAsync(_user, Name(1), null);
        await registry.RegisterAsync(_user, Name(2), null);

        await process.KillAsync();
        await RedisFixture.WaitUntilAsync(() => IsRefusedAsync(async () => await registry.RegisterAsync(_user, Name(3), null)), "the loss");
        Assert.True(await IsRefusedAsync(async () => await registry.IsOnlineAsync(_user)));
        registry.Connect(1);
        registry.Refresh(_user, Name(1));
        registry.Refresh(_user, Name(2));
        registry.Unregister(_user, Name(2));
        await process.StartAsync();

        await using var connection = await process.ConnectAsync();
        var database = connection.GetDatabase();
        await RedisFixture.WaitUntilAsync(
            async () => await database.KeyExistsAsync($"fast:node:{_node.Id}") && await database.HashGetAsync("connections", Label) == 1
                && await database.ListRangeAsync(List) is [var name] && name == Name(1),
            "the registration");
    }

    private static async Task<bool> IsRefusedAsync(Func<Task> call)
    {
        try
        {
            await call();
            return false;
        }
        catch (Core.Ports.StoreUnavailableException)
        {
            return true;
        }
    }

    private static Task WaitForCountAsync(RedisFixture redis, int count) =>
        RedisFixture.WaitUntilAsync(async () => await redis.Database.HashGetAsync("connections", Label) == count, $"{count} connections");

    private static Task WaitForLifetimeAsync(RedisFixture redis, RedisKey key, int seconds) =>
        RedisFixture.WaitUntilAsync(async () => await redis.Database.KeyTimeToLiveAsync(key) > TimeSpan.FromSeconds(seconds), $"a new lifetime of {key}");

    private Task WaitForNamesAsync(RedisFixture redis, params string[] names) =>
        RedisFixture.WaitUntilAsync(async () => (await NamesAsync(redis)).SequenceEqual(names), $"the names {string.Join(", ", names)}");

    private async Task<string[]> NamesAsync(RedisFixture redis) => [.. (await redis.Database.ListRangeAsync(List)).Select(name => name.ToString())];

    private string Name(long connection) => _node.NameOf(connection);
}
