using System.Text.Json.Nodes;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>rooms.md section 12, scenarios 33 to 35, 39, 42, 44 and 51: reading, changing and ordering rooms, and who hears of it.</summary>
public sealed class RoomConfigScenarioTests : IAsyncLifetime
{
    private RoomAdminServer _rooms = null!;

    public async Task InitializeAsync() => _rooms = await RoomAdminServer.StartAsync();

    public async Task DisposeAsync() => await _rooms.DisposeAsync();

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("\"x\"")]
    public async Task Scenario33_List_HasAllRoomsInOrderWithTenFields(string body)
    {
        await using var admin = await _rooms.LogInAdminAsync();
        await _rooms.Server.ExecuteSqlAsync($"UPDATE core_room SET sorting_priority = -1, version = version + 1 WHERE id = '{_rooms.Private}'");
        await _rooms.Server.ExecuteSqlAsync($"UPDATE core_room SET picture = 'pub/a.png', trait_grants = NULL, module_config = NULL WHERE id = '{_rooms.Stage}'");

        var rooms = (await admin.CallAsync("room.config.list", JsonNode.Parse(body))).AsArray();

        Assert.Equal([_rooms.Private, _rooms.Text, _rooms.Stage], rooms.Select(room => (string)room!["id"]!));
        Assert.All(rooms, room => Assert.Equal(
            ["id", "trait_grants", "module_config", "picture", "name", "description", "sorting_priority", "pretalx_id", "force_join", "schedule_data"],
            room!.AsObject().Select(pair => pair.Key)));
        Assert.Equal(("/media/pub/a.png", "{}", "[]"), ((string?)rooms[2]!["picture"], rooms[2]!["trait_grants"]!.ToJsonString(), rooms[2]!["module_config"]!.ToJsonString()));
    }

    [Fact]
    public async Task Scenario33And34_WithoutRights_EverythingIsDenied()
    {
        await using var guest = await _rooms.LogInAsync(1);

        foreach (var (command, body) in new[] { ("room.config.list", "null"), ("room.config.reorder", "[]") })
        {
            var error = await guest.CallForErrorAsync(command, JsonNode.Parse(body));
            Assert.Equal("""{"code":"auth.denied","message":"Permission denied."}""", error.ToJsonString());
        }

        foreach (var command in new[] { "room.config.get", "room.config.patch" })
        {
            var error = await guest.CallForErrorAsync(command, RoomAdminServer.Body(_rooms.Stage, """{"name": "Mine"}"""));
            Assert.Equal("""{"code":"protocol.denied","message":"Permission denied."}""", error.ToJsonString());
        }

        Assert.Equal("Stage", await _rooms.ReadRoomAsync("name", _rooms.Stage));
    }

    [Fact]
    public async Task ChannelInsteadOfRoom_NamesItsRoomInEveryCommand()
    {
        await using var admin = await _rooms.LogInAdminAsync();
        var channel = await _rooms.Server.FindChannelAsync(_rooms.World, "stage");
        JsonObject Body(string? fields = null)
        {
            var body = JsonNode.Parse(fields ?? "{}")!.AsObject();
            body["channel"] = channel;
            return body;
        }

        Assert.Equal(_rooms.Stage, (string?)(await admin.CallAsync("room.config.get", Body()))["id"]);
        Assert.Equal(_rooms.Stage, (string?)(await admin.CallAsync("room.config.patch", Body("""{"name": "By channel"}""")))["id"]);
        Assert.NotNull((await admin.CallAsync("room.invite.anonymous.link", Body()))["url"]);
        await admin.CallAsync("room.enter", Body());
        await admin.CallAsync("room.schedule", Body("""{"schedule_data": {"title": "x"}}"""));
        await admin.CallAsync("room.leave", Body());
        await admin.CallAsync("room.delete", Body());

        Assert.Equal("room.unknown", (string?)(await admin.CallForErrorAsync("room.config.get", Body()))["code"]);
        Assert.Equal("1", await _rooms.ReadRoomAsync("deleted", _rooms.Stage));
    }

    [Theory]
    [InlineData("""{"room": {}}""", "protocol.invalid_body")]
    [InlineData("""{"room": []}""", "protocol.invalid_body")]
    [InlineData("""{"channel": {}}""", "protocol.invalid_body")]
    [InlineData("null", "protocol.invalid_body")]
    [InlineData("[]", "protocol.invalid_body")]
    [InlineData("\"x\"", "protocol.invalid_body")]
    [InlineData("{}", "room.unknown")]
    [InlineData("""{"room": null}""", "room.unknown")]
    [InlineData("""{"room": 5}""", "room.unknown")]
    [InlineData("""{"room": "nonsense"}""", "room.unknown")]
    [InlineData("""{"room": "text"}""", "room.unknown")]
    [InlineData("""{"channel": "5f6e0f4e-6f2b-4a57-8f1e-0a4c8a0c7a11"}""", "room.unknown")]
    public async Task NoRoom_IsTheSameErrorInEveryCommand(string body, string code)
    {
        await using var admin = await _rooms.LogInAdminAsync();
        foreach (var command in new[]
        {
            "room.enter", "room.leave", "room.react", "room.config.get", "room.config.patch", "room.delete", "room.schedule", "room.invite.anonymous.link",
        })
        {
            await admin.SendAsync($"""["{command}", 1, {body}]""");
            await admin.ExpectErrorAsync(code, "1");
        }

        Assert.Equal("3", await _rooms.Server.ReadSqlAsync($"SELECT count(*) FROM core_room WHERE world_id = '{_rooms.World}' AND NOT deleted"));
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("0")]
    [InlineData("false")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("null")]
    public async Task EmptyScheduleData_IsNullForClients(string data)
    {
        await using var admin = await _rooms.LogInAdminAsync();
        await admin.CallAsync("room.config.patch", RoomAdminServer.Body(_rooms.Stage, $$"""{"schedule_data": {{data}}}"""));

        var rooms = await _rooms.ReceiveUpdateAsync(admin);

        Assert.Null(rooms.Single(room => (string?)room!["id"] == _rooms.Stage)!["schedule_data"]);
    }

    [Fact]
    public async Task Scenario35_Patch_RepliesThenEverybodyGetsTheirWorldAndTheAuditLogBothStates()
    {
        await using var admin = await _rooms.LogInAdminAsync();
        await using var tab = await _rooms.LogInAdminAsync();
        await using var guest = await _rooms.LogInAsync(1);
        var old = await admin.CallAsync("room.config.get", RoomAdminServer.Body(_rooms.Stage));
        var version = await _rooms.ReadRoomAsync("version", _rooms.Stage);

        await admin.SendAsync($$"""["room.config.patch", 9, {"room": "{{_rooms.Stage}}", "name": "Big stage"}]""");
        var reply = await admin.ReceiveAsync();

        Assert.Equal(("success", 9, "Big stage"), ((string?)reply[0], (int)reply[1]!, (string?)reply[2]!["name"]));
        Assert.Equal(3, (await _rooms.ReceiveUpdateAsync(admin)).Count);
        Assert.Equal(3, (await _rooms.ReceiveUpdateAsync(tab)).Count);
        var seen = await _rooms.ReceiveUpdateAsync(guest);
        Assert.Equal(["Text", "Big stage"], seen.Select(room => (string)room!["name"]!));
        Assert.Equal("none", (string?)seen[1]!["users"]);
        var audit = Assert.Single(await _rooms.ReadAuditAsync("world.room.updated"));
        Assert.Equal(_rooms.Stage, (string?)audit["object"]);
        Assert.True(JsonNode.DeepEquals(old, audit["old"]), audit.ToJsonString());
        Assert.True(JsonNode.DeepEquals(reply[2], audit["new"]), audit.ToJsonString());
        Assert.Equal(int.Parse(version!, null) + 1, int.Parse((await _rooms.ReadRoomAsync("version", _rooms.Stage))!, null));
        Assert.True(JsonNode.DeepEquals(reply[2], await tab.CallAsync("room.config.get", RoomAdminServer.Body(_rooms.Stage))));
    }

    [Fact]
    public async Task Patches_InAShortTime_AreOnePushWithTheLastState()
    {
        await using var admin = await _rooms.LogInAdminAsync();
        await using var guest = await _rooms.LogInAsync(1);

        foreach (var name in new[] { "One", "Two", "Three" })
        {
            await admin.CallAsync("room.config.patch", RoomAdminServer.Body(_rooms.Stage, $$"""{"name": "{{name}}"}"""));
        }

        await _rooms.ReceiveUpdateAsync(guest);
        await guest.ExpectNothingAsync();
        _rooms.PassWindow();

        Assert.Equal("Three", (string?)(await _rooms.ReceiveUpdateAsync(guest))[1]!["name"]);
        _rooms.PassWindow();
        await guest.ExpectNothingAsync();
    }

    [Fact]
    public async Task GrantsChanged_OpenAndHideTheRoomAndCountsFollow()
    {
        await using var admin = await _rooms.LogInAdminAsync();
        await using var guest = await _rooms.LogInAsync(1);

        await admin.CallAsync("room.config.patch", RoomAdminServer.Body(_rooms.Private, """{"trait_grants": {"participant": []}}"""));
        Assert.Equal(3, (await _rooms.ReceiveUpdateAsync(guest)).Count);
        await _rooms.ReceiveUpdateAsync(admin);
        await guest.CallAsync("room.enter", RoomAdminServer.Body(_rooms.Private));
        Assert.Equal("few", (string?)(await guest.ReceivePushAsync("world.user_count_change"))["users"]);
        await admin.ReceivePushAsync("world.user_count_change");
        _rooms.PassWindow();

        await admin.CallAsync("room.config.patch", RoomAdminServer.Body(_rooms.Private, """{"trait_grants": {"participant": ["insider"]}}"""));
        Assert.Equal(2, (await _rooms.ReceiveUpdateAsync(guest)).Count);
        await _rooms.ReceiveUpdateAsync(admin);
        Assert.Equal("protocol.denied", (string?)(await guest.CallForErrorAsync("room.enter", RoomAdminServer.Body(_rooms.Private)))["code"]);

        // Its client no longer has the room, so it must not hear of it.
        await guest.CallAsync("room.leave", RoomAdminServer.Body(_rooms.Private));
        await admin.ReceivePushAsync("world.user_count_change");
        await guest.ExpectNothingAsync();
    }

    [Fact]
    public async Task Scenario39_ChatModule_MakesAChannelAndComesBackToIt()
    {
        await using var admin = await _rooms.LogInAdminAsync();
        await using var guest = await _rooms.LogInAsync(1);
        var modules = """{"module_config": [{"type": "chat.native", "config": {"volatile": true}}, {"type": "chat.native"}]}""";
        await _rooms.Server.ExecuteSqlAsync(
            $"DELETE FROM core_channel WHERE room_id = '{_rooms.Stage}'; UPDATE core_room SET module_config = '[]', version = version + 1 WHERE id = '{_rooms.Stage}'");

        await admin.CallAsync("room.config.patch", RoomAdminServer.Body(_rooms.Stage, modules));
        var channel = await _rooms.Server.ReadSqlAsync($"SELECT id FROM core_channel WHERE room_id = '{_rooms.Stage}'");
        Assert.Equal(channel, (string?)(await _rooms.ReceiveUpdateAsync(guest))[1]!["modules"]![0]!["channel_id"]);
        await guest.CallAsync("chat.subscribe", new JsonObject { ["channel"] = channel });
        _rooms.PassWindow();

        await admin.CallAsync("room.config.patch", RoomAdminServer.Body(_rooms.Stage, """{"module_config": []}"""));
        Assert.Empty((await _rooms.ReceiveUpdateAsync(guest))[1]!["modules"]!.AsArray());
        Assert.Equal("room.unknown", (string?)(await guest.CallForErrorAsync("chat.subscribe", new JsonObject { ["channel"] = channel }))["code"]);
        _rooms.PassWindow();

        await admin.CallAsync("room.config.patch", RoomAdminServer.Body(_rooms.Stage, modules));
        Assert.Equal(channel, (string?)(await _rooms.ReceiveUpdateAsync(guest))[1]!["modules"]![0]!["channel_id"]);
        Assert.Equal("1", await _rooms.Server.ReadSqlAsync($"SELECT count(*) FROM core_channel WHERE room_id = '{_rooms.Stage}'"));
    }

    [Fact]
    public async Task Scenario42_Reorder_PutsTheListFirstAndNumbersAnew()
    {
        await using var admin = await _rooms.LogInAdminAsync();
        await using var guest = await _rooms.LogInAsync(1);
        await _rooms.Server.ExecuteSqlAsync($"UPDATE core_room SET sorting_priority = 7 WHERE world_id = '{_rooms.World}'");
        var list = new JsonArray(
            _rooms.Text, "garbage", 5, null, new JsonArray(_rooms.Private), new JsonObject { ["id"] = _rooms.Private }, _rooms.Server.StageRoom, _rooms.Stage, _rooms.Text);

        var rooms = (await admin.CallAsync("room.config.reorder", list)).AsArray();

        // Private comes before its own only by name.
        string[] order = [_rooms.Text, _rooms.Stage, _rooms.Private];
        Assert.Equal(order, rooms.Select(room => (string)room!["id"]!));
        Assert.Equal([1, 2, 3], rooms.Select(room => (int)room!["sorting_priority"]!));
        Assert.Equal([_rooms.Text, _rooms.Stage], (await _rooms.ReceiveUpdateAsync(guest)).Select(room => (string)room!["id"]!));
        Assert.True(JsonNode.DeepEquals(rooms, await admin.CallAsync("room.config.list", null)));
        Assert.True(JsonNode.DeepEquals(list, Assert.Single(await _rooms.ReadAuditAsync("world.room.reorder"))["id_list"]));
        var version = await _rooms.ReadRoomAsync("version", _rooms.Text);
        _rooms.PassWindow();

        var second = (await admin.CallAsync("room.config.reorder", new JsonArray(_rooms.Text, _rooms.Private, _rooms.Stage))).AsArray();
        Assert.Equal([_rooms.Text, _rooms.Private, _rooms.Stage], second.Select(room => (string)room!["id"]!));
        Assert.Equal(version, await _rooms.ReadRoomAsync("version", _rooms.Text));
        Assert.NotEqual("7", await _rooms.ReadRoomAsync("sorting_priority", _rooms.Private));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("\"x\"")]
    [InlineData("""{"rooms": []}""")]
    public async Task Scenario42_ReorderWithoutAnArray_IsInvalidBody(string body)
    {
        await using var admin = await _rooms.LogInAdminAsync();

        await admin.SendAsync($"""["room.config.reorder", 1, {body}]""");

        var error = await admin.ExpectErrorAsync("protocol.invalid_body", "1");
        Assert.Equal("body: expected an array", (string?)error["message"]);
        Assert.Empty(await _rooms.ReadAuditAsync("world.room.reorder"));
    }

    [Fact]
    public async Task Scenario44_BigBlueButtonSettings_NeverReachClients()
    {
        await using var admin = await _rooms.LogInAdminAsync();
        await using var guest = await _rooms.LogInAsync(1);

        var reply = await admin.CallAsync(
            "room.config.patch",
            RoomAdminServer.Body(_rooms.Stage, """{"module_config": [{"type": "call.bigbluebutton", "config": {"secret": "top-secret-of-the-conference", "record": true}}]}"""));

        Assert.Equal("top-secret-of-the-conference", (string?)reply["module_config"]![0]!["config"]!["secret"]);
        Assert.Equal("{}", (await _rooms.ReceiveUpdateAsync(guest))[1]!["modules"]![0]!["config"]!.ToJsonString());
        Assert.Equal("{}", (await _rooms.ReceiveUpdateAsync(admin))[1]!["modules"]![0]!["config"]!.ToJsonString());
        await using var late = await VenuelessClient.ConnectAsync(_rooms.Server.Port, _rooms.World);
        Assert.DoesNotContain("top-secret-of-the-conference", (await late.AuthenticateAsync(WireToken.Body("late", "admin"))).ToJsonString(), StringComparison.Ordinal);
    }
}
