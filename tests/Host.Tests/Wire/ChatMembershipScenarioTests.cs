using System.Text.Json.Nodes;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>chat.md section 16, scenarios 1 to 25: joining, subscribing, leaving.</summary>
public sealed class ChatMembershipScenarioTests : IAsyncLifetime
{
    private const string Ada = "5f6e0f4e-6f2b-4a57-8f1e-0a4c8a0c3a01";
    private const string Ben = "5f6e0f4e-6f2b-4a57-8f1e-0a4c8a0c3a02";

    private WireServer _server = null!;

    public async Task InitializeAsync() => _server = await WireServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("\"x\"")]
    [InlineData("\"00000000-0000-0000-0000-000000000000\"")]
    [InlineData("5")]
    [InlineData("null")]
    public async Task Scenario01_UnknownChannel_IsUnknownRoom(string channel)
    {
        await using var client = await LogInAsync(Ada, "Ada");

        foreach (var command in new[] { "chat.join", "chat.subscribe", "chat.unsubscribe", "chat.leave" })
        {
            await client.SendAsync($$"""["{{command}}", 1, {"channel": {{channel}}}]""");
            await client.ExpectAsync("""["error", 1, {"code": "room.unknown", "message": "Unknown room ID"}]""");
        }
    }

    [Fact]
    public async Task Scenario02_NoChannel_IsUnknownChannelAndForJoinUnknownRoom()
    {
        await using var client = await LogInAsync(Ada, "Ada");

        await client.SendAsync("""["chat.subscribe", 1, {}]""");
        await client.ExpectAsync("""["error", 1, {"code": "chat.unknown", "message": "Unknown channel ID"}]""");
        await client.SendAsync("""["chat.join", 2, {"volatile": true}]""");
        await client.ExpectAsync("""["error", 2, {"code": "room.unknown", "message": "Unknown room ID"}]""");
    }

    [Fact]
    public async Task Scenario03_Join_RepliesThenPushesTheJoinEvent()
    {
        await using var client = await LogInAsync(Ada, "Ada");
        var user = WireServer.UserIdOf(client);

        await client.SendAsync($$"""["chat.join", 1, {"channel": "{{_server.Channel}}"}]""");

        await client.ExpectAsync("""["success", 1, {"state": null, "next_event_id": 1, "unread_pointer": 0, "members": []}]""");
        var ada = PublicUser(client, "Ada");
        var timestamp = _server.Time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.ffffff+00:00", System.Globalization.CultureInfo.InvariantCulture);
        await client.ExpectAsync(
            $$$"""
            ["chat.event", {"event_id": 1, "channel": "{{{_server.Channel}}}", "sender": "{{{user}}}", "timestamp": "{{{timestamp}}}",
             "event_type": "channel.member", "content": {"membership": "join", "user": {{{ada}}}}, "edited": null, "replaces": null, "reactions": {},
             "users": {"{{{user}}}": {{{ada}}}}}]
            """);
    }

    [Fact]
    public async Task Scenario04_JoinAgain_SucceedsWithoutEvent()
    {
        await using var client = await JoinAsync(Ada, "Ada");

        var reply = await client.CallAsync("chat.join", Body());

        Assert.Equal(WireServer.UserIdOf(client).ToString(), (string?)Assert.Single(reply["members"]!.AsArray())!["id"]);
        await client.ExpectNothingAsync();
        Assert.Equal("1", await CountAsync("core_chatevent"));
    }

    [Fact]
    public async Task Scenario05_SecondMember_SeesTheFirstWhoGetsTheJoinEvent()
    {
        await using var ada = await JoinAsync(Ada, "Ada");
        await using var ben = await LogInAsync(Ben, "Ben");

        var reply = await ben.CallAsync("chat.join", Body());

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse($"[{PublicUser(ada, "Ada")}]"), reply["members"]), reply.ToJsonString());
        Assert.Equal(2, (long)reply["next_event_id"]!);
        Assert.Equal(WireServer.UserIdOf(ben).ToString(), (string?)(await ada.ReceivePushAsync("chat.event"))["content"]!["user"]!["id"]);
    }

    [Fact]
    public async Task Scenario06_WithoutDisplayName_MayOnlySubscribe()
    {
        await using var client = await LogInAsync(Ada);

        await client.SendAsync($$"""["chat.join", 1, {"channel": "{{_server.Channel}}"}]""");
        await client.ExpectAsync("""["error", 1, {"code": "channel.join.missing_profile"}]""");

        await client.CallAsync("chat.subscribe", Body());
    }

    [Theory]
    [InlineData("chat.subscribe")]
    [InlineData("chat.fetch")]
    [InlineData("chat.join")]
    [InlineData("chat.send")]
    public async Task Scenario07_RoomWithoutGrant_IsDenied(string command)
    {
        await using var client = await LogInAsync(Ada, "Ada");
        var channel = await _server.FindChannelAsync(WireServer.World, "private");

        await client.SendAsync(
            $$"""["{{command}}", 1, {"channel": "{{channel}}", "before_id": 9, "count": 9, "event_type": "channel.message", "content": {"type": "text", "body": "x"} }]""");

        await client.ExpectAsync("""["error", 1, {"code": "protocol.denied", "message": "Permission denied."}]""");
    }

    [Fact]
    public async Task Scenario08_ReadableOnly_JoinAndSendAreDenied()
    {
        var world = await _server.ImportWorldAsync(
            new JsonObject(), """{"attendee": ["world:view"], "participant": ["room:view", "room:chat.read"]}""");
        await using var client = await VenuelessClient.LogInAsync(_server.Port, world, Ada, "Ada");
        var channel = await _server.FindChannelAsync(world, "text");

        await client.CallAsync("chat.subscribe", Body(channel));
        Assert.Equal("protocol.denied", (string?)(await client.CallForErrorAsync("chat.join", Body(channel)))["code"]);
        var message = Body(channel);
        message["event_type"] = "channel.message";
        message["content"] = new JsonObject { ["type"] = "text", ["body"] = "x" };
        Assert.Equal("protocol.denied", (string?)(await client.CallForErrorAsync("chat.send", message))["code"]);
    }

    [Theory]
    [InlineData("module_config = '[]'", "Room does not contain a matching module.")]
    [InlineData("deleted = TRUE", "Unknown room ID")]
    public async Task Scenario09And10_RoomThatLostItsChat_IsUnknown(string change, string message)
    {
        await using var strict = await WireServer.StartAsync(cacheMaxAge: TimeSpan.Zero);
        await using var client = await VenuelessClient.LogInAsync(strict.Port, WireServer.World, Ada, "Ada");
        await client.CallAsync("chat.subscribe", Body(strict.Channel));

        await strict.ExecuteSqlAsync($"UPDATE core_room SET {change}, version = version + 1 WHERE id = '{strict.Room}'");

        await client.SendAsync($$"""["chat.subscribe", 1, {"channel": "{{strict.Channel}}"}]""");
        await client.ExpectAsync($$"""["error", 1, {"code": "room.unknown", "message": "{{message}}"}]""");
    }

    [Fact]
    public async Task Scenario11_LeaveOfASubscriber_IsNotPushedToIt()
    {
        await using var client = await LogInAsync(Ada, "Ada");
        await client.CallAsync("chat.subscribe", Body());
        await client.CallAsync("chat.join", Body());
        await client.ReceivePushAsync("chat.event");

        await client.SendAsync($$"""["chat.leave", 1, {"channel": "{{_server.Channel}}"}]""");

        await client.ExpectAsync("""["success", 1, {}]""");
        await client.ExpectNothingAsync();
        Assert.Equal("0", await CountAsync("core_membership"));
    }

    [Fact]
    public async Task Scenario12_JoinAndLeave_TellTheUsersOtherTabItsChannels()
    {
        await using var first = await LogInAsync(Ada, "Ada");
        await using var second = await LogInAsync(Ada);
        var list = $$"""["chat.channels", {"channels": [{"id": "{{_server.Channel}}", "unread_pointer": 0, "notification_pointer": 0}]}]""";

        await first.CallAsync("chat.join", Body());
        await second.ExpectAsync(list);
        await first.CallAsync("chat.join", Body(_server.VolatileChannel));
        await second.ExpectAsync(list);
        await first.CallAsync("chat.leave", Body());
        await second.ExpectAsync("""["chat.channels", {"channels": []}]""");

        await second.ExpectNothingAsync();
    }

    [Fact]
    public async Task Scenario13_VolatileRoom_HasNoMembersAndNoJoinEvent()
    {
        await using var client = await LogInAsync(Ada, "Ada");

        await client.CallAsync("chat.join", Body(_server.VolatileChannel));
        var reply = await client.CallAsync("chat.join", Body(_server.VolatileChannel));

        Assert.Equal("[]", reply["members"]!.ToJsonString());
        await client.ExpectNothingAsync();
        Assert.Equal("1", await CountAsync("core_membership WHERE volatile"));
        Assert.Equal("0", await CountAsync("core_chatevent"));
    }

    [Theory]
    [InlineData("moderator", "0")]
    [InlineData("guest", "1")]
    public async Task Scenario14And15_PersistentJoinOfAVolatileRoom_IsForModerators(string trait, string isVolatile)
    {
        var world = await _server.ImportWorldAsync(
            WireToken.Config(),
            """{"attendee": ["world:view"], "participant": ["room:view", "room:chat.read", "room:chat.join"], "moderator": ["room:chat.moderate"]}""",
            """{"attendee": [], "moderator": ["moderator"]}""");
        await using var client = await VenuelessClient.ConnectAsync(_server.Port, world);
        await client.AuthenticateAsync(WireToken.Body("u", trait));
        await client.CallAsync("user.update", new JsonObject { ["profile"] = new JsonObject { ["display_name"] = "Ada" } });
        var body = Body(await _server.FindChannelAsync(world, "stage"));
        await client.CallAsync("chat.join", body);

        body["volatile"] = false;
        await client.CallAsync("chat.join", body);

        await client.ExpectNothingAsync();
        Assert.Equal(isVolatile, await _server.ReadSqlAsync("SELECT volatile FROM core_membership"));
    }

    [Theory]
    [InlineData("\"yes\"")]
    [InlineData("1")]
    [InlineData("[]")]
    public async Task Scenario16_VolatileThatIsNoBool_IsInvalidBody(string value)
    {
        await using var client = await LogInAsync(Ada, "Ada");

        await client.SendAsync($$"""["chat.join", 1, {"channel": "{{_server.Channel}}", "volatile": {{value}}}]""");

        await client.ExpectErrorAsync("protocol.invalid_body", "1");
        await client.ExpectNothingAsync();
        Assert.Equal("0", await CountAsync("core_membership"));
    }

    [Fact]
    public async Task Scenario18_Leave_IsPushedToTheOthersAndEndsTheEvents()
    {
        await using var ada = await JoinAsync(Ada, "Ada");
        await using var ben = await JoinAsync(Ben, "Ben");
        await ada.ReceivePushAsync("chat.event");

        await ben.CallAsync("chat.leave", Body());

        var push = await ada.ReceivePushAsync("chat.event");
        Assert.Equal("channel.member", (string?)push["event_type"]);
        Assert.True(
            JsonNode.DeepEquals(JsonNode.Parse($$"""{"membership": "leave", "user": {{PublicUser(ben, "Ben")}}}"""), push["content"]), push.ToJsonString());
        await ada.SendAsync($$"""["chat.leave", 1, {"channel": "{{_server.Channel}}"}]""");
        await ada.ExpectAsync("""["success", 1, {}]""");
        await ben.ExpectNothingAsync();
    }

    [Fact]
    public async Task Scenario19_LeaveOfANonMember_SucceedsSilently()
    {
        await using var ada = await JoinAsync(Ada, "Ada");
        await using var ben = await LogInAsync(Ben, "Ben");

        await ben.CallAsync("chat.leave", Body());

        await ada.ExpectNothingAsync();
        Assert.Equal("1", await CountAsync("core_chatevent"));
    }

    [Fact]
    public async Task Scenario21_ClosedConnection_StaysAMemberSilently()
    {
        await using var ada = await JoinAsync(Ada, "Ada");
        await using var ben = await JoinAsync(Ben, "Ben");
        await ada.ReceivePushAsync("chat.event");

        await CloseAsync(ben);

        await ada.ExpectNothingAsync();
        Assert.Equal("2", await CountAsync("core_membership"));
    }

    [Theory]
    [InlineData("close")]
    [InlineData("chat.unsubscribe")]
    [InlineData("chat.leave")]
    public async Task Scenario22And23_VolatileMembership_EndsWithTheLastTab(string end)
    {
        await using var other = await LogInAsync(Ada);
        await using var first = await LogInAsync(Ada, "Ada");
        await other.ReceivePushAsync("user.updated");
        await using var second = await LogInAsync(Ada);
        await first.CallAsync("chat.join", Body(_server.VolatileChannel));
        await other.ReceivePushAsync("chat.channels");
        await second.CallAsync("chat.join", Body(_server.VolatileChannel));

        // A leave ends the membership at once; the socket it forgets must not keep the later one alive.
        await EndAsync(first, end);
        Assert.Equal(end == "chat.leave" ? "0" : "1", await CountAsync("core_membership"));
        await second.CallAsync("chat.join", Body(_server.VolatileChannel));
        second.Wire.Reset();

        await WireServer.WaitUntilAsync(() => _server.CountSessions(WireServer.UserIdOf(other)) == (end == "close" ? 1 : 2), "the tab to be gone");
        Assert.Equal("0", await CountAsync("core_membership"));
    }

    [Fact]
    public async Task Scenario24_UnknownAction_IsUnsupported()
    {
        await using var client = await LogInAsync(Ada);

        await client.SendAsync("""["chat.nonsense", 1, {}]""");

        await client.ExpectAsync("""["error", 1, {"code": "chat.unsupported_command"}]""");
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"x\"")]
    [InlineData("5")]
    [InlineData("""{"channel": {}}""")]
    [InlineData("""{"channel": []}""")]
    public async Task Scenario25_BodyThatIsNoObject_IsInvalidBody(string body)
    {
        await using var client = await LogInAsync(Ada, "Ada");

        foreach (var command in new[] { "chat.subscribe", "chat.unsubscribe", "chat.join", "chat.leave", "chat.fetch", "chat.send", "chat.react", "chat.mark_read" })
        {
            await client.SendAsync($"""["{command}", 1, {body}]""");
            await client.ExpectErrorAsync("protocol.invalid_body", "1");
        }

        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task Join_FromSeveralTabsAtOnce_IsOneMembershipAndOneEvent()
    {
        await using var watcher = await JoinAsync(Ben, "Ben");
        await using var named = await LogInAsync(Ada, "Ada");
        var tabs = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => LogInAsync(Ada)));

        await Task.WhenAll(tabs.Select(tab => tab.CallAsync("chat.join", Body())));

        await watcher.ReceivePushAsync("chat.event");
        await watcher.ExpectNothingAsync();
        Assert.Equal("2", await CountAsync("core_membership"));
        foreach (var tab in tabs)
        {
            await tab.DisposeAsync();
        }
    }

    private static JsonObject Body(string channel) => new() { ["channel"] = channel };

    private static string PublicUser(VenuelessClient client, string name) =>
        $$$"""{"id": "{{{WireServer.UserIdOf(client)}}}", "profile": {"display_name": "{{{name}}}"}, "pretalx_id": null, "deleted": false, "badges": [], "inactive": false}""";

    private JsonObject Body() => Body(_server.Channel);

    private Task<VenuelessClient> LogInAsync(string guest, string? name = null) => VenuelessClient.LogInAsync(_server.Port, WireServer.World, guest, name);

    private async Task<VenuelessClient> JoinAsync(string guest, string name)
    {
        var client = await LogInAsync(guest, name);
        await client.CallAsync("chat.join", Body());
        await client.ReceivePushAsync("chat.event");
        return client;
    }

    private async Task EndAsync(VenuelessClient client, string end)
    {
        if (end == "close")
        {
            var sessions = _server.SessionCount;
            client.Wire.Reset();
            await WireServer.WaitUntilAsync(() => _server.SessionCount == sessions - 1, "the session to end");
        }
        else
        {
            await client.CallAsync(end, Body(_server.VolatileChannel));
        }
    }

    private async Task CloseAsync(VenuelessClient client)
    {
        client.Wire.Reset();
        await WireServer.WaitUntilAsync(() => _server.FindUser(client) is null, "the session to be cleaned up");
    }

    private Task<string?> CountAsync(string where) => _server.ReadSqlAsync($"SELECT count(*) FROM {where}");
}
