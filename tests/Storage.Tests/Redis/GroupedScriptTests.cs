using StackExchange.Redis;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Storage.Tests.Services;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Storage.Tests.Redis;

/// <summary>Scripts that many run at once, over the ports that use them.</summary>
[Trait("Category", "Services")]
public sealed class GroupedScriptTests
{
    private const int Count = 600;

    private static readonly WorldId World = new("sample");

    private readonly NodeIdentity _node = NodeIdentity.CreateNew("a1.prod");
    private readonly UserId[] _users = [.. Enumerable.Range(0, Count).Select(static _ => new UserId(Guid.NewGuid()))];

    [ServiceFact(TestRedis.Variable)]
    public async Task Register_OfManyAtOnce_ReplacesEachUsersOwn()
    {
        await using var redis = await RedisFixture.CreateAsync();
        var registry = redis.Storage.JoinAs(_node);

        var first = await Task.WhenAll(_users.Select((user, index) => registry.RegisterAsync(user, Name(index), 1).AsTask()));
        var second = await Task.WhenAll(_users.Select((user, index) => registry.RegisterAsync(user, Name(Count + index), index % 2 == 0 ? 1 : null).AsTask()));

        Assert.All(first, Assert.Empty);
        Assert.All(second, (surplus, index) => Assert.Equal(index % 2 == 0 ? [Name(index)] : [], surplus));
        Assert.Equal([Name(7), Name(Count + 7)], (await redis.Database.ListRangeAsync(ListKey(_users[7]))).Select(static name => name.ToString()));
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task Register_BesideAKeyOfAnotherKind_SucceedsForAllOthers()
    {
        await using var redis = await RedisFixture.CreateAsync();
        var registry = redis.Storage.JoinAs(_node);
        await redis.Database.StringSetAsync(ListKey(_users[300]), "text");

        var logins = _users.Select((user, index) => registry.RegisterAsync(user, Name(index), 1).AsTask()).ToArray();

        await Assert.ThrowsAsync<StoreUnavailableException>(() => logins[300]);
        await Task.WhenAll(logins.Where(static (_, index) => index != 300));
        Assert.Equal([Name(301)], (await redis.Database.ListRangeAsync(ListKey(_users[301]))).Select(static name => name.ToString()));
        Assert.Equal("text", await redis.Database.StringGetAsync(ListKey(_users[300])));
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task EnterAndLeave_OfManyAtOnce_CountEverybodyOnce()
    {
        await using var redis = await RedisFixture.CreateAsync();
        redis.Storage.JoinAs(_node);
        var nodes = redis.Storage.RoomNodes;
        var room = new RoomId(Guid.NewGuid());

        var entered = await Task.WhenAll(_users.Select(user => nodes.EnterAsync(World, room, user).AsTask()));
        await Task.WhenAll(_users.Select((user, index) => nodes.SetViewAsync(World, room, user, 1 + index).AsTask()));
        var present = await nodes.ReadUsersAsync(room);
        var left = await Task.WhenAll(_users.Select(user => nodes.LeaveAsync(World, room, user).AsTask()));

        Assert.All(entered, static change => Assert.True(change is { IsTurn: true, IsPresent: true }));
        Assert.Equal(Count, entered.Select(static change => change!.Value.Version).Distinct().Count());
        Assert.Equal(_users.Order(Comparer), present.Users.Order(Comparer));
        Assert.All(left, static (change, index) => Assert.True(change is { IsTurn: true, IsPresent: false } && change.Value.View == 1 + index));
        Assert.Single(left, static change => change!.Value.Step == CrowdStep.None);
        Assert.Empty((await nodes.ReadUsersAsync(room)).Users);
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task AddAndRemove_OfManyAtOnce_EndEachMembershipOnce()
    {
        await using var redis = await RedisFixture.CreateAsync();
        redis.Storage.JoinAs(_node);
        var nodes = redis.Storage.ChannelNodes;
        var channel = new ChannelId(Guid.NewGuid());
        var ended = 0;

        await Task.WhenAll(_users.Select(user => nodes.AddAsync(World, user, channel).AsTask()));
        Assert.Equal([_node.Id], (await redis.Database.SetMembersAsync($"chat:subscriptions:{_users[5]}:{channel}")).Select(static member => member.ToString()));
        Assert.Equal(Count, await redis.Database.SetLengthAsync($"fast:node:{_node.Id}:channels"));
        await Task.WhenAll(_users.Select(user => nodes.RemoveAsync(World, user, channel, () =>
        {
            Interlocked.Increment(ref ended);
            return Task.CompletedTask;
        }).AsTask()));

        Assert.Equal(Count, ended);
        Assert.False(await redis.Database.KeyExistsAsync($"chat:subscriptions:{_users[5]}:{channel}"));
        Assert.False(await redis.Database.KeyExistsAsync($"fast:chat:ending:{_users[5]}:{channel}"));
    }

    private static Comparer<UserId> Comparer { get; } = Comparer<UserId>.Create(static (left, right) => left.Value.CompareTo(right.Value));

    private static RedisKey ListKey(UserId user) => $"connections.list.user:{user}";

    private string Name(int number) => _node.NameOf(number);
}
