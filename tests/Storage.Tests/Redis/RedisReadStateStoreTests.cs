using StackExchange.Redis;
using Venueless.Fast.Core.Domain;
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
    public async Task Pointers_ThatAreNoIntegers_AreIgnored()
    {
        await using var redis = await RedisFixture.CreateAsync();
        await redis.Database.HashSetAsync(
            $"chat:read:{_user}", [new(Guid.NewGuid().ToString(), "abc"), new($"{_channel}", "12"), new("x", 1), new(Guid.NewGuid().ToString(), "1.5")]);

        Assert.Equal([KeyValuePair.Create(_channel, 12L)], await redis.Storage.ReadStates.ReadPointersAsync(_user));
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
