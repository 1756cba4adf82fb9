using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Storage.Redis;
using Venueless.Fast.Storage.Tests.Services;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Storage.Tests.Redis;

/// <summary>rooms.md sections 1, 6 and 11: presence over two nodes.</summary>
[Trait("Category", "Services")]
public sealed class RedisRoomNodesTests
{
    private static readonly Comparer<UserId> ById = Comparer<UserId>.Create(static (one, two) => one.Value.CompareTo(two.Value));

    private readonly NodeIdentity _first = NodeIdentity.CreateNew("a.b");
    private readonly NodeIdentity _second = NodeIdentity.CreateNew("a.b");
    private readonly WorldId _world = new("sample");
    private readonly RoomId _room = new(Guid.NewGuid());
    private readonly UserId _user = new(Guid.NewGuid());
    private readonly ConcurrentQueue<(UserId User, RoomChange Change)> _late = new();

    private string StepKey => $"room:approxcount:known:{_room}";

    [ServiceFact(TestRedis.Variable)]
    public async Task OneUserOnTwoNodes_ComesWithTheFirstAndGoesWithTheLast()
    {
        await using var redis = await RedisFixture.CreateAsync();
        await using var other = await redis.OpenAsync();
        var (here, there) = (Join(redis.Storage, _first), Join(other, _second));

        var came = (await here.EnterAsync(_world, _room, _user))!.Value;
        await here.SetViewAsync(_world, _room, _user, 7);
        var cameAgain = (await there.EnterAsync(_world, _room, _user))!.Value;
        var left = (await here.LeaveAsync(_world, _room, _user))!.Value;
        var gone = (await there.LeaveAsync(_world, _room, _user))!.Value;

        Assert.Equal((true, true, CrowdStep.Few, true), (came.IsPresent, came.IsTurn, came.Step, came.IsStepNew));
        Assert.Equal((true, false, false, 7), (cameAgain.IsPresent, cameAgain.IsTurn, cameAgain.IsStepNew, cameAgain.View));
        Assert.Equal((true, false, false, 7), (left.IsPresent, left.IsTurn, left.IsStepNew, left.View));
        Assert.Equal((false, true, CrowdStep.None, true, 7), (gone.IsPresent, gone.IsTurn, gone.Step, gone.IsStepNew, gone.View));
        Assert.True(came.Version < cameAgain.Version && cameAgain.Version < left.Version && left.Version < gone.Version);
        Assert.Equal("none", await redis.Database.StringGetAsync(StepKey));
        Assert.InRange((await redis.Database.KeyTimeToLiveAsync(StepKey))!.Value, TimeSpan.FromSeconds(880), TimeSpan.FromSeconds(900));
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task Steps_FollowTheNumberOverAllNodesAndAreNewOnce()
    {
        await using var redis = await RedisFixture.CreateAsync();
        await using var other = await redis.OpenAsync();
        IRoomNodes[] nodes = [Join(redis.Storage, _first), Join(other, _second)];
        await RedisFixture.WaitUntilAsync(async () => await redis.Database.SetLengthAsync("fast:nodes") == 2, "both nodes on the roll");
        UserId[] users = [.. Enumerable.Range(0, 40).Select(static _ => new UserId(Guid.NewGuid()))];

        var changes = await Task.WhenAll(users.Select((user, index) => nodes[index % 2].EnterAsync(_world, _room, user).AsTask()));

        Assert.Equal([CrowdStep.Few, CrowdStep.Many], NewSteps(changes));
        Assert.Equal(40, changes.Select(static change => change!.Value.Version).Distinct().Count());
        var read = await nodes[1].ReadUsersAsync(_room);
        Assert.Equal(users.Order(ById), read.Users.Order(ById));
        Assert.Equal(changes.Max(static change => change!.Value.Version), read.Version);
        Assert.Equal(CrowdStep.Many, Assert.Single(await nodes[0].ReadStepsAsync([_room])).Step);

        changes = await Task.WhenAll(users.Select((user, index) => nodes[index % 2].LeaveAsync(_world, _room, user).AsTask()));

        Assert.Equal([CrowdStep.Few, CrowdStep.None], NewSteps(changes));
        Assert.Empty((await nodes[1].ReadUsersAsync(_room)).Users);
        Assert.Equal(CrowdStep.None, Assert.Single(await nodes[0].ReadStepsAsync([_room])).Step);
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task EnterAndLeave_OfOneUserOnTwoNodesAtOnce_TurnsAlternate()
    {
        await using var redis = await RedisFixture.CreateAsync();
        await using var other = await redis.OpenAsync();
        IRoomNodes[] nodes = [Join(redis.Storage, _first), Join(other, _second)];
        var turns = new ConcurrentQueue<RoomChange>();

        await Task.WhenAll(nodes.Select(node => Task.Run(async () =>
        {
            for (var round = 0; round < 150; round++)
            {
                turns.Enqueue((await node.EnterAsync(_world, _room, _user))!.Value);
                turns.Enqueue((await node.LeaveAsync(_world, _room, _user))!.Value);
            }
        })));

        var ordered = turns.Where(static change => change.IsTurn).OrderBy(static change => change.Version).ToList();
        Assert.Equal(Enumerable.Range(0, ordered.Count).Select(static index => index % 2 == 0), ordered.Select(static change => change.IsPresent));
        Assert.False(ordered[^1].IsPresent);
        Assert.Empty((await nodes[0].ReadUsersAsync(_room)).Users);
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task DeadNode_ItsUsersGo_ThoseWhoAreElsewhereStay()
    {
        await using var redis = await RedisFixture.CreateAsync();
        var other = await redis.OpenAsync();
        var (here, there) = (Join(redis.Storage, _first), Join(other, _second));
        var stays = new UserId(Guid.NewGuid());
        await there.EnterAsync(_world, _room, _user);
        await there.SetViewAsync(_world, _room, _user, 5);
        await there.EnterAsync(_world, _room, stays);
        await here.EnterAsync(_world, _room, stays);
        await RedisFixture.WaitUntilAsync(async () => await redis.Database.SetLengthAsync("fast:nodes") == 2, "both nodes on the roll");

        // It ends without having taken anything back.
        await other.DisposeAsync();
        await RedisFixture.WaitUntilAsync(
            async () =>
            {
                redis.Time.Advance(TimeSpan.FromSeconds(10));
                return await redis.Database.SetLengthAsync("fast:nodes") == 1;
            },
            "the dead node to leave the roll");

        Assert.Equal([stays], (await here.ReadUsersAsync(_room)).Users);
        var (user, gone) = Assert.Single(_late, static late => late.Change.IsTurn);
        Assert.Equal((_user, false, 5), (user, gone.IsPresent, gone.View));
        Assert.False(await redis.Database.KeyExistsAsync($"fast:node:{_second.Id}:rooms"));
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task LostData_WhatIsKnownHereCounts()
    {
        await using var redis = await RedisFixture.CreateAsync();
        var here = Join(redis.Storage, _first);
        UserId[] users = [.. Enumerable.Range(0, 12).Select(static _ => new UserId(Guid.NewGuid()))];
        foreach (var user in users)
        {
            await here.EnterAsync(_world, _room, user);
        }

        await redis.Database.KeyDeleteAsync([$"fast:room:{_room}:users", StepKey]);
        var gone = (await here.LeaveAsync(_world, _room, users[0]))!.Value;

        Assert.Equal((false, true, CrowdStep.Many), (gone.IsPresent, gone.IsTurn, gone.Step));
        Assert.Equal(users[1..].Order(ById), (await here.ReadUsersAsync(_room)).Users.Order(ById));
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task LostData_ComesBackByItself()
    {
        await using var redis = await RedisFixture.CreateAsync();
        var here = Join(redis.Storage, _first);
        await here.EnterAsync(_world, _room, _user);
        await here.SetViewAsync(_world, _room, _user, 3);
        await RedisFixture.WaitUntilAsync(() => redis.Database.KeyExistsAsync("fast:nodes"), "the node on the roll");

        await redis.Database.KeyDeleteAsync([$"fast:room:{_room}:users", StepKey, "fast:nodes", $"fast:node:{_first.Id}:rooms"]);
        redis.Time.Advance(TimeSpan.FromSeconds(10));

        await RedisFixture.WaitUntilAsync(async () => (await here.ReadUsersAsync(_room)).Users.Count == 1, "the user in the room");
        Assert.Equal(3, (await here.LeaveAsync(_world, _room, _user))!.Value.View);
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task Forget_LeavesNothing()
    {
        await using var redis = await RedisFixture.CreateAsync();
        var here = Join(redis.Storage, _first);
        await RedisFixture.WaitUntilAsync(() => redis.Database.KeyExistsAsync("fast:nodes"), "the node on the roll");
        await here.EnterAsync(_world, _room, _user);

        here.Forget(_room);

        await RedisFixture.WaitUntilAsync(async () => !await redis.Database.KeyExistsAsync(StepKey), "the step to be gone");
        Assert.Empty((await here.ReadUsersAsync(_room)).Users);
    }

    [Fact]
    public async Task WhileRedisIsAway_ChangesAreNotedDownAndReadingIsUnavailable()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();
        await using var storage = await RedisFixture.OpenAsync($"redis://127.0.0.1:{port}/0", new FakeTimeProvider());
        var here = Join(storage, _first);

        Assert.Null(await here.EnterAsync(_world, _room, _user));
        await here.SetViewAsync(_world, _room, _user, 1);
        Assert.Null(await here.LeaveAsync(_world, _room, _user));
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await here.ReadUsersAsync(_room));
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await here.ReadStepsAsync([_room]));
    }

    private static IEnumerable<CrowdStep> NewSteps(IEnumerable<RoomChange?> changes) => changes
        .Select(static change => change!.Value)
        .Where(static change => change.IsStepNew)
        .OrderBy(static change => change.Version)
        .Select(static change => change.Step);

    private IRoomNodes Join(RedisStorage storage, NodeIdentity node)
    {
        storage.JoinAs(node);
        storage.RoomNodes.OnChange((_, _, user, change) =>
        {
            _late.Enqueue((user, change));
            return Task.CompletedTask;
        });
        return storage.RoomNodes;
    }
}
