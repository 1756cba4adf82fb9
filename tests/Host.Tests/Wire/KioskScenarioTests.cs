using System.Globalization;
using System.Text.Json.Nodes;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>auth-and-users.md section 16, scenarios 51 and 52: kiosks.</summary>
public sealed class KioskScenarioTests : IAsyncLifetime
{
    private UserAdminServer _server = null!;

    public async Task InitializeAsync() => _server = await UserAdminServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Scenario51_CreatedKiosk_LogsInByItsShortToken()
    {
        await using var manager = await _server.LogInAsync(UserAdminServer.Manager);
        var profile = JsonNode.Parse("""{"display_name": "Hall", "room_id": "x"}""")!;
        var created = await manager.CallAsync("user.kiosk.create", new JsonObject { ["profile"] = profile.DeepClone() });
        var id = (string)created["user"]!;
        Assert.Single(created.AsObject());

        var fetched = await manager.CallAsync("user.kiosk.fetch", UserAdminServer.Id(id));
        var code = (string)fetched["token"]!;
        Assert.Matches("^[A-Za-z0-9]{24}$", code);
        JsonAssert.Equal(
            $$$"""
            {"id": "{{{id}}}", "profile": {"display_name": "Hall", "room_id": "x"}, "pretalx_id": null, "deleted": false, "badges": [], "inactive": true,
             "moderation_state": "", "token_id": "{{{await _server.ReadUserAsync(id, "token_id")}}}", "client_state": {}, "token": "{{{code}}}"}
            """,
            fetched);
        Assert.True(Guid.TryParse(await _server.ReadUserAsync(id, "token_id"), out _));
        Assert.Equal("0", await _server.ReadUserAsync(id, "show_publicly"));

        var token = (await _server.Server.ReadSqlAsync($"SELECT long_token FROM core_shorttoken WHERE short_token = '{code}' AND world_id = '{_server.World}'"))!;
        var expires = (await _server.Server.ReadSqlAsync($"SELECT expires FROM core_shorttoken WHERE short_token = '{code}'"))!;
        var lifetime = DateTimeOffset.Parse(expires, CultureInfo.InvariantCulture) - _server.Server.Time.GetUtcNow();
        Assert.InRange(lifetime, TimeSpan.FromDays(364.9), TimeSpan.FromDays(365.1));

        await using var kiosk = await VenuelessClient.ConnectAsync(_server.Server.Port, _server.World);
        var payload = await kiosk.AuthenticateAsync(new JsonObject { ["token"] = token });

        Assert.Equal(id, UserAdminServer.IdOf(kiosk));
        var permissions = payload["world.config"]!["permissions"]!.AsArray().Select(static permission => (string)permission!).ToArray();
        Assert.Contains("room:invite.anonymous", permissions);
        Assert.DoesNotContain("room:chat.join", permissions);
        JsonAssert.Equal(
            $$$"""
            [{"user": "{{{id}}}", "type": "auth.user.traits.changed", "data": {"object": "{{{id}}}", "old": [], "new": ["-kiosk"]} }]
            """,
            await _server.Server.ReadAuditAsync(_server.World));
        Assert.NotEqual(code, (string?)(await manager.CallAsync("user.kiosk.fetch", UserAdminServer.Id(id)))["token"]);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"profile": null}""")]
    [InlineData("""{"profile": "x"}""")]
    [InlineData("""{"profile": []}""")]
    public async Task Create_WithoutAProfile_HasAnEmptyOne(string body)
    {
        await using var manager = await _server.LogInAsync(UserAdminServer.Manager);

        var id = (string)(await manager.CallAsync("user.kiosk.create", JsonNode.Parse(body)))["user"]!;

        Assert.Equal("{}", await _server.ReadUserAsync(id, "profile"));
        Assert.Equal("kiosk", await _server.ReadUserAsync(id, "type"));
    }

    [Fact]
    public async Task Create_WithoutPermissionOrObject_IsRefused()
    {
        await using var attendee = await _server.LogInAsync("attendee");
        await using var manager = await _server.LogInAsync(UserAdminServer.Manager);

        Assert.Equal("auth.denied", await attendee.CallForCodeAsync("user.kiosk.create", new JsonObject()));
        Assert.Equal("auth.denied", await attendee.CallForCodeAsync("user.kiosk.fetch", new JsonObject()));
        Assert.Equal("protocol.invalid_body", await manager.CallForCodeAsync("user.kiosk.create", new JsonArray()));
        Assert.Equal("0", await _server.Server.ReadSqlAsync("SELECT count(*) FROM core_user WHERE type = 'kiosk'"));
    }

    [Fact]
    public async Task Scenario52_FetchOfNoKiosk_IsNotFound()
    {
        await using var manager = await _server.LogInAsync(UserAdminServer.Manager);
        var deleted = (string)(await manager.CallAsync("user.kiosk.create", null))["user"]!;
        await manager.CallAsync("user.delete", UserAdminServer.Id(deleted));

        foreach (var id in new[] { UserAdminServer.IdOf(manager), Guid.NewGuid().ToString(), "x", deleted })
        {
            Assert.Equal("user.not_found", await manager.CallForCodeAsync("user.kiosk.fetch", UserAdminServer.Id(id)));
        }

        Assert.Equal("0", await _server.Server.ReadSqlAsync("SELECT count(*) FROM core_shorttoken"));
    }

    [Fact]
    public async Task Fetch_InAWorldWithoutSecret_SaysSo()
    {
        var world = await _server.Server.ImportWorldAsync(
            [], """{"all": ["world:view", "world:update", "world:users.manage"]}""", """{"all": []}""");
        await using var manager = await VenuelessClient.LogInAsync(_server.Server.Port, world, "5f6e0f4e-6f2b-4a57-8f1e-0a4c8a0c9a01");
        var kiosk = (string)(await manager.CallAsync("user.kiosk.create", null))["user"]!;

        Assert.Equal("user.kiosk.no_secret", await manager.CallForCodeAsync("user.kiosk.fetch", UserAdminServer.Id(kiosk)));
    }
}
