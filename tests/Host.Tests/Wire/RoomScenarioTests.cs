using System.Text.Json.Nodes;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>rooms.md section 12, scenarios 1 to 15; world.md section 11, scenarios 5 to 7: entering, leaving, viewers and counts.</summary>
public sealed class RoomScenarioTests : IAsyncLifetime
{
    private const string Guest = "5f6e0f4e-6f2b-4a57-8f1e-0a4c8a0c5a";

    private WireServer _server = null!;

    // Guests may not list viewers, hosts may; the private room is for insiders.
    private string _world = "";
    private string _stage = "";

    public async Task InitializeAsync()
    {
        _server = await WireServer.StartAsync();
        _world = await ImportAsync(WireToken.Config());
        _stage = await _server.FindRoomAsync(_world, "stage");
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Scenario01_FirstEnters_RepliesThenTellsEverybodyFewAndAtLastNone()
    {
        await using var ada = await LogInAsync(1);
        await using var ben = await LogInAsync(2);

        await ada.SendAsync($$"""["room.enter", 1, {"room": "{{_stage}}"}]""");
        await ada.ExpectAsync("""["success", 1, {}]""");
        await ada.ExpectAsync(Count("few"));
        await ben.ExpectAsync(Count("few"));
        await using var late = await VenuelessClient.ConnectAsync(_server.Port, _world);
        Assert.Equal("few", UsersOf(await late.LogInAsync(Guest + 3), _stage));

        await ada.SendAsync($$"""["room.leave", 2, {"room": "{{_stage}}"}]""");
        await ada.ExpectAsync("""["success", 2, {}]""");
        await ada.ExpectAsync(Count("none"));
        await ben.ExpectAsync(Count("none"));
        await late.ExpectAsync(Count("none"));
    }

    [Fact]
    public async Task Scenario02_SecondUser_ChangesNothing()
    {
        await using var ada = await LogInAsync(1);
        await using var ben = await LogInAsync(2);
        await EnterAsync(ada);
        await ada.ReceivePushAsync("world.user_count_change");
        await ben.ReceivePushAsync("world.user_count_change");

        await EnterAsync(ben);
        await LeaveAsync(ben);

        await ada.ExpectNothingAsync();
        await ben.ExpectNothingAsync();
    }

    [Fact]
    public async Task Scenario03_EleventhUser_IsManyOnceAndItsLeaveFew()
    {
        var clients = new List<VenuelessClient>();
        await using var watcher = await LogInAsync(0);
        for (var number = 1; number <= 11; number++)
        {
            clients.Add(await LogInAsync(number));
        }

        foreach (var client in clients)
        {
            await EnterAsync(client);
        }

        await LeaveAsync(clients[^1]);

        await watcher.ExpectAsync(Count("few"));
        await watcher.ExpectAsync(Count("many"));
        await watcher.ExpectAsync(Count("few"));
        await watcher.ExpectNothingAsync();
        foreach (var client in clients)
        {
            await client.DisposeAsync();
        }
    }

    [Fact]
    public async Task Scenario04_RoomThatOneCannotSee_IsNotCountedForThem()
    {
        var room = await _server.FindRoomAsync(_world, "private");
        await using var guest = await LogInAsync(1);
        await using var insider = await LogInWithTraitAsync("insider", "insider");
        await using var other = await LogInWithTraitAsync("other", "insider");

        await EnterAsync(insider, room);

        await insider.ExpectAsync(Count("few", room));
        await other.ExpectAsync(Count("few", room));
        await guest.ExpectNothingAsync();
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"room": "x"}""")]
    [InlineData("""{"room": 5}""")]
    [InlineData("""{"room": null}""")]
    [InlineData("""{"room": "00000000-0000-0000-0000-000000000000"}""")]
    [InlineData("""{"room": "FOREIGN"}""")]
    [InlineData("""{"channel": "x"}""")]
    public async Task Scenario05_UnknownRoom_SaysSo(string body)
    {
        await using var client = await LogInAsync(1);
        var known = body.Replace("FOREIGN", _server.StageRoom, StringComparison.Ordinal);

        foreach (var command in new[] { "room.enter", "room.leave" })
        {
            await client.SendAsync($"""["{command}", 1, {known}]""");
            await client.ExpectAsync("""["error", 1, {"code": "room.unknown", "message": "Unknown room ID"}]""");
        }
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"room": {}}""")]
    [InlineData("""{"room": []}""")]
    public async Task BadBody_IsInvalidBody(string body)
    {
        await using var client = await LogInAsync(1);

        await client.SendAsync($"""["room.enter", 1, {body}]""");

        await client.ExpectErrorAsync("protocol.invalid_body", "1");
    }

    [Fact]
    public async Task Scenario06_WithoutRoomView_IsDenied()
    {
        await using var client = await LogInAsync(1);

        var room = await _server.FindRoomAsync(_world, "private");
        await client.SendAsync($$"""["room.enter", 1, {"room": "{{room}}"}]""");

        await client.ExpectAsync("""["error", 1, {"code": "protocol.denied", "message": "Permission denied."}]""");
        Assert.Equal("0", await CountAsync("core_roomview"));
    }

    [Fact]
    public async Task Scenario07_Host_SeesItselfAndWhoComesAndGoes()
    {
        await using var host = await LogInWithTraitAsync("host", "host");
        await using var guest = await LogInAsync(1, "Ada");

        var viewers = (await EnterAsync(host))["viewers"]!;
        await host.ExpectAsync(Count("few"));
        Assert.Equal("{}", (await EnterAsync(guest)).ToJsonString());

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse($"[{PublicUser(host, "{}")}]"), viewers), viewers.ToJsonString());
        await host.ExpectAsync($$"""["room.viewer.added", {"user": {{PublicUser(guest, """{"display_name": "Ada"}""")}}}]""");
        await LeaveAsync(guest);
        await host.ExpectAsync($$"""["room.viewer.removed", {"user_id": "{{WireServer.UserIdOf(guest)}}"}]""");
        await host.ExpectNothingAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Scenario08_TwoTabs_CountOnceAndAreGoneWithTheLast(bool firstLeavesFirst)
    {
        await using var host = await LogInWithTraitAsync("host", "host");
        await using var first = await LogInAsync(1);
        await using var second = await LogInAsync(1);
        await EnterAsync(host);
        await host.ReceivePushAsync("world.user_count_change");

        await EnterAsync(first);
        await EnterAsync(second);
        await host.ReceivePushAsync("room.viewer.added");
        await host.ReceivePushAsync("room.viewer.added");
        Assert.Equal(2, (await EnterAsync(host))["viewers"]!.AsArray().Count);
        Assert.Equal("2", await CountAsync("core_roomview WHERE \"end\" IS NULL"));
        await LeaveAsync(firstLeavesFirst ? first : second);
        await host.ExpectNothingAsync();
        await LeaveAsync(firstLeavesFirst ? second : first);

        await host.ReceivePushAsync("room.viewer.removed");
        await host.ExpectNothingAsync();
        Assert.Equal("2", await CountAsync("core_roomview"));
        Assert.Equal("1", await CountAsync("core_roomview WHERE \"end\" IS NULL"));
    }

    [Theory]
    [InlineData("show_publicly = FALSE")]
    [InlineData("type = 'kiosk'", "__kiosk")]
    [InlineData("type = 'anon'", "__anonymous_world", "__anonymous_room")]
    public async Task Scenario09_UserWhoIsNotShown_IsNoViewer(string change, string? worldRole = null, string? roomRole = null)
    {
        await using var host = await LogInWithTraitAsync("host", "host");
        await EnterAsync(host);
        await host.ReceivePushAsync("world.user_count_change");
        await using (var hidden = await LogInAsync(1))
        {
            var user = WireServer.UserIdOf(hidden);
            await _server.ExecuteSqlAsync($"UPDATE core_user SET {change}, version = version + 1 WHERE id = '{user}'");
            await _server.ExecuteSqlAsync(
                $"""
                INSERT INTO core_worldgrant (role, user_id, world_id) SELECT '{worldRole}', '{user}', '{_world}' WHERE '{worldRole}' <> '';
                INSERT INTO core_roomgrant (role, room_id, user_id, world_id) SELECT '{roomRole}', '{_stage}', '{user}', '{_world}' WHERE '{roomRole}' <> '';
                """);
            await CloseAsync(hidden);
        }

        await using var client = await LogInAsync(1);
        await EnterAsync(client);

        await host.ExpectNothingAsync();
        Assert.Single((await EnterAsync(host))["viewers"]!.AsArray());
        await LeaveAsync(client);
        await host.ExpectNothingAsync();
    }

    [Fact]
    public async Task Scenario10_ClosedConnection_LeavesLikeACommand()
    {
        await using var host = await LogInWithTraitAsync("host", "host");
        await using var watcher = await LogInAsync(2);
        await using var client = await LogInAsync(1);
        await EnterAsync(client);
        await EnterAsync(host);
        await LeaveAsync(host);
        await EnterAsync(host);
        await host.ReceivePushAsync("world.user_count_change");

        await CloseAsync(client);
        await host.ExpectAsync($$"""["room.viewer.removed", {"user_id": "{{WireServer.UserIdOf(client)}}"}]""");
        await CloseAsync(host);

        await watcher.ExpectAsync(Count("few"));
        await watcher.ExpectAsync(Count("none"));
        Assert.Equal("0", await CountAsync("core_roomview WHERE \"end\" IS NULL"));
    }

    [Fact]
    public async Task Scenario11_LeaveWithoutEnter_Succeeds()
    {
        await using var client = await LogInAsync(1);

        await client.SendAsync($$"""["room.leave", 1, {"room": "{{_stage}}"}]""");

        await client.ExpectAsync("""["success", 1, {}]""");
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task Scenario12_View_HasStartAndEnd()
    {
        await using var client = await LogInAsync(1);
        var start = Time();
        await EnterAsync(client);
        _server.Time.Advance(TimeSpan.FromSeconds(5));

        await LeaveAsync(client);

        Assert.Equal(
            $"{_stage} {WireServer.UserIdOf(client)} {start} {Time()}",
            string.Join(' ', await ReadViewAsync("room_id"), await ReadViewAsync("user_id"), await ReadViewAsync("start"), await ReadViewAsync("\"end\"")));
        Assert.Equal("1", await CountAsync("core_roomview"));
    }

    [Fact]
    public async Task Scenario12_WithoutTracking_NoRowRemains()
    {
        var config = WireToken.Config();
        config["track_room_views"] = false;
        var world = await ImportAsync(config);
        await using var client = await VenuelessClient.LogInAsync(_server.Port, world, Guest);
        var room = await _server.FindRoomAsync(world, "stage");

        await EnterAsync(client, room);
        Assert.Equal("1", await CountAsync("core_roomview"));
        await LeaveAsync(client, room);

        Assert.Equal("0", await CountAsync("core_roomview"));
    }

    [Fact]
    public async Task Scenario13_EnteredTwiceOnOneConnection_IsOneOpenRowAndOneLeave()
    {
        await using var client = await LogInAsync(1);

        await EnterAsync(client);
        await EnterAsync(client);
        Assert.Equal("1", await CountAsync("core_roomview"));
        await LeaveAsync(client);

        Assert.Equal("1", await CountAsync("core_roomview WHERE \"end\" IS NOT NULL"));
    }

    [Fact]
    public async Task Scenario15_ChannelInsteadOfRoom_EntersItsRoom()
    {
        await using var client = await LogInAsync(1);
        var body = new JsonObject { ["channel"] = await _server.FindChannelAsync(_world, "stage") };

        await client.CallAsync("room.enter", body);
        Assert.Equal(_stage, await _server.ReadSqlAsync("SELECT room_id FROM core_roomview WHERE \"end\" IS NULL"));
        await client.CallAsync("room.leave", body);

        Assert.Equal("0", await CountAsync("core_roomview WHERE \"end\" IS NULL"));
    }

    [Fact]
    public async Task EnterAndLeaveOfManyAtOnce_EndsEmptyWithEveryStepOnce()
    {
        await using var watcher = await LogInAsync(0);
        var clients = new List<VenuelessClient>();
        for (var number = 1; number <= 8; number++)
        {
            clients.Add(await LogInAsync(number));
        }

        await Task.WhenAll(clients.Select(client => EnterAsync(client)));
        await Task.WhenAll(clients.Select(client => LeaveAsync(client)));

        await watcher.ExpectAsync(Count("few"));
        await watcher.ExpectAsync(Count("none"));
        await watcher.ExpectNothingAsync();
        Assert.Equal("8", await CountAsync("core_roomview WHERE \"end\" IS NOT NULL"));
        foreach (var client in clients)
        {
            await client.DisposeAsync();
        }
    }

    private static string? UsersOf(JsonObject authenticated, string room) =>
        (string?)authenticated["world.config"]!["rooms"]!.AsArray().Single(entry => (string?)entry!["id"] == room)!["users"];

    private static string PublicUser(VenuelessClient client, string profile) =>
        $$$"""{"id": "{{{WireServer.UserIdOf(client)}}}", "profile": {{{profile}}}, "pretalx_id": null, "deleted": false, "badges": [], "inactive": false}""";

    private string Count(string step, string? room = null) => $$"""["world.user_count_change", {"room": "{{room ?? _stage}}", "users": "{{step}}"}]""";

    private string Time() => _server.Time.GetUtcNow().ToString("yyyy-MM-dd HH:mm:ss.ffffff'+00:00'", System.Globalization.CultureInfo.InvariantCulture);

    private Task<string> ImportAsync(JsonObject config) => _server.ImportWorldAsync(
        config,
        """{"attendee": ["world:view"], "participant": ["room:view", "room:chat.read"], "host": ["room:viewers"]}""",
        """{"attendee": [], "host": ["host"]}""");

    private Task<VenuelessClient> LogInAsync(int number, string? name = null) => VenuelessClient.LogInAsync(_server.Port, _world, $"{Guest}{number}", name);

    private async Task<VenuelessClient> LogInWithTraitAsync(string uid, string trait)
    {
        var client = await VenuelessClient.ConnectAsync(_server.Port, _world);
        await client.AuthenticateAsync(WireToken.Body(uid, trait));
        return client;
    }

    private Task<JsonNode> EnterAsync(VenuelessClient client, string? room = null) =>
        client.CallAsync("room.enter", new JsonObject { ["room"] = room ?? _stage });

    private Task<JsonNode> LeaveAsync(VenuelessClient client, string? room = null) =>
        client.CallAsync("room.leave", new JsonObject { ["room"] = room ?? _stage });

    private async Task CloseAsync(VenuelessClient client)
    {
        client.Wire.Reset();
        await WireServer.WaitUntilAsync(() => _server.FindUser(client) is null, "the session to be cleaned up");
    }

    private Task<string?> CountAsync(string where) => _server.ReadSqlAsync($"SELECT count(*) FROM {where}");

    private Task<string?> ReadViewAsync(string column) => _server.ReadSqlAsync($"SELECT {column} FROM core_roomview");
}
