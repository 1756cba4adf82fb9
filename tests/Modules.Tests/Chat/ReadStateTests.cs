using Venueless.Fast.Core.Domain;
using Venueless.Fast.Modules.Tests.Venue;

namespace Venueless.Fast.Modules.Tests.Chat;

/// <summary>chat.md sections 7.7, 7.8 and 9 where a real server would need luck: stores that are away, and races.</summary>
public sealed class ReadStateTests
{
    private static readonly ChannelId Channel = VenueWorld.R.Channel!.Value;
    private static readonly string R = VenueNode.Body(VenueWorld.R);

    private readonly VenueNode _node = new();

    [Fact]
    public async Task Send_WhenNobodyCanBeTold_StillSucceeds()
    {
        var a = await _node.JoinAsync(VenueWorld.R);
        var b = await _node.JoinAsync(VenueWorld.R);
        a.Connection.TakeAll();
        _node.ReadStates.Faults.IsAway = true;

        await a.AskAsync("chat.send", Send($"Hi @{b.UserId}"));

        Assert.Equal(["chat.event"], a.TakeNames());
        Assert.Equal(["chat.event"], b.TakeNames());
        _node.ReadStates.Faults.IsAway = false;
        await a.AskAsync("chat.send", Send("Again"));
        Assert.Equal(["chat.event", "chat.unread_pointers"], b.TakeNames());
    }

    [Fact]
    public async Task JoinAndLeave_WhenTheReadStateIsAway_Succeed()
    {
        _node.ReadStates.Faults.IsAway = true;
        var a = await _node.LogInAsync();

        await a.AskAsync("chat.join", R);
        await a.AskAsync("chat.leave", R);

        Assert.Null(_node.Chats.FindMembership(Channel, a.User.Id));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task MarkRead_WhenAStoreIsAway_IsUnavailableAndPushesNothing(bool isReadState)
    {
        var a = await _node.JoinAsync(VenueWorld.R);
        var tab = await _node.LogInAsync(a.User);
        (isReadState ? _node.ReadStates.Faults : _node.Chats.Faults).IsAway = true;

        Assert.StartsWith("server.unavailable", await a.RefuseAsync("chat.mark_read", MarkRead(1)), StringComparison.Ordinal);

        Assert.Empty(tab.TakeNames());
        (isReadState ? _node.ReadStates.Faults : _node.Chats.Faults).IsAway = false;
        await a.AskAsync("chat.mark_read", MarkRead(1));
        Assert.Equal(["chat.read_pointers", "chat.notification_counts"], tab.TakeNames());
    }

    [Fact]
    public async Task MarkRead_OnTwoTabsAtOnce_EndsWithTheStoredPointersOnAThird()
    {
        var user = _node.NewUser();
        var third = await _node.LogInAsync(user);
        VenueClient[] tabs = [await _node.LogInAsync(user), await _node.LogInAsync(user)];
        _node.ReadStates.Faults.BeforeCall = static async _ => await Task.Yield();
        for (var round = 0; round < 100; round++)
        {
            third.Connection.TakeAll();

            await Parallel.ForEachAsync(tabs, async (tab, _) => await tab.SendAsync($"""["chat.mark_read", 1, {MarkRead(Array.IndexOf(tabs, tab) + 1)}]"""));

            var stored = (await _node.ReadStates.ReadPointersAsync(user.Id))[Channel];
            Assert.Equal(stored, (long)third.TakePushes("chat.read_pointers")[^1][$"{Channel}"]!);
        }
    }

    // S55: whichever comes first, the reader is told of the message exactly once.
    [Fact]
    public async Task MarkRead_DuringASend_LosesNoUnreadPointer()
    {
        var sender = await _node.JoinAsync(VenueWorld.R);
        var reader = await _node.JoinAsync(VenueWorld.R);
        await reader.AskAsync("chat.unsubscribe", R);
        await sender.AskAsync("chat.send", Send("first"));
        _node.ReadStates.Faults.BeforeCall = static async _ => await Task.Yield();
        _node.Chats.Faults.BeforeCall = static async _ => await Task.Yield();
        for (var round = 0; round < 300; round++)
        {
            var read = _node.Chats.Events[^1].Id;
            reader.Connection.TakeAll();

            await Task.WhenAll(
                Task.Run(() => sender.SendAsync($"""["chat.send", 1, {Send("next")}]""")),
                Task.Run(() => reader.SendAsync($"""["chat.mark_read", 1, {MarkRead(read)}]""")));

            var pointer = Assert.Single(reader.TakePushes("chat.unread_pointers"));
            Assert.Equal(read + 1, (long)pointer[$"{Channel}"]!);
        }
    }

    [Fact]
    public async Task React_BesideSomebodyElse_ShowsBothToEverybody()
    {
        var watcher = await _node.JoinAsync(VenueWorld.R);
        var first = await _node.JoinAsync(VenueWorld.R);
        var second = await _node.JoinAsync(VenueWorld.R);
        await watcher.AskAsync("chat.send", Send("Hi"));
        watcher.Connection.TakeAll();
        var id = _node.Chats.Events[^1].Id;
        var reaction = $$"""{"channel":"{{Channel}}","event":{{id}},"reaction":"👍"}""";

        // The first one has read the event when the second one's reaction is stored.
        var hasBegun = false;
        _node.Chats.Faults.BeforeCall = async method =>
        {
            if (method == "ReactAsync" && !hasBegun)
            {
                hasBegun = true;
                await second.SendAsync($"""["chat.react", 1, {reaction}]""");
            }
        };
        await first.SendAsync($"""["chat.react", 1, {reaction}]""");

        var pushes = watcher.TakePushes("chat.event.reaction");
        Assert.Equal([second.UserId, first.UserId], pushes[1]["reactions"]!["👍"]!.AsArray().Select(static user => (string)user!));
        Assert.NotNull(pushes[1]["users"]![second.UserId]);
        Assert.NotNull(pushes[1]["users"]![first.UserId]);
    }

    [Fact]
    public async Task Announcements_GoOnlyToThoseWhoMayReadTheRoom()
    {
        var a = await _node.JoinAsync(VenueWorld.Hidden, "inner");
        var b = await _node.JoinAsync(VenueWorld.Hidden, "inner");
        b.Connection.TakeAll();
        _node.PutRooms(VenueWorld.Hidden with { TraitGrants = VenueWorld.Json("""{"participant":["never"]}""") });
        _node.Users.Put(a.User with { WorldGrants = ["participant"], Version = a.User.Version + 9 });

        await a.AskAsync("chat.send", $$"""{"channel":"{{VenueWorld.Hidden.Channel}}","event_type":"channel.message","content":{"type":"text","body":"@{{b.UserId}}"} }""");

        Assert.Empty(b.TakeNames());
    }

    private static string Send(string text) =>
        $$"""{"channel":"{{Channel}}","event_type":"channel.message","content":{"type":"text","body":"{{text}}"} }""";

    private static string MarkRead(long id) => $$"""{"channel":"{{Channel}}","id":{{id}}}""";
}
