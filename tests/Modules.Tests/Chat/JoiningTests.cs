using Venueless.Fast.Core.Domain;
using Venueless.Fast.Modules.Tests.Venue;

namespace Venueless.Fast.Modules.Tests.Chat;

/// <summary>Joining, leaving and subscribing; Sn is the scenario of chat.md section 16.</summary>
public sealed class JoiningTests
{
    private readonly VenueNode _node = new();

    [Theory]
    [InlineData("\"11111111-1111-1111-1111-111111111111\"")]
    [InlineData("\"nonsense\"")]
    [InlineData("5")]
    [InlineData("null")]
    public async Task S01_UnknownChannel_IsUnknownRoom(string channel)
    {
        var a = await _node.LogInAsync();

        Assert.Equal("room.unknown Unknown room ID", await a.RefuseAsync("chat.join", $$"""{"channel":{{channel}}}"""));
        Assert.Equal("room.unknown Unknown room ID", await a.RefuseAsync("chat.subscribe", $$"""{"channel":{{channel}}}"""));
    }

    [Fact]
    public async Task S02_NoChannelKey_HasItsOwnErrors()
    {
        var a = await _node.LogInAsync();

        Assert.Equal("chat.unknown Unknown channel ID", await a.RefuseAsync("chat.subscribe", "{}"));
        Assert.Equal("room.unknown Unknown room ID", await a.RefuseAsync("chat.join", "{}"));
        Assert.StartsWith("protocol.invalid_body body.channel", await a.RefuseAsync("chat.join", VenueNode.RoomBody(VenueWorld.R)), StringComparison.Ordinal);
        await a.AskAsync("chat.join", $$"""{"channel":"{{VenueWorld.R.Channel}}","room":"{{VenueWorld.Hidden.Id}}"}""");
    }

    [Fact]
    public async Task S03_Join_RepliesThenPushesOneJoinEvent()
    {
        var a = await _node.LogInAsync();

        var messages = await a.RunAsync("chat.join", VenueNode.Body(VenueWorld.R));

        Assert.Equal(2, messages.Count);
        Assert.Equal("""["success",1,{"state":null,"next_event_id":1,"unread_pointer":0,"members":[]}]""", messages[0].ToJsonString());
        Assert.Equal("chat.event", (string?)messages[1][0]);
        var pushed = messages[1][1]!;
        Assert.Equal("channel.member", (string?)pushed["event_type"]);
        Assert.Equal("join", (string?)pushed["content"]!["membership"]);
        Assert.Equal("User 1", (string?)pushed["content"]!["user"]!["profile"]!["display_name"]);
        Assert.Null(pushed["content"]!["user"]!["moderation_state"]);
        Assert.Equal(a.UserId, (string?)pushed["sender"]);
        Assert.Equal("User 1", (string?)pushed["users"]![a.UserId]!["profile"]!["display_name"]);
        Assert.Equal("{}", pushed["reactions"]!.ToJsonString());
        Assert.True(pushed.AsObject().ContainsKey("edited"));
        Assert.Null(pushed["edited"]);
        Assert.True(pushed.AsObject().ContainsKey("replaces"));
        Assert.Null(pushed["replaces"]);
        Assert.False(pushed.AsObject().ContainsKey("type"));
        Assert.Equal("2024-05-01T08:15:30+00:00", (string?)pushed["timestamp"]);
    }

    [Fact]
    public async Task S04_JoinAgain_HasNoEvent()
    {
        var a = await _node.JoinAsync(VenueWorld.R);

        var messages = await a.RunAsync("chat.join", VenueNode.Body(VenueWorld.R));

        Assert.Equal("success", (string?)Assert.Single(messages)[0]);
        Assert.Single(_node.Chats.Events);
    }

    [Fact]
    public async Task S05_SecondMember_SeesTheFirstAndIsAnnounced()
    {
        var a = await _node.JoinAsync(VenueWorld.R);
        var b = await _node.LogInAsync();

        var reply = await b.AskAsync("chat.join", VenueNode.Body(VenueWorld.R));

        Assert.Equal(a.UserId, (string?)Assert.Single(reply["members"]!.AsArray())!["id"]);
        Assert.Equal(2, (int)reply["next_event_id"]!);
        Assert.Equal(b.UserId, (string?)Assert.Single(a.TakePushes("chat.event"))["sender"]);
    }

    [Fact]
    public async Task S05_Members_ArePersonsWithoutBannedOnes()
    {
        var kiosk = _node.Users.Put(_node.NewUser() with { Type = UserTypes.Kiosk });
        var banned = _node.Users.Put(_node.NewUser() with { ModerationState = ModerationStates.Banned });
        var deleted = _node.Users.Put(_node.NewUser() with { Deleted = true });
        foreach (var user in new[] { kiosk, banned, deleted })
        {
            _node.Chats.PutMembership(VenueWorld.R.Channel!.Value, user.Id);
        }

        var a = await _node.LogInAsync();
        var reply = await a.AskAsync("chat.subscribe", VenueNode.Body(VenueWorld.R));

        Assert.Equal(deleted.Id.ToString(), (string?)Assert.Single(reply["members"]!.AsArray())!["id"]);
    }

    [Fact]
    public async Task S06_NoDisplayName_MaySubscribeOnly()
    {
        var a = await _node.LogInAsync(_node.Users.Put(_node.NewUser() with { Profile = VenueWorld.Json("""{"display_name":""}""") }));

        Assert.Equal("channel.join.missing_profile", await a.RefuseAsync("chat.join", VenueNode.Body(VenueWorld.R)));
        await a.AskAsync("chat.subscribe", VenueNode.Body(VenueWorld.R));
    }

    [Fact]
    public async Task S07_NoGrants_AreDenied()
    {
        var a = await _node.LogInAsync();

        Assert.Equal("protocol.denied Permission denied.", await a.RefuseAsync("chat.subscribe", VenueNode.Body(VenueWorld.Hidden)));
        Assert.Equal("protocol.denied Permission denied.", await a.RefuseAsync("chat.join", VenueNode.Body(VenueWorld.Hidden)));
        Assert.Equal("protocol.denied Permission denied.", await a.RefuseAsync("chat.fetch", Fetch(VenueWorld.Hidden)));
        Assert.Equal("protocol.denied Permission denied.", await a.RefuseAsync("chat.send", Send(VenueWorld.Hidden)));
    }

    [Fact]
    public async Task S08_ReadableRoom_CannotBeJoinedOrWrittenTo()
    {
        var a = await _node.LogInAsync();

        await a.AskAsync("chat.subscribe", VenueNode.Body(VenueWorld.ReadOnly));
        Assert.Equal("protocol.denied Permission denied.", await a.RefuseAsync("chat.join", VenueNode.Body(VenueWorld.ReadOnly)));
        Assert.Equal("protocol.denied Permission denied.", await a.RefuseAsync("chat.send", Send(VenueWorld.ReadOnly)));
    }

    [Fact]
    public async Task S09_FormerChat_HasNoMatchingModule()
    {
        var a = await _node.LogInAsync();

        foreach (var command in new[] { "chat.subscribe", "chat.join", "chat.leave", "chat.unsubscribe" })
        {
            Assert.Equal("room.unknown Room does not contain a matching module.", await a.RefuseAsync(command, VenueNode.Body(VenueWorld.FormerChat)));
        }
    }

    [Fact]
    public async Task S10_DeletedRoom_IsUnknownAlsoAfterUse()
    {
        var a = await _node.JoinAsync(VenueWorld.R);

        _node.DeleteRoom(VenueWorld.R);

        Assert.Equal("room.unknown Unknown room ID", await a.RefuseAsync("chat.subscribe", VenueNode.Body(VenueWorld.R)));
        Assert.Equal("room.unknown Unknown room ID", await a.RefuseAsync("chat.send", Send(VenueWorld.R)));
    }

    [Fact]
    public async Task S11_OwnLeaveEvent_IsNotReceived()
    {
        var a = await _node.LogInAsync();
        await a.AskAsync("chat.subscribe", VenueNode.Body(VenueWorld.R));
        await a.AskAsync("chat.join", VenueNode.Body(VenueWorld.R));
        Assert.Equal(["chat.event"], a.TakeNames());

        var messages = await a.RunAsync("chat.leave", VenueNode.Body(VenueWorld.R));

        Assert.Equal("""["success",3,{}]""", Assert.Single(messages).ToJsonString());
        Assert.Equal("leave", Membership(_node.Chats.Events[^1]));
    }

    [Fact]
    public async Task S12_OtherConnection_GetsTheChannelListWithoutVolatileOnes()
    {
        var first = await _node.LogInAsync();
        var second = await _node.LogInAsync(first.User);

        await first.AskAsync("chat.join", VenueNode.Body(VenueWorld.R));
        var list = Assert.Single(second.TakePushes("chat.channels"))["channels"]!.AsArray();
        Assert.Equal($$"""{"id":"{{VenueWorld.R.Channel}}","unread_pointer":0,"notification_pointer":0}""", Assert.Single(list)!.ToJsonString());

        await first.AskAsync("chat.join", VenueNode.Body(VenueWorld.V));
        list = Assert.Single(second.TakePushes("chat.channels"))["channels"]!.AsArray();
        Assert.Equal(VenueWorld.R.Channel.ToString(), (string?)Assert.Single(list)!["id"]);
        Assert.Empty(first.TakePushes("chat.channels"));
    }

    [Fact]
    public async Task S12_DirectChannelsInTheList_CarryTheirMembers()
    {
        var other = _node.NewUser();
        var first = await _node.LogInAsync();
        var second = await _node.LogInAsync(first.User);
        var direct = new ChannelId(Guid.NewGuid());
        _node.Chats.PutMembership(direct, first.User.Id, isDirect: true);
        _node.Chats.PutMembership(direct, other.Id, isDirect: true);
        _node.Chats.PutMembership(new ChannelId(Guid.NewGuid()), first.User.Id, isHidden: true, isDirect: true);

        await first.AskAsync("chat.join", VenueNode.Body(VenueWorld.R));

        var list = Assert.Single(second.TakePushes("chat.channels"))["channels"]!.AsArray();
        Assert.Equal(2, list.Count);
        var item = list.Single(entry => (string?)entry!["id"] == direct.ToString())!;
        Assert.Equal(2, item["members"]!.AsArray().Count);
    }

    [Fact]
    public async Task S13_VolatileRoom_HasNoMembersAndNoEvents()
    {
        var a = await _node.JoinAsync(VenueWorld.V);
        var b = await _node.LogInAsync();

        var messages = await b.RunAsync("chat.join", VenueNode.Body(VenueWorld.V));

        Assert.Equal("[]", Assert.Single(messages)[2]!["members"]!.ToJsonString());
        Assert.True(MembershipOf(b, VenueWorld.V)!.Value.IsVolatile);
        Assert.Empty(a.Connection.TakeAll());
        Assert.Empty(_node.Chats.Events);
        Assert.Single(await b.RunAsync("chat.leave", VenueNode.Body(VenueWorld.V)));
        Assert.Empty(a.Connection.TakeAll());
        Assert.Null(MembershipOf(b, VenueWorld.V));
    }

    [Fact]
    public async Task S14_OnlyModerators_ChooseTheKindOfTheirMembership()
    {
        var moderator = await _node.LogInAsync("moderator");
        var plain = await _node.LogInAsync();
        var body = $$"""{"channel":"{{VenueWorld.V.Channel}}","volatile":false}""";

        Assert.Equal(2, (await moderator.RunAsync("chat.join", body)).Count);
        await plain.AskAsync("chat.join", body);

        Assert.False(MembershipOf(moderator, VenueWorld.V)!.Value.IsVolatile);
        Assert.True(MembershipOf(plain, VenueWorld.V)!.Value.IsVolatile);
    }

    [Fact]
    public async Task S15_Conversion_IsSilent()
    {
        var a = await _node.JoinAsync(VenueWorld.V, "moderator");
        var second = await _node.LogInAsync(a.User);

        Assert.Single(await a.RunAsync("chat.join", $$"""{"channel":"{{VenueWorld.V.Channel}}","volatile":false}"""));

        Assert.False(MembershipOf(a, VenueWorld.V)!.Value.IsVolatile);
        Assert.Empty(second.Connection.TakeAll());
        await a.AskAsync("chat.join", VenueNode.Body(VenueWorld.V));
        Assert.False(MembershipOf(a, VenueWorld.V)!.Value.IsVolatile);
    }

    [Theory]
    [InlineData("\"yes\"")]
    [InlineData("null")]
    [InlineData("1")]
    public async Task S16_VolatileThatIsNoBool_IsInvalid(string value)
    {
        var a = await _node.LogInAsync();

        var refusal = await a.RefuseAsync("chat.join", $$"""{"channel":"{{VenueWorld.R.Channel}}","volatile":{{value}}}""");

        Assert.Equal("protocol.invalid_body body.volatile: expected a boolean", refusal);
        Assert.Null(MembershipOf(a, VenueWorld.R));
        await a.AskAsync("chat.join", VenueNode.Body(VenueWorld.R));
    }

    [Fact]
    public async Task S17_Unsubscribed_GetsNoEvent()
    {
        var a = await _node.JoinAsync(VenueWorld.R);
        var b = await _node.JoinAsync(VenueWorld.R);

        Assert.Equal("""["success",2,{}]""", Assert.Single(await b.RunAsync("chat.unsubscribe", VenueNode.Body(VenueWorld.R))).ToJsonString());
        await a.AskAsync("chat.send", Send(VenueWorld.R));

        Assert.Empty(b.TakePushes("chat.event"));
        Assert.NotNull(MembershipOf(b, VenueWorld.R));
        await b.AskAsync("chat.unsubscribe", VenueNode.Body(VenueWorld.R));
    }

    [Fact]
    public async Task S18_Leave_IsToldToTheOthersOnly()
    {
        var a = await _node.JoinAsync(VenueWorld.R);
        var b = await _node.JoinAsync(VenueWorld.R);
        a.Connection.TakeAll();

        Assert.Single(await b.RunAsync("chat.leave", VenueNode.Body(VenueWorld.R)));

        var left = Assert.Single(a.TakePushes("chat.event"));
        Assert.Equal("leave", (string?)left["content"]!["membership"]);
        Assert.Equal(b.UserId, (string?)left["sender"]);
        await a.AskAsync("chat.send", Send(VenueWorld.R));
        Assert.Empty(b.Connection.TakeAll());
    }

    [Fact]
    public async Task S18_OtherConnectionOfTheLeaver_StaysSubscribed()
    {
        var first = await _node.JoinAsync(VenueWorld.R);
        var second = await _node.LogInAsync(first.User);
        await second.AskAsync("chat.subscribe", VenueNode.Body(VenueWorld.R));

        await first.AskAsync("chat.leave", VenueNode.Body(VenueWorld.R));

        Assert.Equal(["chat.event", "chat.channels"], second.TakeNames());
        Assert.Equal(1, _node.Chat.CountSockets(first.User.Id, VenueWorld.R.Channel!.Value));
    }

    [Fact]
    public async Task S19_LeaveWithoutMembership_HasNoEvent()
    {
        var other = await _node.JoinAsync(VenueWorld.R);
        var a = await _node.LogInAsync();

        Assert.Single(await a.RunAsync("chat.leave", VenueNode.Body(VenueWorld.R)));

        Assert.Empty(other.Connection.TakeAll());
    }

    [Fact]
    public async Task S20_AfterLeave_SendingIsDenied()
    {
        var a = await _node.JoinAsync(VenueWorld.R);
        await a.AskAsync("chat.leave", VenueNode.Body(VenueWorld.R));

        Assert.Equal("chat.denied", await a.RefuseAsync("chat.send", Send(VenueWorld.R)));
    }

    [Fact]
    public async Task S21_ClosedConnection_KeepsPersistentMembership()
    {
        var a = await _node.JoinAsync(VenueWorld.R);
        var b = await _node.JoinAsync(VenueWorld.R);
        a.Connection.TakeAll();

        await b.CloseAsync();

        Assert.Empty(a.Connection.TakeAll());
        Assert.NotNull(MembershipOf(b, VenueWorld.R));
        Assert.Equal(0, _node.Chat.CountSockets(b.User.Id, VenueWorld.R.Channel!.Value));
    }

    [Fact]
    public async Task S22_VolatileMembership_EndsWithTheLastConnection()
    {
        var first = await _node.JoinAsync(VenueWorld.V);
        var second = await _node.LogInAsync(first.User);
        await second.AskAsync("chat.join", VenueNode.Body(VenueWorld.V));
        var bystander = await _node.LogInAsync(first.User);

        await first.CloseAsync();
        Assert.NotNull(MembershipOf(first, VenueWorld.V));
        Assert.Empty(bystander.Connection.TakeAll());

        await second.CloseAsync();
        Assert.Null(MembershipOf(first, VenueWorld.V));
        Assert.Equal(["chat.channels"], bystander.TakeNames());
    }

    [Fact]
    public async Task S22_LastUnsubscribe_EndsVolatileMembershipToo()
    {
        var first = await _node.JoinAsync(VenueWorld.V);
        var second = await _node.LogInAsync(first.User);
        await second.AskAsync("chat.subscribe", VenueNode.Body(VenueWorld.V));

        await first.AskAsync("chat.unsubscribe", VenueNode.Body(VenueWorld.V));
        Assert.NotNull(MembershipOf(first, VenueWorld.V));

        await second.AskAsync("chat.unsubscribe", VenueNode.Body(VenueWorld.V));
        Assert.Null(MembershipOf(first, VenueWorld.V));
    }

    [Fact]
    public async Task S23_AfterLeave_NoStaleSocketKeepsTheUserIn()
    {
        var first = await _node.JoinAsync(VenueWorld.V);
        var second = await _node.LogInAsync(first.User);
        await second.AskAsync("chat.join", VenueNode.Body(VenueWorld.V));
        await first.AskAsync("chat.leave", VenueNode.Body(VenueWorld.V));
        await second.CloseAsync();

        var third = await _node.LogInAsync(first.User);
        await third.AskAsync("chat.join", VenueNode.Body(VenueWorld.V));
        await third.CloseAsync();

        Assert.Null(MembershipOf(first, VenueWorld.V));
        Assert.Equal(0, _node.Chat.CountSockets(first.User.Id, VenueWorld.V.Channel!.Value));
    }

    [Fact]
    public async Task S24_UnknownAction_IsUnsupported()
    {
        var a = await _node.LogInAsync();

        Assert.Equal("chat.unsupported_command", await a.RefuseAsync("chat.nonsense", "{}"));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"x\"")]
    public async Task S25_BodyThatIsNoObject_IsInvalid(string body)
    {
        var a = await _node.LogInAsync();

        foreach (var command in new[] { "chat.subscribe", "chat.unsubscribe", "chat.join", "chat.leave", "chat.fetch", "chat.send", "chat.nonsense" })
        {
            Assert.Equal("protocol.invalid_body body: expected an object", await a.RefuseAsync(command, body));
        }

        Assert.StartsWith("protocol.invalid_body body.channel", await a.RefuseAsync("chat.subscribe", """{"channel":{}}"""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Spelling_OfTheChannelId_DoesNotMatter()
    {
        var a = await _node.JoinAsync(VenueWorld.R);
        var spelled = VenueWorld.R.Channel!.Value.Value.ToString("N").ToUpperInvariant();

        await a.AskAsync("chat.leave", $$"""{"channel":"urn:uuid:{{spelled}}"}""");

        Assert.Null(MembershipOf(a, VenueWorld.R));
        Assert.Empty(a.Session.SubscribedChannels);
    }

    [Fact]
    public async Task StoreAway_CommandFailsAndConnectionStays()
    {
        var a = await _node.LogInAsync();
        _node.Chats.Faults.IsAway = true;

        Assert.StartsWith("server.unavailable", await a.RefuseAsync("chat.join", VenueNode.Body(VenueWorld.R)), StringComparison.Ordinal);

        _node.Chats.Faults.IsAway = false;
        Assert.Equal(2, (await a.RunAsync("chat.join", VenueNode.Body(VenueWorld.R))).Count);
        Assert.Equal(1, _node.Chat.CountSockets(a.User.Id, VenueWorld.R.Channel!.Value));
    }

    [Fact]
    public async Task StoreAway_AfterTheJoin_CostsOnlyTheList()
    {
        var a = await _node.LogInAsync();
        var second = await _node.LogInAsync(a.User);
        _node.Chats.Faults.BeforeCall = method =>
        {
            _node.Chats.Faults.IsAway = method == "ReadMembershipsAsync";
            return Task.CompletedTask;
        };

        Assert.Equal(["success", "chat.event"], (await a.RunAsync("chat.join", VenueNode.Body(VenueWorld.R))).Select(message => (string?)message[0]));
        Assert.Empty(second.Connection.TakeAll());
    }

    private static string Fetch(RoomRow room) => $$"""{"channel":"{{room.Channel}}","before_id":100,"count":25}""";

    private static string Send(RoomRow room) =>
        $$"""{"channel":"{{room.Channel}}","event_type":"channel.message","content":{"type":"text","body":"hello"} }""";

    private static string? Membership(ChatEvent chatEvent) =>
        (string?)System.Text.Json.Nodes.JsonNode.Parse(chatEvent.Content.Utf8)!["membership"];

    private Membership? MembershipOf(VenueClient client, RoomRow room) => _node.Chats.FindMembership(room.Channel!.Value, client.User.Id);
}
