using Venueless.Fast.Core.Domain;
using Venueless.Fast.Modules.Tests.Venue;

namespace Venueless.Fast.Modules.Tests.Rooms;

/// <summary>Presence under many threads.</summary>
public sealed class PresenceRaceTests
{
    private static readonly string S = VenueNode.RoomBody(VenueWorld.S);

    private readonly VenueNode _node = new();

    // Every call of the store continues on another thread, as with a database.
    public PresenceRaceTests() => _node.Views.Faults.BeforeCall = static async _ => await Task.Yield();

    [Fact]
    public async Task ManyUsersComingAndGoing_StepsAlternateAndEndRight()
    {
        var observer = await _node.LogInAsync("watcher");
        var clients = new List<VenueClient>();
        for (var number = 0; number < 24; number++)
        {
            clients.Add(await _node.LogInAsync());
        }

        for (var round = 0; round < 10; round++)
        {
            await Parallel.ForEachAsync(clients, async (client, _) => await client.SendAsync($"""["room.enter", 1, {S}]"""));
            Assert.Equal(24, _node.Presence.CountUsers(VenueWorld.S.Id));
            Assert.Equal(CrowdStep.Many, _node.Presence.StepOf(VenueWorld.S.Id));
            await Parallel.ForEachAsync(clients, async (client, _) => await client.SendAsync($"""["room.leave", 1, {S}]"""));
            Assert.Equal(0, _node.Presence.CountUsers(VenueWorld.S.Id));
        }

        var steps = observer.TakePushes("world.user_count_change").Select(push => (string?)push["users"]).ToList();
        Assert.Equal("none", steps[^1]);
        for (var index = 1; index < steps.Count; index++)
        {
            Assert.NotEqual(steps[index - 1], steps[index]);
        }

        Assert.DoesNotContain(_node.Views.Views, view => view.End is null);
        Assert.All(clients, AssertAllReplied);
    }

    [Fact]
    public async Task TabsOfOneUser_AreOneViewerAndOneRow()
    {
        var watcher = await _node.LogInAsync("watcher");
        await watcher.RunAsync("room.enter", S);
        var user = _node.NewUser();
        var tabs = new List<VenueClient>();
        for (var tab = 0; tab < 8; tab++)
        {
            tabs.Add(await _node.LogInAsync(user));
        }

        for (var round = 0; round < 20; round++)
        {
            await Parallel.ForEachAsync(tabs, async (tab, _) => await tab.SendAsync($"""["room.enter", 1, {S}]"""));
            Assert.Single(_node.Views.Views, view => view.User == user.Id && view.End is null);
            await Parallel.ForEachAsync(tabs, async (tab, _) => await tab.SendAsync($"""["room.leave", 1, {S}]"""));
            Assert.DoesNotContain(_node.Views.Views, view => view.User == user.Id && view.End is null);
            Assert.Single(watcher.TakePushes("room.viewer.removed"));
        }
    }

    [Fact]
    public async Task ComingAndGoingOfTabs_LastPushTellsTheTruth()
    {
        var watcher = await _node.LogInAsync("watcher");
        await watcher.RunAsync("room.enter", S);
        var user = _node.NewUser();
        for (var round = 0; round < 40; round++)
        {
            var staying = await _node.LogInAsync(user);
            var leaving = await _node.LogInAsync(user);
            await leaving.RunAsync("room.enter", S);

            await Task.WhenAll(Task.Run(() => leaving.CloseAsync()), Task.Run(() => staying.SendAsync($"""["room.enter", 1, {S}]""")));

            Assert.Equal("room.viewer.added", watcher.TakeNames()[^1]);
            Assert.Equal(2, _node.Presence.CountUsers(VenueWorld.S.Id));
            await staying.CloseAsync();
            Assert.Equal("room.viewer.removed", watcher.TakeNames()[^1]);
        }
    }

    private static void AssertAllReplied(VenueClient client)
    {
        var messages = client.Connection.Messages;
        Assert.Equal(20, messages.Count(message => (string?)message[0] == "success"));
        Assert.DoesNotContain(messages, message => (string?)message[0] == "error");
    }
}
