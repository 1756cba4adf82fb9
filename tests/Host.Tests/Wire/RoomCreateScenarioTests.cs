using System.Text.Json.Nodes;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>rooms.md section 12, scenarios 24 to 32 and 51: creating rooms.</summary>
public sealed class RoomCreateScenarioTests : IAsyncLifetime
{
    private RoomAdminServer _rooms = null!;

    public async Task InitializeAsync() => _rooms = await RoomAdminServer.StartAsync();

    public async Task DisposeAsync() => await _rooms.DisposeAsync();

    [Fact]
    public async Task Scenario24_ChatRoom_RepliesThenEverybodyGetsIt()
    {
        await using var admin = await _rooms.LogInAdminAsync();
        await using var guest = await _rooms.LogInAsync(1);

        var reply = await CreateAsync(
            admin, """{"name": "Corner", "description": "", "modules": [{"type": "chat.native", "config": {"volatile": true, "x": 1}, "y": 2}], "announcements": 5}""");

        var (room, channel) = ((string)reply["room"]!, (string)reply["channel"]!);
        var seen = await guest.ReceivePushAsync("room.create");
        var expected = JsonNode.Parse($$"""
            {"id": "{{room}}", "name": "Corner", "description": "", "picture": null, "import_id": null, "pretalx_id": 0,
             "permissions": ["room:chat.join", "room:chat.read", "room:chat.send", "room:view"], "force_join": false,
             "modules": [{"type": "chat.native", "y": 2, "config": {"volatile": true}, "channel_id": "{{channel}}"}], "schedule_data": null}
            """);
        Assert.True(JsonNode.DeepEquals(expected, seen), seen.ToJsonString());
        Assert.Contains("room:delete", (await admin.ReceivePushAsync("room.create"))["permissions"]!.AsArray().Select(name => (string)name!));
        Assert.Equal(channel, await _rooms.Server.ReadSqlAsync($"SELECT id FROM core_channel WHERE room_id = '{room}'"));
        Assert.Equal(
            $"room_owner {WireServer.UserIdOf(admin)}",
            await _rooms.Server.ReadSqlAsync($"SELECT role || ' ' || user_id FROM core_roomgrant WHERE room_id = '{room}'"));
        Assert.Equal("2", await _rooms.ReadRoomAsync("version", room));
        var audit = Assert.Single(await _rooms.ReadAuditAsync("world.room.added"));
        var config = await admin.CallAsync("room.config.get", RoomAdminServer.Body(room));
        Assert.Equal(room, (string?)audit["object"]);
        Assert.True(JsonNode.DeepEquals(config, audit["new"]), audit.ToJsonString());

        // The new room is known: its count arrives, its chat works.
        await guest.CallAsync("room.enter", RoomAdminServer.Body(room));
        await admin.ReceivePushAsync("world.user_count_change");
        Assert.Equal("few", (string?)(await guest.ReceivePushAsync("world.user_count_change"))["users"]);
        await guest.CallAsync("chat.subscribe", new JsonObject { ["channel"] = channel });
    }

    [Fact]
    public async Task Scenario25_NameInAnotherCase_IsTakenUntilTheRoomIsDeleted()
    {
        await using var admin = await _rooms.LogInAdminAsync();
        var room = (string)(await CreateAsync(admin, """{"name": "Öl und STRASSE"}"""))["room"]!;
        await admin.ReceivePushAsync("room.create");

        await admin.SendAsync("""["room.create", 7, {"name": "öl und Strasse"}]""");
        await admin.ExpectAsync("""["error", 7, {"code": "room.invalid.name_taken", "message": "This room name is already taken."}]""");
        await admin.CallAsync("room.delete", RoomAdminServer.Body(room));
        await admin.ReceivePushAsync("room.delete");

        Assert.NotEqual(room, (string?)(await CreateAsync(admin, """{"name": "öl und Strasse"}"""))["room"]);
    }

    [Fact]
    public async Task Scenario25_SameNameTwiceAtOnce_OneIsRefused()
    {
        await using var admin = await _rooms.LogInAdminAsync();
        await using var other = await _rooms.LogInAdminAsync();

        foreach (var client in new[] { admin, other })
        {
            await client.SendAsync("""["room.create", 1, {"name": "One"}]""");
        }

        var answers = new List<string?>();
        foreach (var client in new[] { admin, other })
        {
            JsonArray message;
            do
            {
                message = await client.ReceiveAsync();
            }
            while ((string?)message[0] == "room.create");
            answers.Add((string?)message[0]);
        }

        Assert.Equal(["error", "success"], answers.Order(StringComparer.Ordinal));
        Assert.Equal("1", await _rooms.Server.ReadSqlAsync("SELECT count(*) FROM core_room WHERE name = 'One'"));
    }

    [Theory]
    [InlineData(null, "[]", "auth.denied")]
    [InlineData("host", "[]", "auth.denied")]
    [InlineData("chatter", """[{"type": "livestream.native"}]""", "room.invalid.denied")]
    [InlineData("chatter", """[{"type": "call.bigbluebutton"}]""", "room.invalid.denied")]
    [InlineData("chatter", "[]", "room.invalid.denied")]
    [InlineData("builder", """[{"type": "chat.native"}]""", "room.invalid.denied")]
    [InlineData("builder", """[{"type": "livestream.native"}, {"type": "chat.native"}]""", "room.invalid.denied")]
    [InlineData("builder", """[{"type": "weird.module"}]""", "room.invalid.invalid")]
    [InlineData("admin", """[{"type": "weird.module"}]""", "room.invalid.invalid")]
    [InlineData("admin", """[{"type": "question"}]""", "room.invalid.invalid")]
    [InlineData("admin", """[{"type": "call.bigbluebutton"}, {"type": "question"}]""", "room.invalid.invalid")]
    public async Task Scenario26And27_WithoutTheRightsOfItsKind_NothingIsCreated(string? trait, string modules, string code)
    {
        await using var client = trait is null ? await _rooms.LogInAsync(1) : await _rooms.LogInAsync(trait);

        await client.SendAsync($$"""["room.create", 1, {"name": "New", "modules": {{modules}}}]""");

        var error = await client.ExpectErrorAsync(code, "1");
        Assert.NotEmpty((string)error["message"]!);
        Assert.Equal("0", await _rooms.Server.ReadSqlAsync("SELECT count(*) FROM core_room WHERE name = 'New'"));
        Assert.Empty(await _rooms.ReadAuditAsync("world.room.added"));
    }

    [Theory]
    [InlineData("""[{"type": "call.bigbluebutton", "config": {"record": false, "mine": 1}}]""", """[{"type": "call.bigbluebutton", "config": {"record": true}}]""")]
    [InlineData("""[{"type": "livestream.native", "config": {"hls_url": "u", "x": 1}, "y": 2}]""", """[{"type": "livestream.native", "y": 2, "config": {"hls_url": "u"}}]""")]
    [InlineData("""[{"type": "livestream.native"}, {"type": "question", "config": {"active": true}}]""",
        """[{"type": "livestream.native", "config": {"hls_url": ""}}, {"type": "question", "config": {"active": true}}]""")]
    [InlineData("""[{"type": "livestream.native", "config": {"hls_url": "u", "x": 1}}, {"type": "chat.native", "config": {"x": 1}}]""",
        """[{"type": "livestream.native", "config": {"hls_url": "u", "x": 1}}, {"type": "chat.native", "config": {"volatile": false}}]""")]
    [InlineData("""[{"type": "chat.native"}, {"type": "chat.native", "config": {"x": 1}}]""",
        """[{"type": "chat.native", "config": {"volatile": false}}, {"type": "chat.native", "config": {"x": 1}}]""")]
    [InlineData("[]", "[]")]
    public async Task Scenario28And29_Modules_AreStoredAsTheirKindWants(string given, string stored)
    {
        await using var admin = await _rooms.LogInAdminAsync();

        var reply = await CreateAsync(admin, $$"""{"name": "New", "modules": {{given}}}""");

        var modules = await _rooms.Server.ReadJsonAsync($"SELECT module_config FROM core_room WHERE id = '{(string)reply["room"]!}'");
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(stored), modules), modules.ToJsonString());
        Assert.Equal(given.Contains("chat.native", StringComparison.Ordinal), reply["channel"] is not null);
    }

    [Fact]
    public async Task Scenario30_PrivateRoom_IsForItsCreatorAndWorldWideViewers()
    {
        await using var chatter = await _rooms.LogInAsync("chatter");
        await using var admin = await _rooms.LogInAdminAsync();
        await using var guest = await _rooms.LogInAsync(1);

        var room = (string)(await CreateAsync(chatter, """{"name": "New", "permission_preset": "private", "modules": [{"type": "chat.native"}]}"""))["room"]!;

        Assert.Equal(["room:delete", "room:view"], (await chatter.ReceivePushAsync("room.create"))["permissions"]!.AsArray().Select(name => (string)name!));
        Assert.Equal(room, (string?)(await admin.ReceivePushAsync("room.create"))["id"]);
        await guest.ExpectNothingAsync();
        Assert.Equal("{}", (await _rooms.Server.ReadJsonAsync($"SELECT trait_grants FROM core_room WHERE id = '{room}'")).ToJsonString());
        Assert.Equal("protocol.denied", (string?)(await guest.CallForErrorAsync("room.enter", RoomAdminServer.Body(room)))["code"]);

        // Nor does it hear of what happens there.
        await chatter.CallAsync("room.enter", RoomAdminServer.Body(room));
        await admin.ReceivePushAsync("world.user_count_change");
        await guest.ExpectNothingAsync();
    }

    [Fact]
    public async Task SilencedUser_GetsTheRoomThatItMayView()
    {
        await using var admin = await _rooms.LogInAdminAsync();
        await using var guest = await _rooms.LogInAsync(1);
        await _rooms.Server.ExecuteSqlAsync(
            $"UPDATE core_user SET moderation_state = 'silenced', version = version + 1 WHERE id = '{WireServer.UserIdOf(guest)}'");

        await CreateAsync(admin, """{"name": "New"}""");

        // Its row is as it is at this moment.
        Assert.Equal(
            ["room:chat.join", "room:chat.read", "room:view"],
            (await guest.ReceivePushAsync("room.create"))["permissions"]!.AsArray().Select(name => (string)name!));
    }

    [Fact]
    public async Task Scenario31And32_WithoutDescription_IsNullAndComesLast()
    {
        await using var admin = await _rooms.LogInAdminAsync();
        await _rooms.Server.ExecuteSqlAsync(
            $"UPDATE core_room SET sorting_priority = 7, deleted = TRUE, version = version + 1 WHERE id = '{_rooms.Private}'");

        var room = (string)(await CreateAsync(admin, """{"name": "New", "description": null}"""))["room"]!;
        Assert.Equal((null, "8"), (await _rooms.ReadRoomAsync("description", room), await _rooms.ReadRoomAsync("sorting_priority", room)));
        var grants = await _rooms.Server.ReadJsonAsync($"SELECT trait_grants FROM core_room WHERE id = '{room}'");
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{"viewer": [], "participant": []}"""), grants), grants.ToJsonString());
        await _rooms.Server.ExecuteSqlAsync($"UPDATE core_room SET sorting_priority = 2147483647 WHERE id = '{_rooms.Private}'");

        var last = (string)(await CreateAsync(admin, """{"name": "Last"}"""))["room"]!;

        Assert.Equal("2147483647", await _rooms.ReadRoomAsync("sorting_priority", last));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"name": null}""")]
    [InlineData("""{"name": 5}""")]
    [InlineData("""{"name": "a\u0000"}""")]
    [InlineData("""{"name": "N", "description": 5}""")]
    [InlineData("""{"name": "N", "modules": null}""")]
    [InlineData("""{"name": "N", "modules": {}}""")]
    [InlineData("""{"name": "N", "modules": ["chat.native"]}""")]
    [InlineData("""{"name": "N", "modules": [{}]}""")]
    [InlineData("""{"name": "N", "modules": [{"type": 5}]}""")]
    [InlineData("""{"name": "N", "modules": [{"type": "chat.native", "config": []}]}""")]
    [InlineData("""{"name": "N", "modules": [{"type": "chat.native", "config": null}]}""")]
    [InlineData("""{"name": "N", "modules": [{"type": "chat.native", "config": {"volatile": "true"}}]}""")]
    [InlineData("""{"name": "N", "modules": [{"type": "livestream.native", "config": {"hls_url": null}}]}""")]
    [InlineData("""{"name": "N", "permission_preset": 5}""")]
    public async Task Scenario31_BadBody_IsInvalidBody(string body)
    {
        await using var admin = await _rooms.LogInAdminAsync();

        await admin.SendAsync($"""["room.create", 1, {body}]""");

        await admin.ExpectErrorAsync("protocol.invalid_body", "1");
        await admin.ExpectNothingAsync();
    }

    [Fact]
    public async Task Scenario31_NameOf301Characters_IsInvalidBody()
    {
        await using var admin = await _rooms.LogInAdminAsync();

        Assert.Equal(
            "protocol.invalid_body",
            (string?)(await admin.CallForErrorAsync("room.create", new JsonObject { ["name"] = new string('x', 301) }))["code"]);
        await admin.CallAsync("room.create", new JsonObject { ["name"] = new string('x', 300) });
    }

    [Fact]
    public async Task Scenario51_OwnerOfOneRoom_CannotDeleteAnother()
    {
        await using var chatter = await _rooms.LogInAsync("chatter");
        var own = (string)(await CreateAsync(chatter, """{"name": "Own", "modules": [{"type": "chat.native"}]}"""))["room"]!;
        await chatter.CallAsync("room.enter", RoomAdminServer.Body(own));

        Assert.Equal("protocol.denied", (string?)(await chatter.CallForErrorAsync("room.delete", RoomAdminServer.Body(_rooms.Stage)))["code"]);
        await chatter.CallAsync("room.delete", RoomAdminServer.Body(own));

        Assert.Equal("0", await _rooms.Server.ReadSqlAsync($"SELECT count(*) FROM core_room WHERE id = '{_rooms.Stage}' AND deleted"));
    }

    private static Task<JsonNode> CreateAsync(VenuelessClient client, string body) => client.CallAsync("room.create", JsonNode.Parse(body));
}
