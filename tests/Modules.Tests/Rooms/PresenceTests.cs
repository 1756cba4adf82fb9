using System.Text.Json.Nodes;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Modules.Tests.Venue;

namespace Venueless.Fast.Modules.Tests.Rooms;

/// <summary>Entering and leaving; Sn is the scenario of rooms.md section 12.</summary>
public sealed class PresenceTests
{
    private static readonly string S = VenueNode.RoomBody(VenueWorld.S);

    private readonly VenueNode _node = new();

    [Fact]
    public async Task S01_FirstAndLast_AreAnnouncedAfterTheReply()
    {
        var a = await _node.LogInAsync();
        var other = await _node.LogInAsync();

        var messages = await a.RunAsync("room.enter", S);
        Assert.Equal("""["success",1,{}]""", messages[0].ToJsonString());
        Assert.Equal($$"""["world.user_count_change",{"room":"{{VenueWorld.S.Id}}","users":"few"}]""", messages[1].ToJsonString());
        Assert.Equal(2, messages.Count);
        Assert.Equal("few", Step(Assert.Single(other.Connection.TakeAll())));
        Assert.Equal(CrowdStep.Few, _node.Presence.StepOf(VenueWorld.S.Id));

        messages = await a.RunAsync("room.leave", S);
        Assert.Equal("""["success",2,{}]""", messages[0].ToJsonString());
        Assert.Equal("none", Step(messages[1]));
        Assert.Equal("none", Step(Assert.Single(other.Connection.TakeAll())));
        Assert.Equal(CrowdStep.None, _node.Presence.StepOf(VenueWorld.S.Id));
    }

    [Fact]
    public async Task S02_SecondUser_ChangesNothing()
    {
        var a = await EnterAsync();
        var b = await _node.LogInAsync();

        Assert.Single(await b.RunAsync("room.enter", S));
        Assert.Single(await b.RunAsync("room.leave", S));

        Assert.Empty(a.Connection.TakeAll());
    }

    [Fact]
    public async Task S03_EleventhUser_MakesItMany()
    {
        var a = await EnterAsync();
        for (var number = 2; number <= 10; number++)
        {
            await EnterAsync();
        }

        Assert.Empty(a.Connection.TakeAll());
        var eleventh = await EnterAsync();
        Assert.Equal("many", Step(Assert.Single(a.Connection.TakeAll())));
        await eleventh.RunAsync("room.leave", S);
        Assert.Equal("few", Step(Assert.Single(a.Connection.TakeAll())));
    }

    [Fact]
    public async Task S04_ConnectionWithoutTheRoom_HearsNothing()
    {
        var inner = await _node.LogInAsync("inner");
        var other = await _node.LogInAsync();

        await inner.AskAsync("room.enter", VenueNode.RoomBody(VenueWorld.Hidden));

        Assert.Empty(other.Connection.TakeAll());
        Assert.Single(inner.Connection.TakeAll());
    }

    [Fact]
    public async Task S04_DeletedRoom_IsNotAnnounced()
    {
        var a = await EnterAsync();
        var b = await _node.LogInAsync();
        _node.DeleteRoom(VenueWorld.S);

        Assert.Equal(["success"], (await a.RunAsync("room.leave", S)).Select(message => (string?)message[0]));

        Assert.Empty(b.Connection.TakeAll());
        Assert.Equal(0, _node.Presence.CountUsers(VenueWorld.S.Id));
    }

    [Theory]
    [InlineData("""{"room":"11111111-1111-1111-1111-111111111111"}""")]
    [InlineData("""{"room":"nonsense"}""")]
    [InlineData("""{"room":null}""")]
    [InlineData("""{"room":5}""")]
    [InlineData("""{"channel":"11111111-1111-1111-1111-111111111111"}""")]
    [InlineData("{}")]
    public async Task S05_UnknownRoom(string body)
    {
        var a = await _node.LogInAsync();

        Assert.Equal("room.unknown Unknown room ID", await a.RefuseAsync("room.enter", body));
        Assert.Equal("room.unknown Unknown room ID", await a.RefuseAsync("room.leave", body));
    }

    [Fact]
    public async Task S05_DeletedRoom_IsUnknownAlsoAfterUse()
    {
        var a = await _node.LogInAsync();
        await a.AskAsync("room.enter", S);
        await a.RunAsync("room.leave", S);

        _node.DeleteRoom(VenueWorld.S);

        Assert.Equal("room.unknown Unknown room ID", await a.RefuseAsync("room.enter", S));
        Assert.Equal("room.unknown Unknown room ID", await a.RefuseAsync("room.leave", S));
    }

    [Theory]
    [InlineData("""{"room":{}}""")]
    [InlineData("""{"room":[]}""")]
    [InlineData("""{"channel":[1]}""")]
    [InlineData("[]")]
    [InlineData("5")]
    public async Task BadInput_IsInvalid(string body)
    {
        var a = await _node.LogInAsync();

        Assert.StartsWith("protocol.invalid_body body", await a.RefuseAsync("room.enter", body), StringComparison.Ordinal);
        Assert.StartsWith("protocol.invalid_body body", await a.RefuseAsync("room.leave", body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task S06_NoPermission_IsDenied()
    {
        var a = await _node.LogInAsync();

        Assert.Equal("protocol.denied Permission denied.", await a.RefuseAsync("room.enter", VenueNode.RoomBody(VenueWorld.Hidden)));
        Assert.Empty(_node.Views.Views);
    }

    [Fact]
    public async Task S07_Viewers_AreListedAndAnnounced()
    {
        var m = await _node.LogInAsync("watcher");

        var reply = await m.AskAsync("room.enter", S);
        Assert.Equal(m.UserId, (string?)Assert.Single(reply["viewers"]!.AsArray())!["id"]);
        m.Connection.TakeAll();

        var a = await _node.LogInAsync();
        Assert.Equal("{}", (await a.AskAsync("room.enter", S)).ToJsonString());
        var added = Assert.Single(m.Connection.TakeAll());
        Assert.Equal("room.viewer.added", (string?)added[0]);
        Assert.Equal(a.UserId, (string?)added[1]!["user"]!["id"]);
        Assert.False(added[1]!["user"]!.AsObject().ContainsKey("token_id"));
    }

    [Fact]
    public async Task S08_TwoConnections_AreOneViewer()
    {
        var m = await EnterAsync("watcher");
        var first = await EnterAsync();
        var second = await _node.LogInAsync(first.User);
        await second.RunAsync("room.enter", S);
        Assert.Equal(["room.viewer.added", "room.viewer.added"], m.TakeNames());

        Assert.Single(await second.RunAsync("room.leave", S));
        Assert.Empty(m.Connection.TakeAll());
        await first.RunAsync("room.leave", S);

        var removed = Assert.Single(m.Connection.TakeAll());
        Assert.Equal($$"""["room.viewer.removed",{"user_id":"{{first.UserId}}"}]""", removed.ToJsonString());
    }

    [Fact]
    public async Task S09_UnlistedUsers_AreNoViewers()
    {
        var m = await EnterAsync("watcher");
        var kiosk = await EnterAsync(_node.NewUser() with { Type = UserTypes.Kiosk });
        var hidden = await EnterAsync(_node.NewUser() with { ShowPublicly = false });
        var banned = await EnterAsync(_node.NewUser());
        Assert.Equal(["room.viewer.added"], m.TakeNames());
        banned.Session.UserState!.Update(_node.Users.Put(banned.User with { ModerationState = ModerationStates.Banned, Version = 2 }));

        var reply = await m.AskAsync("room.enter", S);

        Assert.Equal(m.UserId, (string?)Assert.Single(reply["viewers"]!.AsArray())!["id"]);
        await kiosk.CloseAsync();
        await hidden.CloseAsync();
        Assert.Empty(m.Connection.TakeAll());
        Assert.Equal(2, _node.Presence.CountUsers(VenueWorld.S.Id));
    }

    [Fact]
    public async Task S10_ClosedConnection_Leaves()
    {
        var m = await EnterAsync("watcher");
        var a = await EnterAsync();
        await a.RunAsync("room.enter", VenueNode.RoomBody(VenueWorld.R));
        m.Connection.TakeAll();

        await a.CloseAsync();

        Assert.Equal(["room.viewer.removed", "world.user_count_change"], m.TakeNames());
        Assert.Equal([1L], _node.Views.Views.Where(view => view.End is null).Select(view => view.Id));
        Assert.Equal(1, _node.Services.Topics.CountSubscribers(TopicKey.Room(VenueWorld.S.Id)));
        await m.CloseAsync();
        Assert.Equal(CrowdStep.None, _node.Presence.StepOf(VenueWorld.S.Id));
    }

    [Fact]
    public async Task S11_LeaveWithoutEnter_Succeeds()
    {
        var a = await _node.LogInAsync();

        Assert.Equal("""["success",1,{}]""", Assert.Single(await a.RunAsync("room.leave", S)).ToJsonString());
    }

    [Fact]
    public async Task S12_View_IsOneRow()
    {
        var a = await _node.LogInAsync();
        var start = _node.Time.GetUtcNow();
        await a.AskAsync("room.enter", S);
        _node.Time.Advance(TimeSpan.FromMinutes(5));
        await a.RunAsync("room.leave", S);

        var view = Assert.Single(_node.Views.Views);
        Assert.Equal((start, start.AddMinutes(5)), (view.Start, view.End));
    }

    [Fact]
    public async Task S12_WithoutTracking_NoRowRemains()
    {
        _node.PutWorld("""{"track_room_views":false}""");
        var a = await EnterAsync();
        Assert.Single(_node.Views.Views);

        await a.RunAsync("room.leave", S);

        Assert.Empty(_node.Views.Views);
    }

    [Fact]
    public async Task S13_EnteringAgain_KeepsOneOpenRow()
    {
        var first = await EnterAsync();
        await first.RunAsync("room.enter", S);
        var second = await _node.LogInAsync(first.User);
        await second.RunAsync("room.enter", S);
        Assert.Null(Assert.Single(_node.Views.Views).End);

        await first.RunAsync("room.leave", S);
        Assert.Null(Assert.Single(_node.Views.Views).End);
        await second.RunAsync("room.leave", S);
        Assert.NotNull(Assert.Single(_node.Views.Views).End);
    }

    [Fact]
    public async Task S14_Receptions_FollowThePermissionsAtEnterAndEnd()
    {
        var room = VenueWorld.S.Id;
        TopicKey[] plain = [TopicKey.Room(room), TopicKey.RoomQuestions(room), TopicKey.RoomPolls(room)];
        TopicKey[] special =
        [
            TopicKey.RoomViewers(room), TopicKey.RoomQuestionModeration(room), TopicKey.RoomPollManagement(room), TopicKey.RoomPollEarlyResults(room),
        ];
        var a = await EnterAsync();
        Assert.All(plain, topic => Assert.Equal(1, Count(topic)));
        Assert.All(special, topic => Assert.Equal(0, Count(topic)));

        a.Session.UserState!.Update(_node.Users.Put(a.User with { Traits = ["watcher"], Version = 2 }));
        await a.RunAsync("room.enter", S);
        Assert.All([.. plain, .. special], topic => Assert.Equal(1, Count(topic)));

        await a.RunAsync("room.leave", S);
        Assert.All([.. plain, .. special], topic => Assert.Equal(0, Count(topic)));
    }

    [Fact]
    public async Task S15_Channel_StandsForItsRoom()
    {
        var a = await _node.LogInAsync();

        await a.AskAsync("room.enter", VenueNode.Body(VenueWorld.R));
        Assert.Equal(1, _node.Presence.CountUsers(VenueWorld.R.Id));
        a.Connection.TakeAll();
        await a.AskAsync("room.leave", VenueNode.Body(VenueWorld.R));

        Assert.Equal(0, _node.Presence.CountUsers(VenueWorld.R.Id));
    }

    [Fact]
    public async Task S43_DeletedRoom_CanStillBeLeft()
    {
        var a = await EnterAsync();
        _node.DeleteRoom(VenueWorld.S);

        await a.AskAsync("room.leave", S);

        Assert.Empty(a.Session.EnteredRooms);
        Assert.NotNull(Assert.Single(_node.Views.Views).End);
    }

    [Fact]
    public async Task S50_UnknownAction_IsUnsupported()
    {
        var a = await _node.LogInAsync();

        Assert.Equal("room.unsupported_command", await a.RefuseAsync("room.nonsense", "{}"));
    }

    [Fact]
    public async Task StoreAway_EnterFailsWithoutTrace()
    {
        var a = await _node.LogInAsync();
        _node.Views.Faults.IsAway = true;

        Assert.StartsWith("server.unavailable", await a.RefuseAsync("room.enter", S), StringComparison.Ordinal);

        Assert.Empty(a.Session.EnteredRooms);
        Assert.Equal(0, _node.Presence.CountUsers(VenueWorld.S.Id));
        Assert.Equal(0, Count(TopicKey.Room(VenueWorld.S.Id)));
    }

    [Fact]
    public async Task StoreAway_LeaveWorks()
    {
        var a = await EnterAsync();
        _node.Views.Faults.IsAway = true;

        Assert.Equal(["success", "world.user_count_change"], (await a.RunAsync("room.leave", S)).Select(message => (string?)message[0]));
    }

    private static string? Step(JsonArray message) => (string?)message[0] == "world.user_count_change" ? (string?)message[1]!["users"] : message.ToJsonString();

    private int Count(TopicKey topic) => _node.Services.Topics.CountSubscribers(topic);

    private Task<VenueClient> EnterAsync(params string[] traits) => EnterAsync(_node.NewUser(traits));

    private async Task<VenueClient> EnterAsync(UserRow user)
    {
        var client = await _node.LogInAsync(_node.Users.Put(user));
        await client.RunAsync("room.enter", S);
        return client;
    }
}
