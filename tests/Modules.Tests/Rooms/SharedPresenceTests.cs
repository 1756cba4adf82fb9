using System.Text.Json.Nodes;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Modules.Tests.Venue;

namespace Venueless.Fast.Modules.Tests.Rooms;

/// <summary>Presence over two nodes (rooms.md section 11).</summary>
public sealed class SharedPresenceTests
{
    private static readonly string S = VenueNode.RoomBody(VenueWorld.S);

    private readonly VenueCluster _cluster = new();
    private readonly VenueNode _here;
    private readonly VenueNode _there;

    public SharedPresenceTests()
    {
        _here = new VenueNode(cluster: _cluster);
        _there = new VenueNode(cluster: _cluster);
    }

    [Fact]
    public async Task FirstAndLast_AreAnnouncedOnBothNodes()
    {
        var a = await _here.LogInAsync(NewUser());
        var far = await _there.LogInAsync(NewUser());

        Assert.Equal(["success", "world.user_count_change"], Names(await a.RunAsync("room.enter", S)));
        await _cluster.DeliverAsync();
        Assert.Equal("few", Step(Assert.Single(far.Connection.TakeAll())));
        Assert.Equal(CrowdStep.Few, _there.Presence.StepOf(VenueWorld.S.Id));

        Assert.Equal(["success", "world.user_count_change"], Names(await a.RunAsync("room.leave", S)));
        await _cluster.DeliverAsync();
        Assert.Equal("none", Step(Assert.Single(far.Connection.TakeAll())));
        Assert.DoesNotContain(_cluster.Views.Views, static view => view.End is null);
    }

    [Fact]
    public async Task UserOnBothNodes_GoesWithTheLastConnection()
    {
        var user = NewUser();
        var watcher = await _there.LogInAsync(NewUser("watcher"));
        await watcher.RunAsync("room.enter", S);
        var one = await _here.LogInAsync(user);
        var other = await _there.LogInAsync(user);

        await one.RunAsync("room.enter", S);
        await _cluster.DeliverAsync();
        await other.RunAsync("room.enter", S);
        await _cluster.DeliverAsync();
        Assert.Equal(2, watcher.TakePushes("room.viewer.added").Length);
        Assert.Single(_cluster.Views.Views, view => view.User == user.Id);

        await one.CloseAsync();
        await _cluster.DeliverAsync();
        Assert.Empty(watcher.TakePushes("room.viewer.removed"));
        Assert.Single(_cluster.Views.Views, view => view.User == user.Id && view.End is null);

        await other.RunAsync("room.leave", S);
        await _cluster.DeliverAsync();
        Assert.Single(watcher.TakePushes("room.viewer.removed"));
        Assert.Single(_cluster.Views.Views, view => view.User == user.Id && view.End is not null);
    }

    [Fact]
    public async Task Viewers_ListEverybodyOnAllNodes()
    {
        var far = await _there.LogInAsync(NewUser());
        await far.RunAsync("room.enter", S);
        await _cluster.DeliverAsync();
        var near = await _here.LogInAsync(NewUser());
        await near.RunAsync("room.enter", S);
        var watcher = await _here.LogInAsync(NewUser("watcher"));

        var reply = (await watcher.RunAsync("room.enter", S))[0];

        Assert.Equal(
            new[] { far.User.Id.ToString(), near.User.Id.ToString(), watcher.User.Id.ToString() }.Order(),
            reply[2]!["viewers"]!.AsArray().Select(static viewer => (string?)viewer!["id"]).Order());
    }

    [Fact]
    public async Task NewsInTheWrongOrder_TheNewestWins()
    {
        var user = NewUser();
        var watcher = await _there.LogInAsync(NewUser("watcher"));
        await watcher.RunAsync("room.enter", S);
        await _cluster.DeliverAsync();
        var one = await _here.LogInAsync(user);
        await one.RunAsync("room.enter", S);
        await _cluster.DeliverAsync();
        watcher.Connection.TakeAll();

        // Gone and back: what is told of the going arrives last.
        await one.RunAsync("room.leave", S);
        await one.RunAsync("room.enter", S);
        await _cluster.DeliverAsync(isReversed: true);

        Assert.Equal("room.viewer.added", Assert.Single(watcher.TakeNames()));
    }

    [Fact]
    public async Task StepsInTheWrongOrder_TheNewestWins()
    {
        var far = await _there.LogInAsync(NewUser());
        var a = await _here.LogInAsync(NewUser());
        await a.RunAsync("room.enter", S);
        await a.RunAsync("room.leave", S);
        await a.RunAsync("room.enter", S);

        await _cluster.DeliverAsync(isReversed: true);

        Assert.Equal("few", Step(Assert.Single(far.Connection.TakeAll())));
    }

    [Fact]
    public async Task DeadNode_ItsUsersAreRemovedAndTheStepFollows()
    {
        var user = NewUser();
        var lost = await _there.LogInAsync(user);
        await lost.RunAsync("room.enter", S);
        await _cluster.DeliverAsync();
        var watcher = await _here.LogInAsync(NewUser("watcher"));
        await watcher.RunAsync("room.enter", S);
        for (var number = 0; number < 9; number++)
        {
            await (await _here.LogInAsync(NewUser())).RunAsync("room.enter", S);
        }

        Assert.Equal(CrowdStep.Many, _here.Presence.StepOf(VenueWorld.S.Id));
        watcher.Connection.TakeAll();

        await _here.Rooms!.BuryAsync(_there.Rooms!, user.World, VenueWorld.S.Id, user.Id);

        Assert.Equal(["room.viewer.removed", "world.user_count_change"], watcher.TakeNames());
        Assert.Single(_cluster.Views.Views, view => view.User == user.Id && view.End is not null);
    }

    [Fact]
    public async Task Login_WhereNobodyListenedBefore_SeesTheStep()
    {
        var a = await _there.LogInAsync(NewUser());
        await a.RunAsync("room.enter", S);

        // Nothing is delivered: the other node has missed it.
        await _here.Exchange!.PrepareAsync(new World((await _here.Worlds.LoadAsync(a.User.World))!));

        Assert.Equal(CrowdStep.Few, _here.Presence.StepOf(VenueWorld.S.Id));
    }

    [Fact]
    public async Task OthersAway_EnteringAndLeavingWork_TheRestFollows()
    {
        var a = await _here.LogInAsync(NewUser());
        _cluster.Rooms.IsAway = true;

        Assert.Equal(["success"], Names(await a.RunAsync("room.enter", S)));
        _cluster.Rooms.IsAway = false;
        await _here.Rooms!.TellLateAsync(a.User.World, VenueWorld.S.Id, a.User.Id, isPresent: true);
        Assert.Equal("few", Step(Assert.Single(a.Connection.TakeAll())));

        Assert.Equal(["success", "world.user_count_change"], Names(await a.RunAsync("room.leave", S)));
        Assert.DoesNotContain(_cluster.Views.Views, static view => view.End is null);
    }

    [Fact]
    public async Task DatabaseAway_NobodyIsThereAfterwards()
    {
        var a = await _here.LogInAsync(NewUser());
        _cluster.Views.Faults.BeforeCall = static _ => throw new StoreUnavailableException("away");

        Assert.Equal(["error"], Names(await a.RunAsync("room.enter", S)));

        Assert.Empty((await _here.Rooms!.ReadUsersAsync(VenueWorld.S.Id)).Users);
        Assert.Equal(0, _here.Presence.CountUsers(VenueWorld.S.Id));
    }

    [Fact]
    public async Task ComingAndGoingOnBothNodes_StateRowsAndPushesAgree()
    {
        _cluster.Views.Faults.BeforeCall = static async _ => await Task.Yield();
        var user = NewUser();
        var watcher = await _here.LogInAsync(NewUser("watcher"));
        await watcher.RunAsync("room.enter", S);
        var one = await _here.LogInAsync(user);
        var other = await _there.LogInAsync(user);
        watcher.Connection.TakeAll();

        for (var round = 0; round < 100; round++)
        {
            await one.RunAsync("room.enter", S);
            await Task.WhenAll(Task.Run(() => one.RunAsync("room.leave", S)), Task.Run(() => other.RunAsync("room.enter", S)));
            await _cluster.DeliverAsync(isReversed: round % 2 == 0);

            Assert.Equal("room.viewer.added", watcher.TakeNames()[^1]);
            Assert.Single(_cluster.Views.Views, view => view.User == user.Id && view.End is null);

            await other.RunAsync("room.leave", S);
            await _cluster.DeliverAsync();
            Assert.Equal("room.viewer.removed", Assert.Single(watcher.TakeNames()));
            Assert.DoesNotContain(_cluster.Views.Views, view => view.User == user.Id && view.End is null);
        }
    }

    private static IEnumerable<string?> Names(IEnumerable<JsonArray> messages) => messages.Select(static message => (string?)message[0]);

    private static string? Step(JsonArray push) => (string?)push[1]!["users"];

    // Numbers of users are the node's; the stores are shared.
    private UserRow NewUser(params string[] traits) => _here.NewUser(traits);
}
