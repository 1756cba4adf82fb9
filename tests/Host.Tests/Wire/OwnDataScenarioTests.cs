using System.Text.Json;
using System.Text.Json.Nodes;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>auth-and-users.md section 16, scenarios 22 to 25, and section 5: the own profile and what others see of it.</summary>
public sealed class OwnDataScenarioTests : IAsyncLifetime
{
    private const string Guest = "5f6e0f4e-6f2b-4a57-8f1e-0a4c8a0c2b01";
    private const string OtherGuest = "5f6e0f4e-6f2b-4a57-8f1e-0a4c8a0c2b02";

    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 2048 };

    private WireServer _server = null!;

    public async Task InitializeAsync() => _server = await WireServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Scenario22_Update_RepliesFirstAndTellsTheOtherTabsOnly()
    {
        await using var sender = await LogInAsync();
        await using var second = await LogInAsync();
        await using var third = await LogInAsync();
        await using var stranger = await LogInAsync(OtherGuest);
        var user = WireServer.UserIdOf(sender);
        const string Body = """
            {"profile": {"display_name": "Ada", "greeted": true, "fields": {"f1": "Köln"}}, "client_state": {"schedule": {"favs": ["AB12"]}}, "pretalx_id": "x"}
            """;

        await sender.SendAsync($"""["user.update", 9, {Body}]""");

        await sender.ExpectAsync("""["success", 9, {}]""");
        await sender.ExpectNothingAsync();
        var push = $$"""
            ["user.updated", {"id": "{{user}}", "profile": {"display_name": "Ada", "greeted": true, "fields": {"f1": "Köln"} }, "pretalx_id": null,
             "deleted": false, "badges": [], "inactive": false, "client_state": {"schedule": {"favs": ["AB12"]} } }]
            """;
        await second.ExpectAsync(push);
        await third.ExpectAsync(push);
        await second.ExpectNothingAsync();
        await stranger.ExpectNothingAsync();
        await using var later = await LogInAsync();
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(push)![1], later.User), later.User!.ToJsonString());
        AssertAudit(
            $$"""
            [{"user": "{{user}}", "type": "auth.user.profile.changed",
              "data": {"object": "{{user}}", "old": {}, "new": {"display_name": "Ada", "greeted": true, "fields": {"f1": "Köln"} }, "is_admin": false} }]
            """,
            await ReadAuditAsync());
    }

    [Fact]
    public async Task Scenario23_UnchangedProfile_IsNotAuditedButPushed()
    {
        await using var sender = await LogInAsync();
        await using var second = await LogInAsync();
        var body = new JsonObject { ["profile"] = new JsonObject { ["display_name"] = "Ada" } };
        await sender.CallAsync("user.update", body);
        await second.ReceivePushAsync("user.updated");

        await sender.CallAsync("user.update", body);
        await sender.CallAsync("user.update", new JsonObject { ["client_state"] = new JsonArray(1) });

        Assert.Equal("Ada", (string?)(await second.ReceivePushAsync("user.updated"))["profile"]!["display_name"]);
        Assert.Equal("[1]", (await second.ReceivePushAsync("user.updated"))["client_state"]!.ToJsonString());
        Assert.Single(JsonNode.Parse(await ReadAuditAsync())!.AsArray());
    }

    [Theory]
    [InlineData("""{"profile": null}""")]
    [InlineData("""{"profile": "x"}""")]
    [InlineData("""{"profile": []}""")]
    [InlineData("""{"client_state": null}""")]
    [InlineData("""{"profile": {"display_name": "Ada"}, "client_state": null}""")]
    [InlineData("""{"profile": {"display_name": "A\u0000a"}}""")]
    [InlineData("""{"profile": {"a\u0000": 1}}""")]
    [InlineData("""{"client_state": {"list": ["\u0000"]}}""")]
    [InlineData("[]")]
    [InlineData("5")]
    public async Task Scenario24_BadBody_IsRefusedAndChangesNothing(string body)
    {
        await using var client = await LogInAsync();
        await using var second = await LogInAsync();

        await client.SendAsync($"""["user.update", 1, {body}]""");

        await client.ExpectErrorAsync("protocol.invalid_body", "1");
        await second.ExpectNothingAsync();
        Assert.Equal("{}", await _server.ReadSqlAsync($"SELECT profile FROM core_user WHERE id = '{WireServer.UserIdOf(client)}'"));
        Assert.Equal("{}", await _server.ReadSqlAsync($"SELECT client_state FROM core_user WHERE id = '{WireServer.UserIdOf(client)}'"));
    }

    [Fact]
    public async Task Scenario25_FirstDisplayNameInAForcedRoom_IsFollowedByTheChannelList()
    {
        await _server.ExecuteSqlAsync($"UPDATE core_room SET force_join = TRUE, version = version + 1 WHERE id = '{_server.Room}'");
        await using var client = await LogInAsync();
        await using var second = await LogInAsync();
        await client.ExpectNothingAsync();

        await client.SendAsync("""["user.update", 1, {"profile": {"display_name": "Ada"}}]""");

        await client.ExpectAsync("""["success", 1, {}]""");
        var listed = Assert.Single((await client.ReceivePushAsync("chat.channels"))["channels"]!.AsArray())!;
        Assert.Equal(_server.Channel, (string?)listed["id"]);
        await second.ReceivePushAsync("user.updated");
        Assert.Single((await second.ReceivePushAsync("chat.channels"))["channels"]!.AsArray());
        Assert.Equal("0", await _server.ReadSqlAsync($"SELECT volatile FROM core_membership WHERE user_id = '{WireServer.UserIdOf(client)}'"));

        // Once is enough.
        await client.CallAsync("user.update", new JsonObject { ["profile"] = new JsonObject { ["display_name"] = "Ada L." } });
        await client.ExpectNothingAsync();
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"unknown": "\u0041"}""")]
    public async Task Update_NothingGiven_Succeeds(string body)
    {
        await using var client = await LogInAsync();

        await client.SendAsync($"""["user.update", 1, {body}]""");

        await client.ExpectAsync("""["success", 1, {}]""");
    }

    /// <summary>1022 is the deepest profile that fits into a message; the reply to a login nests it one deeper.</summary>
    [Theory]
    [InlineData(990)]
    [InlineData(1000)]
    [InlineData(1022)]
    public async Task DeepProfile_DoesNotLockItsUserOut(int depth)
    {
        var profile = $$"""{"display_name":"Deep","x":{{new string('[', depth - 1)}}{{new string(']', depth - 1)}}}""";
        await using var client = await LogInAsync();
        await client.SendAsync($$"""["user.update",1,{"profile":{{profile}},"client_state":{{profile}}}]""");
        var reply = await client.Wire.ReceiveTextAsync();
        var isStored = reply.StartsWith("""["success",1,""", StringComparison.Ordinal);
        Assert.True(isStored || reply.Contains("protocol.invalid_body", StringComparison.Ordinal), reply);

        await using var again = await VenuelessClient.ConnectAsync(_server.Port, WireServer.World);
        await again.SendAsync($$"""["authenticate",{"client_id":"{{Guest}}"}]""");
        using var authenticated = await ReceiveDeepAsync(again);

        Assert.Equal("authenticated", authenticated.RootElement[0].GetString());
        using var expected = JsonDocument.Parse(isStored ? profile : "{}", Deep);
        Assert.True(JsonElement.DeepEquals(expected.RootElement, authenticated.RootElement[1].GetProperty("user.config").GetProperty("profile")));

        // It may be used, seen by others and replaced.
        await again.SendAsync($$"""["chat.join",2,{"channel":"{{_server.Channel}}"}]""");
        using var joined = await ReceiveDeepAsync(again);
        Assert.Equal(isStored ? "success" : "error", joined.RootElement[0].GetString());
        await using var other = await LogInAsync(OtherGuest);
        await other.SendAsync($$"""["user.fetch",3,{"id":"{{WireServer.UserIdOf(client)}}"}]""");
        using var fetched = await ReceiveDeepAsync(other);
        Assert.Equal("success", fetched.RootElement[0].GetString());
        await other.SendAsync($$"""["chat.fetch",4,{"channel":"{{_server.Channel}}","before_id":99,"count":25}]""");
        using var history = await ReceiveDeepAsync(other);
        Assert.Equal(isStored ? 1 : 0, history.RootElement[2].GetProperty("results").GetArrayLength());
        if (isStored)
        {
            await client.ReceivePushAsync("chat.channels");
        }

        await client.SendAsync("""["user.update",5,{"profile":{},"client_state":{}}]""");
        Assert.Equal("""["success",5,{}]""", await client.Wire.ReceiveTextAsync());
    }

    [Fact]
    public async Task Restart_Profile_IsWhatWasAcknowledged()
    {
        await using (var client = await LogInAsync())
        {
            await client.CallAsync("user.update", new JsonObject { ["profile"] = new JsonObject { ["display_name"] = "Ünïcode 🎉" } });
        }

        await _server.RestartAsync();

        await using var again = await LogInAsync();
        Assert.Equal("Ünïcode 🎉", (string?)again.User!["profile"]!["display_name"]);
        Assert.False((bool)again.User["inactive"]!);
    }

    [Fact]
    public async Task Scenario28_Fetch_ByIdAndIds()
    {
        await using var ada = await VenuelessClient.LogInAsync(_server.Port, WireServer.World, Guest, "Ada");
        await using var ben = await VenuelessClient.LogInAsync(_server.Port, WireServer.World, OtherGuest, "Ben");
        var (first, second) = (WireServer.UserIdOf(ada).ToString(), WireServer.UserIdOf(ben).ToString());

        var one = await ben.CallAsync("user.fetch", new JsonObject { ["id"] = first });
        var several = await ben.CallAsync("user.fetch", new JsonObject { ["ids"] = new JsonArray(first, "x", Guid.Empty.ToString(), 5, second) });

        var expected = $$$"""{"id": "{{{first}}}", "profile": {"display_name": "Ada"}, "pretalx_id": null, "deleted": false, "badges": [], "inactive": false}""";
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), one), one.ToJsonString());
        Assert.Equal(new[] { first, second }.Order(), several.AsObject().Select(pair => pair.Key).Order());
        Assert.Equal("user.not_found", (string?)(await ben.CallForErrorAsync("user.fetch", new JsonObject { ["id"] = "x" }))["code"]);
        Assert.Equal("user.not_found", (string?)(await ben.CallForErrorAsync("user.fetch", new JsonObject { ["id"] = Guid.Empty.ToString() }))["code"]);
        Assert.Equal("protocol.invalid_body", (string?)(await ben.CallForErrorAsync("user.fetch", new JsonObject { ["ids"] = "x" }))["code"]);
    }

    private static void AssertAudit(string expected, string actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(actual)), actual);

    private static async Task<JsonDocument> ReceiveDeepAsync(VenuelessClient client) =>
        JsonDocument.Parse(await client.Wire.ReceiveTextAsync(), Deep);

    private Task<VenuelessClient> LogInAsync(string guest = Guest) => VenuelessClient.LogInAsync(_server.Port, WireServer.World, guest);

    private async Task<string> ReadAuditAsync() => (await _server.ReadAuditAsync(WireServer.World)).ToJsonString();
}
