using StackExchange.Redis;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Tests.Services;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Storage.Tests.Redis;

/// <summary>chat.md section 2: the reference server's keys.</summary>
[Trait("Category", "Services")]
public sealed class RedisReadStateStoreTests
{
    private readonly UserId _user = new(Guid.NewGuid());
    private readonly ChannelId _channel = new(Guid.NewGuid());

    [ServiceFact(TestRedis.Variable)]
    public async Task Pointers_AreAHashPerUser()
    {
        await using var redis = await RedisFixture.CreateAsync();

        redis.Storage.ReadStates.SetPointer(_user, _channel, 9);
        redis.Storage.ReadStates.SetPointer(_user, _channel, 7);
        Assert.Equal([KeyValuePair.Create(_channel, 7L)], await redis.Storage.ReadStates.ReadPointersAsync(_user));
        Assert.True(await redis.Storage.ReadStates.FlushAsync(_user));
        Assert.False(await redis.Storage.ReadStates.FlushAsync(_user));

        Assert.Equal([new HashEntry($"{_channel}", 7)], await redis.Database.HashGetAllAsync($"chat:read:{_user}"));
        Assert.Null(await redis.Database.KeyTimeToLiveAsync($"chat:read:{_user}"));
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task Pointers_OfAStorm_AreStoredByOneFlushAndTheLastOnesCount()
    {
        await using var redis = await RedisFixture.CreateAsync();
        UserId[] users = [.. Enumerable.Range(0, 1_200).Select(static _ => new UserId(Guid.NewGuid()))];
        for (var id = 1; id <= 1_000; id++)
        {
            redis.Storage.ReadStates.SetPointer(users[0], _channel, id);
        }

        foreach (var user in users[1..])
        {
            redis.Storage.ReadStates.SetPointer(user, _channel, 5);
        }

        Assert.Empty(await redis.Database.HashGetAllAsync($"chat:read:{users[0]}"));
        Assert.True(await redis.Storage.ReadStates.FlushAsync(users[^1]));

        Assert.Equal([new HashEntry($"{_channel}", 1_000)], await redis.Database.HashGetAllAsync($"chat:read:{users[0]}"));
        foreach (var user in users[1..])
        {
            Assert.Equal(5, await redis.Database.HashGetAsync($"chat:read:{user}", $"{_channel}"));
        }
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task Pointers_ThatWait_AreStoredWhenTheNodeStops()
    {
        await using var redis = await RedisFixture.CreateAsync();
        var node = await redis.OpenAsync();
        node.ReadStates.SetPointer(_user, _channel, 9);

        await node.DisposeAsync();

        Assert.Equal(9, await redis.Database.HashGetAsync($"chat:read:{_user}", $"{_channel}"));
        Assert.Throws<StoreUnavailableException>(() => node.ReadStates.SetPointer(_user, _channel, 10));
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task Pointers_OfAUserWhoIsGone_AreNotBroughtBackByAnyNode()
    {
        await using var redis = await RedisFixture.CreateAsync();
        await using var other = await redis.OpenAsync();
        var stays = new UserId(Guid.NewGuid());
        redis.Storage.ReadStates.SetPointer(_user, _channel, 9);
        redis.Storage.ReadStates.SetPointer(stays, _channel, 9);

        await other.SharedChatState.ForgetAsync(new ForgottenChat([_user], [], []));
        Assert.True(await redis.Storage.ReadStates.FlushAsync(_user));

        Assert.False(await redis.Database.KeyExistsAsync($"chat:read:{_user}"));
        Assert.Equal(9, await redis.Database.HashGetAsync($"chat:read:{stays}", $"{_channel}"));
        Assert.InRange((await redis.Database.KeyTimeToLiveAsync($"fast:gone:{_user}"))!.Value, TimeSpan.FromDays(6), TimeSpan.FromDays(7));
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task Pointers_UnderAKeyOfSomethingElse_AreGivenUpAndHoldNobodyUp()
    {
        await using var redis = await RedisFixture.CreateAsync();
        var other = new UserId(Guid.NewGuid());
        await redis.Database.StringSetAsync($"chat:read:{_user}", "something else");
        redis.Storage.ReadStates.SetPointer(_user, _channel, 9);
        redis.Storage.ReadStates.SetPointer(other, _channel, 9);

        Assert.True(await redis.Storage.ReadStates.FlushAsync(other));

        Assert.Equal(9, await redis.Database.HashGetAsync($"chat:read:{other}", $"{_channel}"));
        Assert.False(await redis.Storage.ReadStates.FlushAsync(_user));
        Assert.Equal("something else", await redis.Database.StringGetAsync($"chat:read:{_user}"));
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task ArmOfMany_TellsWhoIsNew()
    {
        await using var redis = await RedisFixture.CreateAsync();
        UserId[] users = [.. Enumerable.Range(0, 1_100).Select(static _ => new UserId(Guid.NewGuid()))];
        await redis.Storage.ReadStates.ArmAsync(_channel, users[700]);

        var added = await redis.Storage.ReadStates.ArmAsync(_channel, users);

        Assert.Equal(users.Where(user => user != users[700]), added);
        Assert.Equal(users.Length, await redis.Database.SetLengthAsync($"chat:unread.notify:{_channel}"));
        Assert.False(redis.Storage.ReadStates.TryArm(_channel, users[0], out _));
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task Pointers_ThatAreNoIntegers_AreIgnored()
    {
        await using var redis = await RedisFixture.CreateAsync();
        await redis.Database.HashSetAsync(
            $"chat:read:{_user}", [new(Guid.NewGuid().ToString(), "abc"), new($"{_channel}", "12"), new("x", 1), new(Guid.NewGuid().ToString(), "1.5")]);

        Assert.Equal([KeyValuePair.Create(_channel, 12L)], await redis.Storage.ReadStates.ReadPointersAsync(_user));
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task Pointers_OfSeveral_AreThoseOfEach()
    {
        await using var redis = await RedisFixture.CreateAsync();
        var (second, none) = (new UserId(Guid.NewGuid()), new UserId(Guid.NewGuid()));
        redis.Storage.ReadStates.SetPointer(_user, _channel, 9);
        redis.Storage.ReadStates.SetPointer(second, _channel, 12);

        var pointers = await redis.Storage.ReadStates.ReadPointersAsync((UserId[])[none, second, _user]);

        Assert.Equal((2, 9, 12), (pointers.Count, pointers[_user][_channel], pointers[second][_channel]));
        Assert.Empty(await redis.Storage.ReadStates.ReadPointersAsync((UserId[])[]));
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task ForgetShownToAll_MakesOtherServersLookAgain()
    {
        await using var redis = await RedisFixture.CreateAsync();
        await redis.Database.StringSetAsync($"chat:direct:shownall:{_channel}", "true");

        await redis.Storage.ReadStates.ForgetShownToAllAsync(_channel);
        await redis.Storage.ReadStates.ForgetShownToAllAsync(_channel);

        Assert.False(await redis.Database.KeyExistsAsync($"chat:direct:shownall:{_channel}"));
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task ArmDirect_AddsAllToTheSetOfTheChannel()
    {
        await using var redis = await RedisFixture.CreateAsync();
        var second = new UserId(Guid.NewGuid());

        await redis.Storage.ReadStates.ArmDirectAsync(_channel, []);
        await redis.Storage.ReadStates.ArmDirectAsync(_channel, [_user]);
        await redis.Storage.ReadStates.ArmDirectAsync(_channel, [_user, second]);

        var members = (await redis.Database.SetMembersAsync($"chat:unread.notify:{_channel}")).Select(static member => member.ToString());
        Assert.Equal(new[] { $"{_user}", $"{second}" }.Order(StringComparer.Ordinal), members.Order(StringComparer.Ordinal));
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task Armed_IsASetPerChannelThatIsTakenWhole()
    {
        await using var redis = await RedisFixture.CreateAsync();
        var states = redis.Storage.ReadStates;
        var key = $"chat:unread.notify:{_channel}";

        Assert.True(await states.ArmAsync(_channel, _user));
        Assert.False(await states.ArmAsync(_channel, _user));
        Assert.Equal([$"{_user}"], (await redis.Database.SetMembersAsync(key)).Select(static member => member.ToString()));
        Assert.True(await states.DisarmAsync(_channel, _user));
        Assert.False(await states.DisarmAsync(_channel, _user));
        await redis.Database.SetAddAsync(key, [.. Enumerable.Range(0, 300).Select(static _ => (RedisValue)Guid.NewGuid().ToString()), "nobody"]);

        Assert.Equal(300, (await states.TakeArmedAsync(_channel)).Distinct().Count());
        Assert.Empty(await states.TakeArmedAsync(_channel));
        Assert.False(await redis.Database.KeyExistsAsync(key));
    }
}
