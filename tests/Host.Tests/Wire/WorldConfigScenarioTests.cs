using System.Text.Json.Nodes;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>world.md section 11, scenarios 1 to 5, and the grants table of the sample world: what a login tells of the world and its rooms.</summary>
public sealed class WorldConfigScenarioTests : IAsyncLifetime
{
    private const string World = "lighthouse";
    private const string FirstSecret = "lighthouse-demo-secret-not-for-production-0001";
    private const string SecondSecret = "lighthouse-demo-secret-not-for-production-0002";

    // In the order of the sample's file.
    private static readonly string[] AllRooms =
    [
        "pier", "rules", "arrival", "map", "people", "deck", "cabin", "tower", "galley", "wardroom", "chainlocker", "workshop", "bunk", "knots", "bridge",
        "charts", "chance", "boats", "posters",
    ];

    private WireServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await WireServer.StartAsync();
        await _server.ImportSampleAsync();
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task SampleScenario1_Import_HasItsRoomsAndChannelsAndASecondOneChangesNoIds()
    {
        var selectIds = $"SELECT {_server.Joined("id")} FROM (SELECT id FROM core_room UNION SELECT id FROM core_channel ORDER BY id) ids";
        Assert.Equal("19", await CountAsync($"core_room WHERE world_id = '{World}'"));
        Assert.Equal("10", await CountAsync($"core_channel WHERE world_id = '{World}'"));
        Assert.Equal("3", await CountAsync("core_exhibitor"));
        var ids = await _server.ReadSqlAsync(selectIds);

        await _server.ImportSampleAsync();

        Assert.Equal(ids, await _server.ReadSqlAsync(selectIds));
    }

    [Theory]
    [InlineData("", 17, "wardroom chainlocker")]
    [InlineData("ticket", 17, "wardroom chainlocker")]
    [InlineData("newsdesk", 17, "wardroom chainlocker")]
    [InlineData("schedule-update", 17, "wardroom chainlocker")]
    [InlineData("crew harbour-pilot", 18, "chainlocker")]
    [InlineData("ticket online", 19, "")]
    [InlineData("ticket onsite", 19, "")]
    [InlineData("online-ticket", 19, "")]
    [InlineData("moderator", 19, "")]
    [InlineData("track-lead", 19, "")]
    [InlineData("crew onsite", 19, "")]
    [InlineData("speaker", 19, "")]
    [InlineData("admin", 19, "")]
    [InlineData("api", 19, "")]
    public async Task SampleScenario4_Rooms_FollowTheGrantsTableInFileOrder(string traits, int count, string missing)
    {
        var config = await LogInAsync(traits);

        var rooms = config["rooms"]!.AsArray().Select(room => (string)room!["import_id"]!).ToList();
        Assert.Equal(AllRooms.Except(missing.Split(' ')), rooms);
        Assert.Equal(count, rooms.Count);
        Assert.All(config["rooms"]!.AsArray(), room => Assert.Equal("none", (string?)room!["users"]));
    }

    [Theory]
    [InlineData("", "bunk", "room:view", "room:bbb.join")]
    [InlineData("ticket", "bunk", "room:bbb.join", "room:bbb.moderate")]
    [InlineData("", "galley", "room:chat.send", "room:chat.moderate")]
    [InlineData("ticket online", "chainlocker", "room:chat.send", "room:chat.moderate")]
    [InlineData("online-ticket", "chainlocker", "room:chat.read", "room:chat.send")]
    [InlineData("crew harbour-pilot", "wardroom", "room:chat.moderate", "room:update")]
    [InlineData("crew harbour-pilot", "bunk", "room:bbb.moderate", "room:viewers")]
    [InlineData("crew harbour-pilot", "galley", "room:chat.send", "room:chat.moderate")]
    [InlineData("crew onsite", "wardroom", "room:chat.send", "room:chat.moderate")]
    [InlineData("crew onsite", "chainlocker", "room:invite.anonymous", "room:chat.send")]
    [InlineData("track-lead", "chainlocker", "room:chat.moderate", "room:update")]
    [InlineData("speaker", "galley", "room:bbb.moderate", "room:viewers")]
    [InlineData("admin", "chainlocker", "room:update", "world:update")]
    public async Task SampleScenario4_RoomPermissions_FollowTheGrantsTable(string traits, string room, string held, string notHeld)
    {
        var permissions = RoomOf(await LogInAsync(traits), room)["permissions"]!.AsArray().Select(permission => (string)permission!).ToList();

        Assert.Contains(held, permissions);
        Assert.DoesNotContain(notHeld, permissions);
        Assert.DoesNotContain(permissions, permission => permission.StartsWith("world:", StringComparison.Ordinal));
        Assert.Equal(permissions.Distinct(), permissions);
    }

    [Theory]
    [InlineData("", "world:chat.direct", "world:announce")]
    [InlineData("newsdesk", "world:announce", "world:update")]
    [InlineData("crew harbour-pilot", "world:rooms.create.chat", "world:rooms.create.stage")]
    [InlineData("admin", "world:users.manage", "world:api")]
    [InlineData("api", "world:secrets", "world:foo")]
    [InlineData("schedule-update", "world:api", "world:update")]
    public async Task SampleScenario4_WorldPermissions_FollowTheGrantsTable(string traits, string held, string notHeld)
    {
        var config = await LogInAsync(traits);

        var permissions = config["permissions"]!.AsArray().Select(permission => (string)permission!).ToList();
        Assert.Contains(held, permissions);
        Assert.DoesNotContain(notHeld, permissions);
        Assert.True(JsonNode.DeepEquals(config["permissions"], config["world"]!["permissions"]));
    }

    [Fact]
    public async Task SampleScenario6_SecondSecret_NeedsItsOwnIssuer()
    {
        await using var client = await VenuelessClient.ConnectAsync(_server.Port, World);
        await client.SendAsync(new JsonArray("authenticate", WireToken.Body(new JsonObject { ["uid"] = "u" }, SecondSecret)));
        await client.ExpectAsync("""["error", {"code": "auth.invalid_token"}]""");

        await client.AuthenticateAsync(WireToken.Body(
            new JsonObject { ["uid"] = "u", ["iss"] = "https://tickets.lighthouse.example/", ["aud"] = "lighthouse" }, SecondSecret));
    }

    [Fact]
    public async Task Scenario01_WorldAndRoom_HaveExactlyTheirKeys()
    {
        var config = await LogInAsync("");

        Assert.Equal(["permissions", "rooms", "world"], Keys(config));
        Assert.Equal(
            ["id", "iframe_blockers", "onsite_traits", "permissions", "pretalx", "profile_fields", "social_logins", "title", "vapid_public_key"],
            Keys(config["world"]!));
        Assert.Equal(87, ((string)config["world"]!["vapid_public_key"]!).Length);
        Assert.All(config["rooms"]!.AsArray(), room => Assert.Equal(
            ["description", "force_join", "id", "import_id", "modules", "name", "permissions", "picture", "pretalx_id", "schedule_data", "users"],
            Keys(room!)));
        var text = config.ToJsonString();
        Assert.DoesNotContain("secret", text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Scenario01_SameSortingPriority_IsOrderedByName()
    {
        await _server.ExecuteSqlAsync($"UPDATE core_room SET sorting_priority = 0 WHERE world_id = '{World}' AND import_id IN ('posters', 'bunk')");
        await _server.ExecuteSqlAsync($"UPDATE core_room SET name = 'B' WHERE world_id = '{World}' AND import_id = 'bunk'");
        await _server.ExecuteSqlAsync($"UPDATE core_room SET name = 'A' WHERE world_id = '{World}' AND import_id = 'posters'");
        await _server.ExecuteSqlAsync($"UPDATE core_room SET sorting_priority = 1 WHERE world_id = '{World}' AND import_id = 'pier'");

        var rooms = (await LogInAsync(""))["rooms"]!.AsArray().Select(room => (string)room!["import_id"]!).ToList();

        Assert.Equal(["posters", "bunk"], rooms[..2]);
    }

    [Fact]
    public async Task Scenario02_ExplicitRoomGrant_ShowsTheRoom()
    {
        await using var first = await VenuelessClient.ConnectAsync(_server.Port, World);
        await first.LogInAsync("guest");
        await _server.ExecuteSqlAsync(
            $"""
            INSERT INTO core_roomgrant (role, room_id, user_id, world_id)
            SELECT 'participant', id, '{WireServer.UserIdOf(first)}', world_id FROM core_room WHERE import_id = 'chainlocker'
            """);

        await using var second = await VenuelessClient.ConnectAsync(_server.Port, World);
        var config = (await second.LogInAsync("guest"))["world.config"]!;

        Assert.Equal(AllRooms.Except(["wardroom"]), config["rooms"]!.AsArray().Select(room => (string)room!["import_id"]!));
        Assert.DoesNotContain("room:bbb.join", RoomOf(config, "bunk")["permissions"]!.AsArray().Select(permission => (string)permission!));
    }

    [Fact]
    public async Task Scenario03_DeletedRoom_IsMissing()
    {
        await _server.ExecuteSqlAsync($"UPDATE core_room SET deleted = TRUE, version = version + 1 WHERE world_id = '{World}' AND import_id = 'galley'");

        var rooms = (await LogInAsync("admin"))["rooms"]!.AsArray();

        Assert.Equal(AllRooms.Except(["galley"]), rooms.Select(room => (string)room!["import_id"]!));
    }

    [Theory]
    [InlineData("")]
    [InlineData("admin")]
    public async Task Scenario04_Modules_HideBigBlueButtonAndNameTheirChannel(string traits)
    {
        var config = await LogInAsync(traits);

        var call = RoomOf(config, "workshop")["modules"]![0]!;
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{"type": "call.bigbluebutton", "config": {}, "permissions": []}"""), call), call.ToJsonString());
        var stage = RoomOf(config, "deck");
        var channel = await _server.FindChannelAsync(World, "deck");
        var chat = stage["modules"]![1]!;
        Assert.True(
            JsonNode.DeepEquals(JsonNode.Parse($$"""{"type": "chat.native", "config": {"volatile": true}, "channel_id": "{{channel}}"}"""), chat),
            chat.ToJsonString());
        Assert.Equal("livestream.native", (string?)stage["modules"]![0]!["type"]);
        Assert.All(
            config["rooms"]!.AsArray().SelectMany(room => room!["modules"]!.AsArray()),
            module => Assert.Equal((string?)module!["type"] == "chat.native", module["channel_id"] is not null));
    }

    [Theory]
    [InlineData(0, "none")]
    [InlineData(1, "few")]
    [InlineData(10, "few")]
    [InlineData(11, "many")]
    public async Task Scenario05_UsersInTheRoom_AreTheStepOfTheConfig(int count, string step)
    {
        var clients = new List<VenuelessClient>();
        var room = await _server.FindRoomAsync(World, "deck");
        for (var number = 0; number < count; number++)
        {
            clients.Add(await VenuelessClient.LogInAsync(_server.Port, World, $"guest {number}"));
            await clients[^1].CallAsync("room.enter", new JsonObject { ["room"] = room });
        }

        Assert.Equal(step, (string?)RoomOf(await LogInAsync(""), "deck")["users"]);

        foreach (var client in clients)
        {
            await client.DisposeAsync();
        }
    }

    private static JsonNode RoomOf(JsonNode config, string importId) =>
        config["rooms"]!.AsArray().Single(room => (string?)room!["import_id"] == importId)!;

    private static IEnumerable<string> Keys(JsonNode node) => node.AsObject().Select(pair => pair.Key).Order(StringComparer.Ordinal);

    /// <summary>The world's configuration for these traits; a guest without any.</summary>
    private async Task<JsonNode> LogInAsync(string traits)
    {
        await using var client = await VenuelessClient.ConnectAsync(_server.Port, World);
        var body = traits.Length == 0
            ? new JsonObject { ["client_id"] = "guest" }
            : new JsonObject
            {
                ["token"] = WireToken.Sign(
                    new JsonObject
                    {
                        ["iss"] = "any",
                        ["aud"] = "venueless",
                        ["uid"] = "u",
                        ["traits"] = new JsonArray([.. traits.Split(' ').Select(trait => JsonValue.Create(trait))]),
                    },
                    FirstSecret),
            };
        return (await client.AuthenticateAsync(body))["world.config"]!;
    }

    private Task<string?> CountAsync(string from) => _server.ReadSqlAsync($"SELECT count(*) FROM {from}");
}
