using System.Text.Json.Nodes;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>
/// permissions.md section 8 over the wire, in a world with the default roles. Scenario 8 without questions and polls, which have no commands yet.
/// </summary>
public sealed class PermissionScenarioTests : IAsyncLifetime
{
    private static readonly string[] Attendee = ["world:chat.direct", "world:exhibition.contact", "world:view"];

    private static readonly string[] AnonymousRoom =
        ["room:poll.read", "room:poll.vote", "room:question.ask", "room:question.read", "room:question.vote", "room:view"];

    private static readonly string[] Silenced = ["room:chat.join", "room:chat.read", "room:poll.read", "room:question.read", "room:view", "world:view"];

    private readonly List<VenuelessClient> _clients = [];
    private WireServer _server = null!;
    private string _world = "";
    private string _text = "";
    private string _stage = "";
    private string _channel = "";

    public async Task InitializeAsync() => _server = await WireServer.StartAsync(cacheMaxAge: TimeSpan.Zero, isPatient: true);

    public async Task DisposeAsync()
    {
        foreach (var client in _clients)
        {
            await client.DisposeAsync();
        }

        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Scenario01_AttendeeWithoutTraits_HasExactlyTheRolesStrings()
    {
        await ImportAsync("""{"attendee": []}""");

        var (_, config) = await LogInAsync("");

        Assert.Equal(Attendee, Permissions(config));
        Assert.Empty(config["rooms"]!.AsArray());
    }

    [Fact]
    public async Task Scenario02_SeveralRoomRoles_AreUnitedWithoutWorldStrings()
    {
        await ImportAsync("""{"attendee": []}""", """{"viewer": [], "room_owner": []}""", """{"viewer": [], "participant": []}""");

        var (_, config) = await LogInAsync("");

        var participant = DefaultRole("participant");
        Assert.Equal(participant, Permissions(RoomOf(config, "stage")));
        Assert.Equal(participant.Concat(["room:delete", "room:invite"]).Order(StringComparer.Ordinal), Permissions(RoomOf(config, "text")));
    }

    [Fact]
    public async Task Scenario03_WorldGrantByHand_CountsForTheNextCheck()
    {
        await ImportAsync("""{"attendee": []}""");
        var (client, _) = await LogInAsync("");
        Assert.Equal("auth.denied", await CreateRoomAsync(client, "Too early"));

        await GrantWorldAsync(client, "room_creator");

        Assert.Null(await CreateRoomAsync(client, "In time"));
        await ExpectErrorAsync(client, "world.config.get", null, "auth.denied");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Scenario04_OwnerOfOneRoom_OwnsOnlyThatInEitherOrder(bool ownFirst)
    {
        await ImportAsync("""{"viewer": []}""");
        var (client, _) = await LogInAsync("");
        await GrantRoomAsync(client, _text, "room_owner");

        if (ownFirst)
        {
            await client.CallAsync("room.delete", Room(_text));
        }

        await ExpectErrorAsync(client, "room.delete", Room(_stage), "protocol.denied");
        if (!ownFirst)
        {
            await client.CallAsync("room.delete", Room(_text));
        }
    }

    [Theory]
    [InlineData("""["t1", "t9"]""", false)]
    [InlineData("""["t1"]""", true)]
    [InlineData("""[["t0", "t9"]]""", false)]
    [InlineData("""[["t1", "t9"]]""", true)]
    [InlineData("""["t4", ["t9", "t1"]]""", true)]
    [InlineData("""[[]]""", false)]
    [InlineData("""["T1"]""", false)]
    [InlineData("""[1]""", false)]
    [InlineData("\"t1\"", false)]
    [InlineData("null", false)]
    [InlineData("{}", false)]
    public async Task Scenario05And06And14_Requirement_DecidesWhoCreatesRooms(string requirement, bool allowed)
    {
        await ImportAsync($$"""{"attendee": [], "room_creator": {{requirement}}}""");

        var (client, config) = await LogInAsync("t1 t4");

        Assert.Equal(allowed, Permissions(config).Contains("world:rooms.create.chat"));
        Assert.Equal(allowed ? null : "auth.denied", await CreateRoomAsync(client, "New"));
    }

    [Fact]
    public async Task Scenario07_OwnerByTraits_MayInviteInThatRoomOnly()
    {
        await ImportAsync("""{"viewer": []}""", """{"room_owner": ["t1", "t4"]}""");

        var (_, config) = await LogInAsync("t1 t4");
        var (_, other) = await LogInAsync("t1");

        Assert.Contains("room:invite", Permissions(RoomOf(config, "text")));
        Assert.DoesNotContain("room:invite", Permissions(RoomOf(config, "stage")));
        Assert.DoesNotContain("room:invite", Permissions(RoomOf(other, "text")));
    }

    [Fact]
    public async Task Scenario08And09_SilencedAdministrator_OnlyReads()
    {
        await ImportAsync("""{"attendee": [], "admin": ["boss"]}""", """{"participant": []}""");
        var (loud, _) = await LogInAsync("boss");
        await loud.CallAsync("user.update", JsonNode.Parse("""{"profile": {"display_name": "Boss"}}"""));
        await ModerateAsync(loud, ModerationStates.Silenced);

        var (client, config) = await LogInAsync("boss");

        Assert.Equal(Silenced, Permissions(config));
        Assert.Equal(Silenced, Permissions(config["world"]!));
        Assert.Equal(Silenced.Where(name => !name.StartsWith("world:", StringComparison.Ordinal)), Permissions(RoomOf(config, "text")));
        Assert.Equal(3, config["rooms"]!.AsArray().Count);
        Assert.Equal("auth.denied", await CreateRoomAsync(client, "New"));
        await ExpectErrorAsync(client, "world.config.get", null, "auth.denied");
        await ExpectErrorAsync(client, "world.config.patch", new JsonObject(), "auth.denied");
        await ExpectErrorAsync(client, "world.auditlog.list", null, "auth.denied");
        await ExpectErrorAsync(client, "room.config.list", null, "auth.denied");
        await ExpectErrorAsync(client, "room.delete", Room(_text), "protocol.denied");
        await ExpectErrorAsync(client, "room.schedule", Room(_text), "protocol.denied");
        await client.CallAsync("chat.subscribe", Channel());
        await client.CallAsync("chat.join", Channel());
        await client.CallAsync("chat.fetch", JsonNode.Parse($$"""{"channel": "{{_channel}}", "count": 5, "before_id": 1000}"""));
        await ExpectErrorAsync(client, "chat.send", Message(), "protocol.denied");
        await client.CallAsync("room.enter", Room(_text));
    }

    [Fact]
    public async Task Scenario10_BannedUser_IsDeniedAtLoginAndOnItsOpenSocket()
    {
        await ImportAsync("""{"attendee": [], "admin": ["boss"]}""", """{"participant": []}""");
        var (open, _) = await LogInAsync("boss");
        await GrantWorldAsync(open, "admin");
        await ModerateAsync(open, ModerationStates.Banned);

        await ExpectErrorAsync(open, "world.config.get", null, "auth.denied");
        await ExpectErrorAsync(open, "room.enter", Room(_text), "protocol.denied");
        await using var client = await VenuelessClient.ConnectAsync(_server.Port, _world);
        await client.SendAsync(new JsonArray("authenticate", WireToken.Body("boss", "boss")));
        await client.ExpectErrorAsync("auth.denied");
    }

    [Fact]
    public async Task DeletedUser_MayNothingOnItsOpenSocket()
    {
        await ImportAsync("""{"attendee": [], "admin": ["boss"]}""", """{"participant": []}""");
        var (open, _) = await LogInAsync("boss");
        await _server.ExecuteSqlAsync($"UPDATE core_user SET deleted = TRUE, version = version + 1 WHERE id = '{WireServer.UserIdOf(open)}'");

        await ExpectErrorAsync(open, "world.config.get", null, "auth.denied");
        await ExpectErrorAsync(open, "room.enter", Room(_text), "protocol.denied");
    }

    [Fact]
    public async Task Scenario11_AnonymousGuest_SeesItsRoomWithSixPermissions()
    {
        await ImportAsync("""{"attendee": ["ticket"]}""", """{"viewer": []}""", """{"viewer": []}""");
        await _server.ExecuteSqlAsync(
            $"INSERT INTO core_anonymousinvite (short_token, expires, room_id, world_id) VALUES ('abcdef', '2200-01-01 00:00:00.000000+00:00', '{_text}', '{_world}')");
        await using var client = await VenuelessClient.ConnectAsync(_server.Port, _world);

        var config = (await client.AuthenticateAsync(JsonNode.Parse("""{"client_id": "guest", "invite_token": "abcdef"}""")!.AsObject()))["world.config"]!;

        Assert.Equal(["world:view"], Permissions(config));
        Assert.Equal(AnonymousRoom, Permissions(Assert.Single(config["rooms"]!.AsArray())!));
        await ExpectErrorAsync(client, "chat.subscribe", Channel(), "protocol.denied");
        await ExpectErrorAsync(client, "room.enter", Room(_stage), "protocol.denied");
        await client.CallAsync("room.enter", Room(_text));
    }

    [Fact]
    public async Task Scenario12And13_Kiosk_SeesEveryRoomAndAdministersNothing()
    {
        await ImportAsync("""{"attendee": [], "admin": []}""");
        var (before, _) = await LogInAsync("-kiosk");
        await _server.ExecuteSqlAsync($"UPDATE core_user SET type = 'kiosk', version = version + 1 WHERE id = '{WireServer.UserIdOf(before)}'");
        await GrantWorldAsync(before, "__kiosk");

        var (client, config) = await LogInAsync("-kiosk");

        Assert.Equal(
            ["room:chat.read", "room:invite.anonymous", "room:poll.early_results", "room:poll.read", "room:question.read", "room:view", "room:viewers", "world:view"],
            Permissions(config));
        Assert.Equal(3, config["rooms"]!.AsArray().Count);
        foreach (var room in new[] { _text, _stage })
        {
            Assert.NotNull((await client.CallAsync("room.enter", Room(room)))["viewers"]);
        }

        await ExpectErrorAsync(client, "world.config.get", null, "auth.denied");
    }

    [Fact]
    public async Task WorldsOwnKioskRole_ReplacesTheSystemRole()
    {
        await ImportAsync("""{"attendee": []}""", roles: """{"attendee": ["world:view"], "__kiosk": []}""");
        var (before, _) = await LogInAsync("-kiosk");
        await _server.ExecuteSqlAsync($"UPDATE core_user SET type = 'kiosk', version = version + 1 WHERE id = '{WireServer.UserIdOf(before)}'");
        await GrantWorldAsync(before, "__kiosk");

        await using var client = await VenuelessClient.ConnectAsync(_server.Port, _world);
        await client.SendAsync(new JsonArray("authenticate", WireToken.Body("-kiosk", "-kiosk")));

        await client.ExpectErrorAsync("auth.denied");
    }

    [Theory]
    [InlineData("""{"viewer": []}""", 3)]
    [InlineData("""{"attendee": []}""", 2)]
    public async Task Scenario15_RoomGrantsNull_HideTheRoomUnlessTheWorldShowsIt(string grants, int visible)
    {
        await ImportAsync(grants, """{"viewer": []}""", """{"viewer": []}""");
        await _server.ExecuteSqlAsync($"UPDATE core_room SET trait_grants = NULL, module_config = NULL, version = version + 1 WHERE world_id = '{_world}' AND import_id = 'private'");

        var (_, config) = await LogInAsync("");

        Assert.Equal(visible, config["rooms"]!.AsArray().Count);
    }

    [Fact]
    public async Task Scenario16_RoleThatIsDefinedNowhere_HasNoEffect()
    {
        await ImportAsync("""{"attendee": [], "gone": []}""", """{"gone": []}""");

        var (client, config) = await LogInAsync("");
        await GrantWorldAsync(client, "gone too");

        Assert.Equal(Attendee, Permissions(config));
        await ExpectErrorAsync(client, "room.enter", Room(_text), "protocol.denied");
    }

    [Fact]
    public async Task Scenario17_UnknownStrings_AreSentOnceAndSatisfyNothing()
    {
        await ImportAsync(
            """{"attendee": [], "odd": []}""",
            """{"odd": []}""",
            roles: """{"attendee": ["world:view", "world:view"], "odd": ["my:own", "my:own", "world:rooms.create", "room:view ", "ROOM:VIEW", "world:my"]}""");

        var (client, config) = await LogInAsync("");

        Assert.Equal(["ROOM:VIEW", "my:own", "room:view ", "world:my", "world:rooms.create", "world:view"], Permissions(config));
        Assert.Empty(config["rooms"]!.AsArray());
        Assert.Equal("auth.denied", await CreateRoomAsync(client, "New"));
    }

    [Fact]
    public async Task Scenario18_UpdateOfOneRoom_IsThatRoomOnly()
    {
        await ImportAsync("""{"viewer": []}""", """{"keeper": ["keeper"]}""", roles: """{"viewer": ["world:view", "room:view"], "keeper": ["room:update", "world:update"]}""");
        var (client, _) = await LogInAsync("keeper");

        await client.CallAsync("room.config.patch", JsonNode.Parse($$"""{"room": "{{_text}}", "name": "Mine"}"""));
        await client.CallAsync("room.config.get", Room(_text));

        await ExpectErrorAsync(client, "room.config.list", null, "auth.denied");
        await ExpectErrorAsync(client, "room.config.reorder", new JsonArray(), "auth.denied");
        await ExpectErrorAsync(client, "room.config.patch", Room(_stage), "protocol.denied");
        await ExpectErrorAsync(client, "world.config.get", null, "auth.denied");
        Assert.Equal("auth.denied", await CreateRoomAsync(client, "New"));
    }

    [Theory]
    [InlineData("room:update", true)]
    [InlineData("room:invite.anonymous", true)]
    [InlineData("room:invite", false)]
    public async Task Scenario19_InviteLink_NeedsOneOfTwo(string permission, bool allowed)
    {
        await ImportAsync("""{"viewer": [], "one": []}""", roles: $$"""{"viewer": ["world:view", "room:view"], "one": ["{{permission}}"]}""");
        var (client, _) = await LogInAsync("");

        if (allowed)
        {
            Assert.NotNull((await client.CallAsync("room.invite.anonymous.link", Room(_text)))["url"]);
        }
        else
        {
            await ExpectErrorAsync(client, "room.invite.anonymous.link", Room(_text), "protocol.denied");
        }
    }

    [Fact]
    public async Task Scenario20_PrivateRoom_IsForTheGrantedAndWorldWideViewers()
    {
        await ImportAsync("""{"attendee": [], "viewer": ["staff"], "admin": ["boss"]}""", "{}");
        var (granted, _) = await LogInAsync("granted");
        await GrantRoomAsync(granted, _text, "viewer");
        var (member, seenByMember) = await LogInAsync("granted");
        var (staff, seenByStaff) = await LogInAsync("staff");
        var (other, seenByOther) = await LogInAsync("other");
        var (boss, _) = await LogInAsync("boss");

        Assert.Equal(_text, (string?)Assert.Single(seenByMember["rooms"]!.AsArray())!["id"]);
        Assert.Equal(3, seenByStaff["rooms"]!.AsArray().Count);
        Assert.Empty(seenByOther["rooms"]!.AsArray());

        await boss.CallAsync("room.enter", Room(_text));
        Assert.Equal(_text, (string?)(await member.ReceivePushAsync("world.user_count_change"))["room"]);
        Assert.Equal(_text, (string?)(await staff.ReceivePushAsync("world.user_count_change"))["room"]);

        await member.CallAsync("room.enter", Room(_text));
        await ExpectErrorAsync(other, "room.enter", Room(_text), "protocol.denied");
        await boss.CallAsync("room.schedule", JsonNode.Parse($$"""{"room": "{{_text}}", "schedule_data": {"session": "T7"} }"""));
        Assert.Equal(_text, (string?)(await member.ReceivePushAsync("room.schedule"))["room"]);

        var created = (string)(await boss.CallAsync("room.create", JsonNode.Parse("""{"name": "New", "modules": [], "permission_preset": "private"}""")))["room"]!;
        Assert.Equal(created, (string?)(await staff.ReceivePushAsync("room.create"))["id"]);
        await boss.CallAsync("room.enter", Room(created));
        Assert.Equal(created, (string?)(await staff.ReceivePushAsync("world.user_count_change"))["room"]);

        await member.ExpectNothingAsync();
        await other.ExpectNothingAsync();
    }

    [Fact]
    public async Task Scenario21_GrantTakenAway_EndsSendingAtOnce()
    {
        await ImportAsync("""{"attendee": [], "admin": ["boss"]}""", """{"viewer": [], "participant": []}""");
        var (boss, _) = await LogInAsync("boss");
        var (client, _) = await LogInAsync("");
        await client.CallAsync("user.update", JsonNode.Parse("""{"profile": {"display_name": "Ada"}}"""));
        await client.CallAsync("chat.join", Channel());
        await client.CallAsync("chat.send", Message());

        await boss.CallAsync("room.config.patch", JsonNode.Parse($$"""{"room": "{{_text}}", "trait_grants": {"viewer": []} }"""));
        while ((string?)(await client.ReceiveAsync("world.updated"))[0] != "world.updated")
        {
        }

        await ExpectErrorAsync(client, "chat.send", Message(), "protocol.denied");
        await client.CallAsync("chat.fetch", JsonNode.Parse($$"""{"channel": "{{_channel}}", "count": 5, "before_id": 1000}"""));
    }

    [Fact]
    public async Task Scenario22_AvailablePermissions_AreTheFortySixInOrder()
    {
        await ImportAsync("""{"admin": []}""");
        var (client, _) = await LogInAsync("");

        var names = (await client.CallAsync("world.config.get", null))["available_permissions"]!.AsArray().Select(name => (string)name!).ToList();

        Assert.Equal(46, names.Count);
        Assert.Equal(
            [
                "world:view", "world:update", "world:announce", "world:secrets", "world:api", "world:graphs", "world:rooms.create.stage", "world:rooms.create.chat",
                "world:rooms.create.bbb", "world:rooms.create.exhibition", "world:rooms.create.poster", "world:users.list", "world:users.manage", "world:chat.direct",
                "world:exhibition.contact", "world:connections.unlimited", "room:announce", "room:view", "room:update", "room:delete", "room:chat.read", "room:chat.join",
                "room:chat.send", "room:viewers", "room:invite", "room:invite.anonymous", "room:chat.moderate", "room:januscall.join", "room:januscall.moderate",
                "room:bbb.join", "room:bbb.moderate", "room:bbb.recordings", "room:digitalsamba.join", "room:digitalsamba.speak", "room:digitalsamba.moderate",
                "room:digitalsamba.recordings", "room:zoom.join", "room:question.read", "room:question.ask", "room:question.vote", "room:question.moderate",
                "room:roulette.join", "room:poll.read", "room:poll.early_results", "room:poll.vote", "room:poll.manage",
            ],
            names);
    }

    private static List<string> DefaultRole(string role) =>
        [.. JsonNode.Parse(WorldDefaults.Roles.ToString())![role]!.AsArray().Select(name => (string)name!)
            .Where(name => !name.StartsWith("world:", StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal)];

    private static List<string> Permissions(JsonNode holder) => [.. holder["permissions"]!.AsArray().Select(name => (string)name!)];

    private static JsonNode RoomOf(JsonNode config, string importId) => config["rooms"]!.AsArray().Single(room => (string?)room!["import_id"] == importId)!;

    private static JsonObject Room(string room) => new() { ["room"] = room };

    private static async Task ExpectErrorAsync(VenuelessClient client, string command, JsonNode? body, string code)
    {
        var error = await client.CallForErrorAsync(command, body);
        Assert.Equal((code, "Permission denied."), ((string?)error["code"], (string?)error["message"]));
    }

    /// <summary>The code of the refusal, null if there is a new chat room.</summary>
    private static Task<string?> CreateRoomAsync(VenuelessClient client, string name) =>
        client.TryCallAsync("room.create", JsonNode.Parse($$"""{"name": "{{name}}", "modules": [{"type": "chat.native"}]}"""));

    private JsonObject Channel() => new() { ["channel"] = _channel };

    private JsonNode Message() =>
        JsonNode.Parse($$"""{"channel": "{{_channel}}", "event_type": "channel.message", "content": {"type": "text", "body": "hi"} }""")!;

    /// <summary>A world with the default roles and three rooms without grants but the given ones.</summary>
    private async Task ImportAsync(string grants, string text = "{}", string stage = "{}", string? roles = null)
    {
        _world = await _server.ImportWorldAsync(WireToken.Config(), roles ?? WorldDefaults.Roles.ToString(), grants);
        await _server.ExecuteSqlAsync($"UPDATE core_room SET trait_grants = '{{}}', version = version + 1 WHERE world_id = '{_world}'");
        await _server.ExecuteSqlAsync($"UPDATE core_room SET trait_grants = '{text}' WHERE world_id = '{_world}' AND import_id = 'text'");
        await _server.ExecuteSqlAsync($"UPDATE core_room SET trait_grants = '{stage}' WHERE world_id = '{_world}' AND import_id = 'stage'");
        _text = await _server.FindRoomAsync(_world, "text");
        _stage = await _server.FindRoomAsync(_world, "stage");
        _channel = await _server.FindChannelAsync(_world, "text");
    }

    /// <summary>A new connection of the user of these traits, and its world configuration.</summary>
    private async Task<(VenuelessClient Client, JsonNode Config)> LogInAsync(string traits)
    {
        var client = await VenuelessClient.ConnectAsync(_server.Port, _world);
        _clients.Add(client);
        var payload = await client.AuthenticateAsync(WireToken.Body(traits.Length == 0 ? "nobody" : traits, traits.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        return (client, payload["world.config"]!);
    }

    private Task GrantWorldAsync(VenuelessClient client, string role) => ChangeUserAsync(
        client, $"INSERT INTO core_worldgrant (role, user_id, world_id) VALUES ('{role}', '{WireServer.UserIdOf(client)}', '{_world}')");

    private Task GrantRoomAsync(VenuelessClient client, string room, string role) => ChangeUserAsync(
        client, $"INSERT INTO core_roomgrant (role, room_id, user_id, world_id) VALUES ('{role}', '{room}', '{WireServer.UserIdOf(client)}', '{_world}')");

    private Task ModerateAsync(VenuelessClient client, string state) => ChangeUserAsync(
        client, $"UPDATE core_user SET moderation_state = '{state}' WHERE id = '{WireServer.UserIdOf(client)}'");

    private async Task ChangeUserAsync(VenuelessClient client, string sql)
    {
        await _server.ExecuteSqlAsync(sql);
        await _server.ExecuteSqlAsync($"UPDATE core_user SET version = version + 1 WHERE id = '{WireServer.UserIdOf(client)}'");
    }
}
