using System.Text.Json.Nodes;
using Venueless.Fast.Testing;
using static Venueless.Fast.Host.Tests.Wire.ForumServer;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>questions.md section 7, scenarios 1, 12 and 16 to 29: who may, what is refused, who is told.</summary>
public sealed class QuestionGateScenarioTests : IAsyncDisposable
{
    private const string Unknown = "7f0d6a52-6a35-4c3b-8f0e-0123456789ab";

    private ForumServer? _forum;

    private ForumServer Forum => _forum!;

    public async ValueTask DisposeAsync()
    {
        if (_forum is not null)
        {
            await _forum.DisposeAsync();
        }
    }

    [Fact]
    public async Task Scenario01_InactiveModule_TakesNothing()
    {
        _forum = await StartAsync("""{"type": "question", "config": {"active": false}}""", Questions);
        await using var user = await Forum.LogInAsync("user", Moderator);

        await Forum.RefuseAsync(user, "question.ask", """{"content": "Why?"}""", "question.inactive");
        await Forum.RefuseAsync(user, "question.update", $$"""{"id": "{{Unknown}}"}""", "question.inactive");
        await Forum.RefuseAsync(user, "question.delete", $$"""{"id": "{{Unknown}}"}""", "question.inactive");
        await Forum.RefuseAsync(user, "question.vote", $$"""{"id": "{{Unknown}}"}""", "question.inactive");

        // Before anything that is wrong in the body; reading and pins go on.
        await Forum.RefuseAsync(user, "question.ask", """{"content": null}""", "question.inactive");
        ExpectSame(new JsonArray(), await Forum.CallAsync(user, "question.list"));
        ExpectSame(new JsonObject(), await Forum.CallAsync(user, "question.unpin"));
    }

    [Fact]
    public async Task Scenario12_UnmoderatedRoom_ReplyPrecedesThePush()
    {
        _forum = await StartAsync();
        await using var asker = await Forum.EnterAsync("asker");

        await asker.SendAsync(new JsonArray("question.ask", 7, Forum.Body("""{"content": "Why?"}""", null)));

        var reply = await asker.ReceiveAsync();
        Assert.Equal(("success", 7, "visible"), ((string)reply[0]!, (int)reply[1]!, (string)reply[2]!["question"]!["state"]!));
        ExpectSame(Push("question.created_or_updated", reply[2]!), await asker.ReceiveAsync());
    }

    [Fact]
    public async Task Scenario16_QuestionOfAnotherRoom_CannotBeVotedOn()
    {
        _forum = await StartAsync();
        await using var user = await Forum.LogInAsync("user");
        var id = await AskAsync(user, Forum.OtherRoom);

        foreach (var wrong in new[] { $"\"{id}\"", $"\"{Unknown}\"", "\"nonsense\"", "null", "5", "{}" })
        {
            await Forum.RefuseAsync(user, "question.vote", $$"""{"id": {{wrong}}}""", "question.vote", "Unknown question");
        }

        await Forum.RefuseAsync(user, "question.vote", "{}", "question.vote", "Unknown question");
        Assert.Equal("0", await Forum.Server.ReadSqlAsync("SELECT count(*) FROM core_questionvote"));
    }

    [Fact]
    public async Task Scenario17_BadIds_AreRefusedAndTheConnectionGoesOn()
    {
        _forum = await StartAsync();
        await using var user = await Forum.LogInAsync("user", Moderator);
        var elsewhere = await AskAsync(user, Forum.OtherRoom);

        foreach (var command in new[] { "question.update", "question.delete", "question.pin" })
        {
            foreach (var id in new[] { "\"nonsense\"", $"\"{Unknown}\"", $"\"{elsewhere}\"", "null", "5", "[]" })
            {
                await Forum.RefuseBodyAsync(user, command, Forum.Body($$"""{"id": {{id}}}""", null));
            }

            await Forum.RefuseBodyAsync(user, command, Forum.Body("{}", null));
        }

        foreach (var body in new JsonNode?[] { null, 5, new JsonArray(), "text" })
        {
            await Forum.RefuseBodyAsync(user, "question.update", body);
        }

        Assert.Equal(elsewhere, (string?)(await Forum.CallAsync(user, "question.list", room: Forum.OtherRoom))[0]!["id"]);
    }

    [Theory]
    [InlineData("""{"state": "published"}""")]
    [InlineData("""{"state": null}""")]
    [InlineData("""{"state": 1}""")]
    [InlineData("""{"content": null}""")]
    [InlineData("""{"content": 5}""")]
    [InlineData("""{"content": "a\u0000b"}""")]
    [InlineData("""{"answered": "yes"}""")]
    [InlineData("""{"answered": 1}""")]
    [InlineData("""{"is_pinned": null}""")]
    [InlineData("""{"content": "new", "is_pinned": "true"}""")]
    public async Task Scenario18_BadField_LeavesTheRowAlone(string members)
    {
        _forum = await StartAsync();
        await using var user = await Forum.EnterAsync("user", Moderator);
        var id = await AskAsync(user);
        await user.SettleAsync();

        await Forum.RefuseBodyAsync(user, "question.update", Forum.Body(With(JsonNode.Parse(members)!, $$"""{"id": "{{id}}"}""").ToJsonString(), null));

        Assert.Equal("Why? visible 0 0", await Forum.Server.ReadSqlAsync(
            "SELECT content || ' ' || state || ' ' || CASE WHEN answered THEN 1 ELSE 0 END || ' ' || CASE WHEN is_pinned THEN 1 ELSE 0 END FROM core_question"));
        Assert.Null(await Forum.Server.ReadSqlAsync("SELECT moderator_id FROM core_question"));
    }

    [Fact]
    public async Task Update_OtherKeysAreIgnored()
    {
        _forum = await StartAsync();
        await using var user = await Forum.EnterAsync("user", Moderator);
        var id = await AskAsync(user);
        var before = (await Forum.CallAsync(user, "question.list"))[0]!;

        var changed = await Forum.CallAsync(
            user, "question.update", $$"""{"id": "{{id}}", "sender": null, "timestamp": "2001-01-01T00:00:00Z", "score": 99, "room_id": "{{Forum.OtherRoom}}"}""");

        ExpectSame(new JsonObject { ["question"] = Without(before, "voted", "sender") }, changed);
    }

    [Fact]
    public async Task Scenario19_RoomWithoutModule_CanOnlyBeListed()
    {
        _forum = await StartAsync(Chat);
        await using var user = await Forum.LogInAsync("user", Moderator);

        foreach (var command in new[] { "question.ask", "question.update", "question.delete", "question.vote" })
        {
            await Forum.RefuseAsync(user, command, """{"content": "Why?"}""", "room.unknown", "Room does not contain a matching module.");
        }

        ExpectSame(new JsonArray(), await Forum.CallAsync(user, "question.list"));
        foreach (var room in new JsonNode?[] { Unknown, "nonsense", null, 5 })
        {
            ExpectSame(
                JsonNode.Parse("""{"code": "room.unknown", "message": "Unknown room ID"}""")!,
                await user.CallForErrorAsync("question.list", new JsonObject { ["room"] = room?.DeepClone() }));
        }
    }

    [Fact]
    public async Task Scenario20_ModuleIsCheckedBeforeThePermission()
    {
        _forum = await StartAsync();
        await using var user = await Forum.LogInAsync("user");

        await Forum.RefuseAsync(user, "question.ask", """{"content": "Why?"}""", "room.unknown", "Room does not contain a matching module.", Forum.PrivateRoom);
        await Forum.RefuseAsync(user, "question.list", "{}", "protocol.denied", "Permission denied.", Forum.PrivateRoom);
    }

    [Fact]
    public async Task Scenario21_SilencedUser_OnlyReads()
    {
        _forum = await StartAsync();
        string id;
        await using (var user = await Forum.LogInAsync("quiet"))
        {
            id = await AskAsync(user);
            await Forum.Server.ExecuteSqlAsync(
                $"UPDATE core_user SET moderation_state = 'silenced', version = version + 1 WHERE id = '{WireServer.UserIdOf(user)}'");
        }

        await using var quiet = await Forum.LogInAsync("quiet");
        await Forum.RefuseAsync(quiet, "question.ask", """{"content": "Why?"}""", "protocol.denied", "Permission denied.");
        await Forum.RefuseAsync(quiet, "question.vote", $$"""{"id": "{{id}}"}""", "protocol.denied", "Permission denied.");
        Assert.Single((await Forum.CallAsync(quiet, "question.list")).AsArray());
    }

    [Fact]
    public async Task Scenario22_AnonymousGuest_ActsInTheInvitedRoomOnly()
    {
        _forum = await StartAsync();
        await Forum.Server.ExecuteSqlAsync(
            $"""
            INSERT INTO core_anonymousinvite (short_token, expires, room_id, world_id)
            VALUES ('k3XvB9', '{Forum.Server.Time.GetUtcNow().AddDays(1):yyyy-MM-dd HH:mm:ss.ffffff}+00:00', '{Forum.Room}', '{Forum.World}')
            """);
        await using var guest = await VenuelessClient.ConnectAsync(Forum.Server.Port, Forum.World);
        await guest.AuthenticateAsync(JsonNode.Parse("""{"client_id": "5f6e0f4e-6f2b-4a57-8f1e-0a4c8a0c2e01", "invite_token": "k3XvB9"}""")!.AsObject());

        var id = await AskAsync(guest);
        Assert.Equal(1, (int)(await Forum.CallAsync(guest, "question.vote", $$"""{"id": "{{id}}"}"""))["question"]!["score"]!);
        Assert.Single((await Forum.CallAsync(guest, "question.list")).AsArray());
        await Forum.RefuseAsync(guest, "question.ask", """{"content": "Why?"}""", "protocol.denied", "Permission denied.", Forum.OtherRoom);
        await Forum.RefuseAsync(guest, "question.list", "{}", "protocol.denied", "Permission denied.", Forum.OtherRoom);
    }

    [Fact]
    public async Task Scenario23_WithoutEntering_NothingIsPushed()
    {
        _forum = await StartAsync();
        await using var outsider = await Forum.LogInAsync("outsider", Moderator);
        await using var elsewhere = await Forum.LogInAsync("elsewhere");
        await Forum.EnterAsync(elsewhere, Forum.OtherRoom);
        await using var asker = await Forum.EnterAsync("asker");

        var id = await AskAsync(asker);
        await Forum.CallAsync(outsider, "question.vote", $$"""{"id": "{{id}}"}""");
        await Forum.CallAsync(outsider, "question.pin", $$"""{"id": "{{id}}"}""");

        await ExpectPushesAsync(outsider);
        await ExpectPushesAsync(elsewhere);
    }

    [Fact]
    public async Task Scenario24_AfterLeaving_NothingIsPushed()
    {
        _forum = await StartAsync();
        await using var reader = await Forum.EnterAsync("reader", Moderator);
        await using var tab = await Forum.EnterAsync("reader", Moderator);
        await using var asker = await Forum.EnterAsync("asker");
        await reader.CallAsync("room.leave", Forum.Body());
        await tab.SettleAsync();
        await reader.SettleAsync();

        await AskAsync(asker);

        await ExpectPushesAsync(reader);
        Assert.Single(await TakePushesAsync(tab));
    }

    [Fact]
    public async Task Scenario26_UnknownAction_IsUnsupported()
    {
        _forum = await StartAsync();
        await using var user = await Forum.LogInAsync("user");

        await Forum.RefuseAsync(user, "question.bla", "{}", "question.unsupported_command");
        await Forum.RefuseAsync(user, "question.activate", "{}", "question.unsupported_command");
    }

    [Fact]
    public async Task Scenario27_Channel_StandsForItsRoom()
    {
        _forum = await StartAsync();
        await using var user = await Forum.EnterAsync("user");
        var body = new JsonObject { ["channel"] = Forum.Channel, ["content"] = "Why?" };

        var id = (string)(await user.CallAsync("question.ask", body))["question"]!["id"]!;
        await user.SettleAsync();
        Assert.Equal(1, (int)(await user.CallAsync("question.vote", new JsonObject { ["channel"] = Forum.Channel, ["id"] = id }))["question"]!["score"]!);
        Assert.Equal(id, (string?)(await user.CallAsync("question.list", new JsonObject { ["channel"] = Forum.Channel }))[0]!["id"]);

        // A room wins.
        Assert.Empty((await user.CallAsync("question.list", new JsonObject { ["channel"] = Forum.Channel, ["room"] = Forum.OtherRoom })).AsArray());
    }

    [Fact]
    public async Task Scenario28_Senders_AreForModeratorsAndAskers()
    {
        _forum = await StartAsync();
        await using var asker = await Forum.LogInAsync("asker");
        await using var other = await Forum.LogInAsync("other");
        await using var moderator = await Forum.LogInAsync("moderator", Moderator);
        await AskAsync(asker);
        Forum.Server.Time.Advance(TimeSpan.FromSeconds(1));
        await AskAsync(other);
        Forum.Server.Time.Advance(TimeSpan.FromSeconds(1));
        await AskAsync(other);
        await Forum.Server.ExecuteSqlAsync("UPDATE core_question SET sender_id = NULL WHERE timestamp = (SELECT MAX(timestamp) FROM core_question)");

        Assert.Equal($"{WireServer.UserIdOf(asker)} {WireServer.UserIdOf(other)} null", await ListSendersAsync(moderator));
        Assert.Equal($"{WireServer.UserIdOf(asker)} none none", await ListSendersAsync(asker));
        Assert.Equal($"none {WireServer.UserIdOf(other)} none", await ListSendersAsync(other));
    }

    [Theory]
    [InlineData("""{"content": null}""")]
    [InlineData("{}")]
    [InlineData("""{"content": 5}""")]
    [InlineData("""{"content": ["Why?"]}""")]
    public async Task Scenario29_NoContent_IsInvalid(string members)
    {
        _forum = await StartAsync();
        await using var user = await Forum.EnterAsync("user");

        await Forum.RefuseBodyAsync(user, "question.ask", Forum.Body(members, null));

        Assert.Equal("0", await Forum.Server.ReadSqlAsync("SELECT count(*) FROM core_question"));
        Assert.Equal("", (string?)(await Forum.CallAsync(user, "question.ask", """{"content": ""}"""))["question"]!["content"]);
    }

    private async Task<string> AskAsync(VenuelessClient client, string? room = null) =>
        (string)(await Forum.CallAsync(client, "question.ask", """{"content": "Why?"}""", room))["question"]!["id"]!;

    private async Task<string> ListSendersAsync(VenuelessClient client) => string.Join(
        ' ',
        (await Forum.CallAsync(client, "question.list")).AsArray()
            .Select(static item => item!.AsObject().TryGetPropertyValue("sender", out var sender) ? (string?)sender ?? "null" : "none"));
}
