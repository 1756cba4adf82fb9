using Venueless.Fast.Core.Domain;
using Venueless.Fast.Storage.Tests.Services;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Storage.Tests.Redis;

public sealed class RedisSharedChatStateTests
{
    [ServiceFact(TestRedis.Variable)]
    public async Task Forget_RemovesTheKeysOfThoseNamed_AndNobodyElses()
    {
        await using var redis = await RedisFixture.CreateAsync();
        var (gone, other) = (new UserId(Guid.NewGuid()), new UserId(Guid.NewGuid()));
        var (room, direct) = (new ChannelId(Guid.NewGuid()), new ChannelId(Guid.NewGuid()));
        foreach (var user in new[] { gone, other })
        {
            await redis.Database.HashSetAsync($"chat:read:{user}", room.ToString(), 7);
            await redis.Database.SetAddAsync($"chat:unread.notify:{room}", user.ToString());
            await redis.Database.SetAddAsync($"chat:unread.notify:{direct}", user.ToString());
            await redis.Database.SetAddAsync($"chat:subscriptions:{user}:{room}", "socket");
            await redis.Database.ListRightPushAsync($"connections.list.user:{user}", "node!1");
        }

        await redis.Database.StringSetAsync($"chat:direct:shownall:{direct}", "1");

        await redis.Storage.SharedChatState.ForgetAsync(new ForgottenChat([gone], [direct], [(gone, room)]));

        foreach (var key in new[] { $"chat:read:{gone}", $"chat:subscriptions:{gone}:{room}", $"connections.list.user:{gone}", $"chat:unread.notify:{direct}", $"chat:direct:shownall:{direct}" })
        {
            Assert.False(await redis.Database.KeyExistsAsync(key), key);
        }

        Assert.Equal(other.ToString(), Assert.Single(await redis.Database.SetMembersAsync($"chat:unread.notify:{room}")).ToString());
        Assert.Equal(1, await redis.Database.HashLengthAsync($"chat:read:{other}"));
        Assert.True(await redis.Database.KeyExistsAsync($"chat:subscriptions:{other}:{room}"));
        Assert.Equal(1, await redis.Database.ListLengthAsync($"connections.list.user:{other}"));
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task Forget_MoreThanABatch_RemovesAll()
    {
        await using var redis = await RedisFixture.CreateAsync();
        var users = Enumerable.Range(0, 1203).Select(static _ => new UserId(Guid.NewGuid())).ToList();
        await Task.WhenAll(users.Select(user => redis.Database.HashSetAsync($"chat:read:{user}", "x", 7)));

        await redis.Storage.SharedChatState.ForgetAsync(new ForgottenChat(users, [], []));

        Assert.DoesNotContain(true, await Task.WhenAll(users.Select(user => redis.Database.KeyExistsAsync($"chat:read:{user}"))));
    }

    [Fact]
    public async Task Forget_RedisAway_LeavesThemWithoutAnError()
    {
        await using var away = await RedisFixture.OpenAsync($"redis://127.0.0.1:{FreePort.Find()}/0", TimeProvider.System);

        await away.SharedChatState.ForgetAsync(new ForgottenChat([new UserId(Guid.NewGuid())], [], []));
        await away.Notices.ReloadAsync(new WorldId("w"), user: null);
    }
}
