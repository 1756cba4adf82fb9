using System.Text.Json.Nodes;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>auth-and-users.md section 16, scenarios 48 to 50: changing other users, and blocking them.</summary>
public sealed class UserAdminScenarioTests : IAsyncLifetime
{
    private UserAdminServer _server = null!;

    public async Task InitializeAsync() => _server = await UserAdminServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Scenario48_AdminUpdate_PushesClientStateToKiosksOnly()
    {
        await using var manager = await _server.LogInAsync(UserAdminServer.Manager);
        await using var person = await _server.LogInAsync("person");
        await using var kiosk = await _server.LogInAsync("kiosk");
        var (personId, kioskId) = (UserAdminServer.IdOf(person), UserAdminServer.IdOf(kiosk));
        await _server.SetUserAsync(kioskId, "type = 'kiosk'");

        await manager.CallAsync("user.admin.update", Update(kioskId, """{"profile": {"display_name": "Hall"}, "client_state": {"x": 1}, "pretalx_id": 12}"""));
        await manager.CallAsync("user.admin.update", Update(personId, """{"profile": {"display_name": "Ada"}, "client_state": {"x": 1}, "pretalx_id": null}"""));

        JsonAssert.Equal(
            $$$"""
            {"id": "{{{kioskId}}}", "profile": {"display_name": "Hall"}, "pretalx_id": "12", "deleted": false, "badges": [], "inactive": false, "client_state": {"x": 1} }
            """,
            await kiosk.ReceivePushAsync("user.updated"));
        JsonAssert.Equal(
            $$$"""{"id": "{{{personId}}}", "profile": {"display_name": "Ada"}, "pretalx_id": null, "deleted": false, "badges": [], "inactive": false}""",
            await person.ReceivePushAsync("user.updated"));
        Assert.Equal("{}", await _server.ReadUserAsync(personId, "client_state"));
        JsonAssert.Equal(
            $$$"""
            [{"user": "{{{kioskId}}}", "type": "auth.user.profile.changed",
              "data": {"object": "{{{kioskId}}}", "old": {}, "new": {"display_name": "Hall"}, "is_admin": true} },
             {"user": "{{{kioskId}}}", "type": "auth.user.pretalx_id.changed", "data": {"object": "{{{kioskId}}}", "old": null, "new": "12"} },
             {"user": "{{{personId}}}", "type": "auth.user.profile.changed",
              "data": {"object": "{{{personId}}}", "old": {}, "new": {"display_name": "Ada"}, "is_admin": true} }]
            """,
            await _server.Server.ReadAuditAsync(_server.World));
    }

    [Fact]
    public async Task AdminUpdate_OfOneself_TellsTheOtherTabsOnly()
    {
        await using var manager = await _server.LogInAsync(UserAdminServer.Manager);
        await using var tab = await _server.LogInAsync(UserAdminServer.Manager);
        var id = UserAdminServer.IdOf(manager);

        await manager.SendAsync($$"""["user.admin.update", 3, {"id": "{{id}}", "profile": {"display_name": "Boss"} }]""");

        await manager.ExpectAsync("""["success",3,{}]""");
        Assert.Equal("Boss", (string?)(await tab.ReceivePushAsync("user.updated"))["profile"]!["display_name"]);
        await manager.ExpectNothingAsync();

        // The profile counts at once.
        await manager.CallAsync("chat.join", new JsonObject { ["channel"] = _server.Channel });
    }

    [Theory]
    [InlineData("""{"profile": null}""")]
    [InlineData("""{"profile": "x"}""")]
    [InlineData("""{"client_state": null}""")]
    [InlineData("""{"pretalx_id": []}""")]
    [InlineData("""{"pretalx_id": true}""")]
    [InlineData("""{"pretalx_id": "a\u0000"}""")]
    [InlineData("LONG")]
    public async Task AdminUpdate_BadBody_IsRefusedAndChangesNothing(string fields)
    {
        await using var manager = await _server.LogInAsync(UserAdminServer.Manager);
        var target = await _server.AddUserAsync("target");
        var body = fields == "LONG" ? $$"""{"pretalx_id": "{{new string('x', 201)}}"}""" : fields;

        Assert.Equal("protocol.invalid_body", await manager.CallForCodeAsync("user.admin.update", Update(target, body)));

        Assert.Equal("P-target", await _server.ReadUserAsync(target, "pretalx_id"));
        await manager.CallAsync("user.admin.update", Update(target, $$"""{"pretalx_id": "{{new string('x', 200)}}"}"""));
    }

    [Fact]
    public async Task Scenario49_AdminUpdate_OfNobody_IsNotFound()
    {
        await using var manager = await _server.LogInAsync(UserAdminServer.Manager);
        await using var attendee = await _server.LogInAsync("attendee");

        foreach (var id in new[] { Guid.NewGuid().ToString(), "x", "" })
        {
            Assert.Equal("user.not_found", await manager.CallForCodeAsync("user.admin.update", UserAdminServer.Id(id)));
        }

        Assert.Equal("user.not_found", await manager.CallForCodeAsync("user.admin.update", new JsonObject()));
        Assert.Equal("protocol.invalid_body", await manager.CallForCodeAsync("user.admin.update", null));
        Assert.Equal("auth.denied", await attendee.CallForCodeAsync("user.admin.update", null));
    }

    [Fact]
    public async Task Scenario50_BlockAndUnblock_AreListedAndAuditedEachTime()
    {
        await using var client = await _server.LogInAsync("client");
        await using var blocked = await _server.LogInAsync("blocked");
        await blocked.CallAsync("user.update", new JsonObject { ["profile"] = new JsonObject { ["display_name"] = "Blocked" } });
        var (id, target) = (UserAdminServer.IdOf(client), UserAdminServer.IdOf(blocked));

        JsonAssert.Equal("""{"users": []}""", await client.CallAsync("user.list.blocked", null));
        JsonAssert.Equal("{}", await client.CallAsync("user.block", UserAdminServer.Id(target)));
        await client.CallAsync("user.block", UserAdminServer.Id(target));

        JsonAssert.Equal(
            $$$"""
            {"users": [{"id": "{{{target}}}", "profile": {"display_name": "Blocked"}, "pretalx_id": null, "deleted": false, "badges": [], "inactive": false}]}
            """,
            await client.CallAsync("user.list.blocked", null));
        Assert.Equal("1", await _server.Server.ReadSqlAsync("SELECT count(*) FROM core_user_blocked_users"));
        JsonAssert.Equal("""{"users": []}""", await blocked.CallAsync("user.list.blocked", new JsonObject()));
        await client.CallAsync("user.unblock", UserAdminServer.Id(target));
        await client.CallAsync("user.unblock", UserAdminServer.Id(target));
        JsonAssert.Equal("""{"users": []}""", await client.CallAsync("user.list.blocked", null));

        // The blocked user is not told.
        await blocked.ExpectNothingAsync();
        Assert.Equal(
            [
                $"{id} auth.user.blocked {target}", $"{id} auth.user.blocked {target}",
                $"{id} auth.user.unblocked {target}", $"{id} auth.user.unblocked {target}",
            ],
            await _server.ReadModerationAuditAsync());
    }

    [Theory]
    [InlineData("user.block")]
    [InlineData("user.unblock")]
    public async Task Block_OfOneselfOrNobody_IsRefused(string command)
    {
        await using var client = await _server.LogInAsync("client");

        Assert.Equal($"{command}.self", await client.CallForCodeAsync(command, UserAdminServer.Id(UserAdminServer.IdOf(client))));
        Assert.Equal("user.not_found", await client.CallForCodeAsync(command, UserAdminServer.Id(Guid.NewGuid().ToString())));
        Assert.Equal("user.not_found", await client.CallForCodeAsync(command, new JsonObject()));
        Assert.Equal("protocol.invalid_body", await client.CallForCodeAsync(command, null));
        Assert.Equal("protocol.invalid_body", await client.CallForCodeAsync("user.list.blocked", new JsonArray()));
    }

    private static JsonObject Update(string user, string fields)
    {
        var body = JsonNode.Parse(fields)!.AsObject();
        body["id"] = user;
        return body;
    }
}
