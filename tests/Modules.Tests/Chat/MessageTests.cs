using System.Text.Json.Nodes;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Modules.Tests.Venue;

namespace Venueless.Fast.Modules.Tests.Chat;

/// <summary>Sending, editing, deleting; Sn is the scenario of chat.md section 16.</summary>
public sealed class MessageTests
{
    private const string Hello = """{"type":"text","body":"hello"}""";
    private const string Deleted = """{"type":"deleted"}""";

    private readonly VenueNode _node = new();

    [Fact]
    public async Task S26_NotJoined_IsDenied()
    {
        var a = await _node.LogInAsync();

        Assert.Equal("chat.denied", await a.RefuseAsync("chat.send", Send(Hello)));
    }

    [Theory]
    [InlineData("""{"type":"x","body":"b"}""")]
    [InlineData("""{"body":"b"}""")]
    [InlineData("""{"type":5}""")]
    [InlineData("""{"type":"call","body":{}}""")]
    [InlineData("""{"type":"deleted"}""")]
    [InlineData("""{"type":"text","body":"b","type":"x"}""")]
    public async Task S27_UnsupportedContent(string content)
    {
        var a = await _node.JoinAsync(VenueWorld.R);

        Assert.Equal("chat.unsupported_content_type", await a.RefuseAsync("chat.send", Send(content)));
        Assert.Equal(
            "chat.unsupported_event_type",
            await a.RefuseAsync("chat.send", $$"""{"channel":"{{VenueWorld.R.Channel}}","event_type":"x","content":{{content}}}"""));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("0")]
    [InlineData("0.0")]
    [InlineData("false")]
    [InlineData("\"\"")]
    [InlineData("[]")]
    [InlineData("{ }")]
    public async Task S27_EmptyReplaces_CountsAsAbsent(string replaces)
    {
        var a = await _node.JoinAsync(VenueWorld.R);

        Assert.Equal("chat.unsupported_content_type", await a.RefuseAsync("chat.send", Send(Deleted, replaces)));
        Assert.Null((await a.AskAsync("chat.send", Send(Hello, replaces)))["event"]!["replaces"]);
    }

    [Theory]
    [InlineData("""{"type":"text","body":""}""")]
    [InlineData("""{"type":"text"}""")]
    [InlineData("""{"type":"text","body":null}""")]
    [InlineData("""{"type":"files","files":[]}""")]
    [InlineData("""{"type":"files"}""")]
    [InlineData("""{"type":"files","files":null,"body":"b"}""")]
    public async Task S28_Empty(string content)
    {
        var a = await _node.JoinAsync(VenueWorld.R);

        Assert.Equal("chat.empty", await a.RefuseAsync("chat.send", Send(content)));
    }

    [Theory]
    [InlineData(" ")]
    [InlineData("\\n")]
    public async Task S28_WhiteSpace_IsContent(string body)
    {
        var a = await _node.JoinAsync(VenueWorld.R);

        await a.AskAsync("chat.send", Send($$"""{"type":"text","body":"{{body}}"}"""));
    }

    [Theory]
    [InlineData(""","event_type":"channel.message" """, "body.content: required")]
    [InlineData(""","content":{"type":"text","body":"b"}""", "body.event_type: required")]
    [InlineData(""","event_type":5,"content":{}""", "body.event_type: expected a string")]
    [InlineData(""","event_type":"channel.message","content":"b" """, "body.content: expected an object")]
    [InlineData(""","event_type":"channel.message","content":{"type":"text","body":5}""", "body.content.body: expected a string")]
    [InlineData(""","event_type":"channel.message","content":{"type":"text","body":{}}""", "body.content.body: expected a string")]
    [InlineData(""","event_type":"channel.message","content":{"type":"files","files":{"a":1}}""", "body.content.files: expected an array")]
    [InlineData(""","event_type":"channel.message","content":{"type":"files","files":[5]}""", "body.content.files[0]: expected an object")]
    [InlineData(""","event_type":"channel.message","content":{"type":"files","files":[{"url":"u","name":"n"}]}""", "body.content.files[0]: expected an object")]
    [InlineData(
        ""","event_type":"channel.message","content":{"type":"files","body":5,"files":[{"url":"u","name":"n","mimeType":"m"}]}""",
        "body.content.body: expected a string")]
    [InlineData(""","event_type":"channel.message","content":{"type":"text","body":"b"},"replaces":"x" """, "body.replaces: expected an integer")]
    [InlineData(""","event_type":"channel.message","content":{"type":"text","body":"b"},"replaces":1.5""", "body.replaces: expected an integer")]
    [InlineData(""","event_type":"channel.message","content":{"type":"text","body":"b"},"replaces":true""", "body.replaces: expected an integer")]
    [InlineData(""","event_type":"channel.message","content":{"type":"text","body":"b\u0000"}""", "U+0000")]
    public async Task S29_BadInput_IsInvalid(string fields, string message)
    {
        var a = await _node.JoinAsync(VenueWorld.R);

        var refusal = await a.RefuseAsync("chat.send", $$"""{"channel":"{{VenueWorld.R.Channel}}"{{fields}}}""");

        Assert.StartsWith("protocol.invalid_body ", refusal, StringComparison.Ordinal);
        Assert.Contains(message, refusal, StringComparison.Ordinal);
        Assert.Single(_node.Chats.Events);
    }

    [Fact]
    public async Task S30_Send_RepliesThenPushesToAll()
    {
        var a = await _node.JoinAsync(VenueWorld.R);
        var b = await _node.JoinAsync(VenueWorld.R);
        a.Connection.TakeAll();

        var messages = await a.RunAsync("chat.send", Send("""{"type":"text","body":"hello","mood":{"a":[1]}}"""));

        Assert.Equal(["success", "chat.event"], messages.Select(message => (string?)message[0]));
        var reply = messages[0][2]!["event"]!.AsObject();
        var push = messages[1][1]!.AsObject();
        Assert.Equal("""{"type":"text","body":"hello","mood":{"a":[1]}}""", reply["content"]!.ToJsonString());
        Assert.False(reply.ContainsKey("type"));
        Assert.False(reply.ContainsKey("users"));
        Assert.Equal(3, (long)reply["event_id"]!);
        Assert.Equal(VenueWorld.R.Channel.ToString(), (string?)reply["channel"]);
        Assert.True(push.Remove("users", out var users));
        Assert.Equal(reply.ToJsonString(), push.ToJsonString());
        Assert.Equal(a.UserId, Assert.Single(users!.AsObject()).Key);
        var received = Assert.Single(b.TakePushes("chat.event")).AsObject();
        received.Remove("users");
        Assert.Equal(reply.ToJsonString(), received.ToJsonString());
    }

    [Fact]
    public async Task S30_Files_AreSent()
    {
        var a = await _node.JoinAsync(VenueWorld.R);
        const string Files = """{"type":"files","files":[{"url":"u","name":"n","mimeType":"m","size":5}],"body":"look"}""";

        Assert.Equal(Files, (await a.AskAsync("chat.send", Send(Files)))["event"]!["content"]!.ToJsonString());
    }

    [Fact]
    public async Task S31_Ids_Increase()
    {
        var a = await _node.JoinAsync(VenueWorld.R);

        var first = (long)(await a.AskAsync("chat.send", Send(Hello)))["event"]!["event_id"]!;
        a.Connection.TakeAll();
        var second = (long)(await a.AskAsync("chat.send", Send(Hello)))["event"]!["event_id"]!;

        Assert.True(second > first);
    }

    [Fact]
    public async Task S38_MentionedPersons_AreInUsers()
    {
        var c = _node.NewUser();
        var kiosk = _node.Users.Put(_node.NewUser() with { Type = UserTypes.Kiosk });
        var connected = await _node.LogInAsync();
        var a = await _node.JoinAsync(VenueWorld.R);
        var text = $"@{c.Id.ToString().ToUpperInvariant()} x@{connected.UserId}! @{kiosk.Id} @{Guid.NewGuid()} @{a.UserId}";

        var messages = await a.RunAsync("chat.send", Send($$"""{"type":"text","body":"{{text}}"}"""));

        Assert.Equal(["success", "chat.mention_warning", "chat.event"], messages.Select(static message => (string)message[0]!));
        var users = messages[2][1]!["users"]!.AsObject();
        Assert.Equal(new[] { a.UserId, c.Id.ToString(), connected.UserId }.Order(), users.Select(user => user.Key).Order());
    }

    [Fact]
    public async Task S39_Admins_SeeAdminFields()
    {
        var admin = await _node.JoinAsync(VenueWorld.R, "admin");
        var b = await _node.JoinAsync(VenueWorld.R);
        admin.Connection.TakeAll();

        await b.AskAsync("chat.send", Send(Hello));

        var forAdmin = Assert.Single(admin.TakePushes("chat.event"))["users"]![b.UserId]!.AsObject();
        Assert.Equal("token-2", (string?)forAdmin["token_id"]);
        Assert.True(forAdmin.ContainsKey("moderation_state"));
        Assert.False(b.TakePushes("chat.event").Single()["users"]![b.UserId]!.AsObject().ContainsKey("token_id"));
        var members = await admin.AskAsync("chat.subscribe", VenueNode.Body(VenueWorld.R));
        Assert.All(members["members"]!.AsArray(), member => Assert.True(member!.AsObject().ContainsKey("token_id")));
        members = await b.AskAsync("chat.subscribe", VenueNode.Body(VenueWorld.R));
        Assert.All(members["members"]!.AsArray(), member => Assert.False(member!.AsObject().ContainsKey("token_id")));
    }

    [Fact]
    public async Task S40_OwnMessage_CanBeEditedAndDeleted()
    {
        var a = await _node.JoinAsync(VenueWorld.R);
        var id = await SendAsync(a, Hello);
        _node.Time.Advance(TimeSpan.FromMilliseconds(1500));

        var messages = await a.RunAsync("chat.send", Send("""{"type":"text","body":"bye"}""", id.ToString()));

        Assert.Equal(["success", "chat.event"], messages.Select(message => (string?)message[0]));
        Assert.Equal(id, (long)messages[1][1]!["replaces"]!);
        var original = Event(id);
        Assert.Equal("""{"type":"text","body":"bye"}""", original.Content.ToString());
        Assert.NotNull(original.Edited);
        var history = await a.AskAsync("chat.fetch", $$"""{"channel":"{{VenueWorld.R.Channel}}","before_id":1000,"count":2}""");
        Assert.Equal("2024-05-01T08:15:31.500000+00:00", (string?)history["results"]![0]!["edited"]);
        Assert.True((bool)Assert.Single(_node.Chats.Audit).Data["by_same_user"]!);

        await a.AskAsync("chat.send", Send("""{"type":"deleted","body":"traces"}""", id.ToString()));
        Assert.Equal(Deleted, Event(id).Content.ToString());
    }

    [Fact]
    public async Task S41_OthersMessage_CanOnlyBeDeletedByModerators()
    {
        var b = await _node.JoinAsync(VenueWorld.R);
        var a = await _node.JoinAsync(VenueWorld.R);
        var moderator = await _node.JoinAsync(VenueWorld.R, "moderator");
        var id = await SendAsync(b, Hello);
        a.Connection.TakeAll();
        moderator.Connection.TakeAll();

        Assert.Equal("chat.denied", await a.RefuseAsync("chat.send", Send(Hello, id.ToString())));
        Assert.Equal("chat.denied", await a.RefuseAsync("chat.send", Send(Deleted, id.ToString())));
        Assert.Equal("chat.denied", await moderator.RefuseAsync("chat.send", Send(Hello, id.ToString())));
        Assert.Null(Event(id).Edited);

        var reply = await moderator.AskAsync("chat.send", Send(Deleted, id.ToString()));

        Assert.Equal(moderator.UserId, (string?)reply["event"]!["sender"]);
        Assert.Equal(Deleted, Event(id).Content.ToString());
        Assert.False((bool)Assert.Single(_node.Chats.Audit).Data["by_same_user"]!);
    }

    [Fact]
    public async Task S42_EmptyEdit_ChangesNothing()
    {
        var a = await _node.JoinAsync(VenueWorld.R);
        var id = await SendAsync(a, Hello);

        Assert.Equal("chat.empty", await a.RefuseAsync("chat.send", Send("""{"type":"text","body":""}""", id.ToString())));
        Assert.Equal(Hello, Event(id).Content.ToString());
    }

    [Fact]
    public async Task S43_ReplacesOfAnotherChannel_IsInvalid()
    {
        var a = await _node.JoinAsync(VenueWorld.R);
        await a.RunAsync("chat.join", VenueNode.Body(VenueWorld.V));
        var id = await SendAsync(a, Hello);

        foreach (var target in new[] { "4711", "-1", "99999999999999999999999999", id.ToString() })
        {
            var body = $$"""{"channel":"{{VenueWorld.V.Channel}}","event_type":"channel.message","content":{{Hello}},"replaces":{{target}}}""";
            Assert.StartsWith("protocol.invalid_body body.replaces", await a.RefuseAsync("chat.send", body), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task S44_DeletedMessage_CannotBeBroughtBack()
    {
        var b = await _node.JoinAsync(VenueWorld.R);
        var moderator = await _node.JoinAsync(VenueWorld.R, "moderator");
        var id = await SendAsync(b, Hello);
        await moderator.RunAsync("chat.send", Send(Deleted, id.ToString()));
        b.Connection.TakeAll();

        Assert.Equal("chat.denied", await b.RefuseAsync("chat.send", Send(Hello, id.ToString())));
    }

    [Fact]
    public async Task MembershipEvents_CannotBeReplaced()
    {
        var a = await _node.JoinAsync(VenueWorld.R);

        Assert.Equal("chat.denied", await a.RefuseAsync("chat.send", Send(Deleted, _node.Chats.Events[0].Id.ToString())));
    }

    [Fact]
    public async Task S45_LostPermission_EndsPushes()
    {
        var a = await _node.JoinAsync(VenueWorld.R, "inner");
        var b = await _node.JoinAsync(VenueWorld.R);
        a.Connection.TakeAll();

        _node.PutRooms(VenueWorld.R with { TraitGrants = VenueWorld.Json("""{"participant":["inner"]}"""), Version = 2 });
        Assert.Equal(["success", "chat.event"], (await a.RunAsync("chat.send", Send(Hello))).Select(message => (string?)message[0]));

        Assert.DoesNotContain(b.Connection.TakeAll(), message => (string?)message[1]!["event_type"] == "channel.message");
    }

    [Fact]
    public async Task S72_Silenced_IsDenied()
    {
        var a = await _node.LogInAsync(_node.Users.Put(_node.NewUser() with { ModerationState = ModerationStates.Silenced }));
        await a.RunAsync("chat.join", VenueNode.Body(VenueWorld.R));

        Assert.Equal("protocol.denied Permission denied.", await a.RefuseAsync("chat.send", Send(Hello)));
    }

    [Theory]
    [InlineData("""{"preview_card":{"title":"x"},"type":"text","body":"b","k":[1, 2]}""", """{"type":"text","body":"b","k":[1,2]}""")]
    [InlineData("""{"type":"text","body":"b","preview_card":null}""", """{"type":"text","body":"b"}""")]
    public async Task PreviewCardOfTheClient_IsDropped(string sent, string stored)
    {
        var a = await _node.JoinAsync(VenueWorld.R);

        Assert.Equal(stored, (await a.AskAsync("chat.send", Send(sent)))["event"]!["content"]!.ToJsonString());
    }

    [Fact]
    public async Task StoreAway_SendFailsWithoutPush()
    {
        var a = await _node.JoinAsync(VenueWorld.R);
        _node.Chats.Faults.IsAway = true;

        Assert.StartsWith("server.unavailable", await a.RefuseAsync("chat.send", Send(Hello)), StringComparison.Ordinal);
        Assert.Empty(a.Connection.TakeAll());
    }

    private static string Send(string content, string? replaces = null) =>
        $$"""{"channel":"{{VenueWorld.R.Channel}}","event_type":"channel.message","content":{{content}}{{(replaces is null ? "" : $",\"replaces\":{replaces}")}}}""";

    private static async Task<long> SendAsync(VenueClient client, string content)
    {
        var reply = (JsonObject)await client.AskAsync("chat.send", Send(content));
        client.Connection.TakeAll();
        return (long)reply["event"]!["event_id"]!;
    }

    private ChatEvent Event(long id) => _node.Chats.Events.Single(row => row.Id == id);
}
