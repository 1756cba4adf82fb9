using System.Text.Json.Nodes;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>auth-and-users.md section 16, scenarios 1 to 14, 17, 19 and 20: who may log in and what a login stores.</summary>
public sealed class AuthScenarioTests : IAsyncLifetime
{
    private const string Guest = "5f6e0f4e-6f2b-4a57-8f1e-0a4c8a0c2a01";

    private WireServer _server = null!;

    // Open to guests, with two secrets.
    private string _world = "";

    public async Task InitializeAsync()
    {
        _server = await WireServer.StartAsync();
        _world = await _server.ImportWorldAsync(WireToken.Config());
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Scenario01_Guest_GetsExactlySevenKeysAndIsFoundAgainByTheText()
    {
        await using var first = await ConnectAsync();
        await using var second = await ConnectAsync();

        var payload = await first.AuthenticateAsync(new JsonObject { ["client_id"] = 4 });
        await second.LogInAsync("4");

        Assert.Equal(
            ["announcements", "chat.channels", "chat.notification_counts", "chat.read_pointers", "exhibition", "user.config", "world.config"],
            payload.Select(pair => pair.Key).Order(StringComparer.Ordinal));
        JsonAssert.Equal("[]", payload["announcements"]);
        JsonAssert.Equal("[]", payload["chat.channels"]);
        JsonAssert.Equal("{}", payload["chat.notification_counts"]);
        JsonAssert.Equal("{}", payload["chat.read_pointers"]);
        JsonAssert.Equal("""{"exhibitors": [], "contact_requests": []}""", payload["exhibition"]);
        JsonAssert.Equal(
            $$$"""
            {"id": "{{{WireServer.UserIdOf(first)}}}", "profile": {}, "pretalx_id": null, "deleted": false, "badges": [], "inactive": false, "client_state": {}}
            """,
            payload["user.config"]);
        Assert.Equal(WireServer.UserIdOf(first), WireServer.UserIdOf(second));
        Assert.Equal("1", await CountAsync($"core_user WHERE world_id = '{_world}'"));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"client_id": ""}""")]
    [InlineData("""{"client_id": 0}""")]
    [InlineData("""{"client_id": false}""")]
    [InlineData("""{"client_id": null, "invite_token": "x"}""")]
    public async Task Scenario02_NeitherIdNorToken_SaysSo(string body)
    {
        await ExpectRefusalAsync(_world, body, "auth.missing_id_or_token");
    }

    [Fact]
    public async Task Scenario03_ClosedWorld_GuestNeedsATokenAndLeavesNoRow()
    {
        var closed = await ImportClosedAsync();

        await ExpectRefusalAsync(closed, $$"""{"client_id": "{{Guest}}"}""", "auth.missing_token");

        Assert.Equal("0", await CountAsync($"core_user WHERE world_id = '{closed}'"));
    }

    [Theory]
    [InlineData(WireToken.Issuer, WireToken.Audience, WireToken.Secret)]
    [InlineData("second", "second-audience", "12345")]
    public async Task Scenario04_TokenOfEachSecret_LogsIn(string issuer, string audience, string secret)
    {
        await using var client = await ConnectAsync();

        await client.AuthenticateAsync(WireToken.Body(new JsonObject { ["uid"] = "u", ["iss"] = issuer, ["aud"] = audience }, secret));

        Assert.Equal("u", await ReadUserAsync(client, "token_id"));
    }

    [Theory]
    [InlineData("wrong", WireToken.Issuer, WireToken.Audience, "HS256")]
    [InlineData(WireToken.Secret, "second", WireToken.Audience, "HS256")]
    [InlineData(WireToken.Secret, WireToken.Issuer, "second-audience", "HS256")]
    [InlineData(WireToken.Secret, WireToken.Issuer, WireToken.Audience, "none")]
    [InlineData(WireToken.Secret, WireToken.Issuer, WireToken.Audience, "HS512")]
    public async Task Scenario05_TokenThatDoesNotFit_IsInvalid(string secret, string issuer, string audience, string algorithm)
    {
        var token = WireToken.Sign(new JsonObject { ["uid"] = "u", ["iss"] = issuer, ["aud"] = audience }, secret, algorithm);

        await ExpectRefusalAsync(_world, $$"""{"token": "{{token}}", "client_id": "{{Guest}}"}""", "auth.invalid_token");

        Assert.Equal("0", await CountAsync($"core_user WHERE world_id = '{_world}'"));
    }

    [Theory]
    [InlineData("\"a.b.c\"")]
    [InlineData("5")]
    [InlineData("null")]
    [InlineData("[]")]
    public async Task Scenario05_TokenThatIsNone_IsInvalid(string token)
    {
        await ExpectRefusalAsync(_world, $$"""{"token": {{token}}, "client_id": "{{Guest}}"}""", "auth.invalid_token");
    }

    [Theory]
    [InlineData(WireToken.Secret, "auth.expired_token")]
    [InlineData("wrong", "auth.invalid_token")]
    public async Task Scenario06_ExpiredToken_IsExpiredOnlyIfItWasEverGood(string secret, string code)
    {
        var body = WireToken.Body(new JsonObject { ["uid"] = "u", ["exp"] = _server.Time.GetUtcNow().ToUnixTimeSeconds() - 1 }, secret);

        await ExpectRefusalAsync(_world, body.ToJsonString(), code);
    }

    [Theory]
    [InlineData("iat")]
    [InlineData("nbf")]
    public async Task Scenario07_TokenOfTheFuture_IsInvalidUntilThen(string claim)
    {
        var soon = _server.Time.GetUtcNow().ToUnixTimeSeconds() + 10;
        var body = WireToken.Body(new JsonObject { ["uid"] = "u", [claim] = soon }).ToJsonString();
        await ExpectRefusalAsync(_world, body, "auth.invalid_token");

        _server.Time.Advance(TimeSpan.FromSeconds(10));

        await using var client = await ConnectAsync();
        await client.AuthenticateAsync(JsonNode.Parse(body)!.AsObject());
    }

    [Fact]
    public async Task Scenario08_AudienceAsArrayAndNoExpiry_LogsIn()
    {
        await using var client = await ConnectAsync();

        await client.AuthenticateAsync(WireToken.Body(new JsonObject { ["uid"] = "u", ["aud"] = new JsonArray("other", WireToken.Audience) }));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"uid": ""}""")]
    [InlineData("""{"uid": null}""")]
    [InlineData("""{"uid": "u", "traits": "x"}""")]
    [InlineData("""{"uid": "a\u0000b"}""")]
    public async Task Scenario09_UnusableClaims_AreInvalid(string claims)
    {
        await ExpectRefusalAsync(_world, WireToken.Body(JsonNode.Parse(claims)!.AsObject()).ToJsonString(), "auth.invalid_token");
    }

    [Fact]
    public async Task Scenario10_NumericUid_IsStoredAsText()
    {
        await using var first = await ConnectAsync();
        await first.AuthenticateAsync(WireToken.Body(new JsonObject { ["uid"] = 123456 }));
        await using var second = await ConnectAsync();

        await second.AuthenticateAsync(WireToken.Body("123456"));

        Assert.Equal("123456", await ReadUserAsync(first, "token_id"));
        Assert.Equal(WireServer.UserIdOf(first), WireServer.UserIdOf(second));
    }

    [Fact]
    public async Task Scenario11_OtherTraits_AreStoredAndAuditedOnce()
    {
        await using var first = await ConnectAsync();
        await first.AuthenticateAsync(WireToken.Body("u", "ticket", "crew"));
        await using var second = await ConnectAsync();
        await second.AuthenticateAsync(WireToken.Body("u", "ticket", "crew"));
        await using var third = await ConnectAsync();

        await third.AuthenticateAsync(WireToken.Body("u", "crew"));

        var user = WireServer.UserIdOf(first);
        JsonAssert.Equal(
            $$"""
            [{"user": "{{user}}", "type": "auth.user.traits.changed",
              "data": {"object": "{{user}}", "old": ["ticket", "crew"], "new": ["crew"]} }]
            """,
            await ReadAuditAsync());
    }

    [Fact]
    public async Task Scenario12_ProfileAndPretalxIdOfTheToken_AreStoredAtTheFirstLoginOnly()
    {
        var claims = """{"uid": "u", "profile": {"display_name": "NAME", "fields": {}}, "pretalx_id": "NAME"}""";
        await using var first = await ConnectAsync();
        await first.AuthenticateAsync(WireToken.Body(JsonNode.Parse(claims.Replace("NAME", "Ada", StringComparison.Ordinal))!.AsObject()));
        await using var second = await ConnectAsync();

        await second.AuthenticateAsync(WireToken.Body(JsonNode.Parse(claims.Replace("NAME", "Ben", StringComparison.Ordinal))!.AsObject()));

        JsonAssert.Equal("""{"display_name": "Ada", "fields": {}}""", second.User!["profile"]);
        Assert.Equal("Ada", (string?)second.User["pretalx_id"]);
    }

    [Fact]
    public async Task Scenario13_ClosedWorld_TokenWithoutMatchingTraitsIsDeniedAndLeavesNoRow()
    {
        var closed = await ImportClosedAsync();

        await ExpectRefusalAsync(closed, WireToken.Body("u", "visitor").ToJsonString(), "auth.denied");
        Assert.Equal("0", await CountAsync($"core_user WHERE world_id = '{closed}'"));

        await using var client = await VenuelessClient.ConnectAsync(_server.Port, closed);
        await client.AuthenticateAsync(WireToken.Body("u", "ticket"));
    }

    [Theory]
    [InlineData("moderation_state = 'banned'", "moderation_state = ''")]
    [InlineData("deleted = TRUE", "deleted = FALSE")]
    public async Task Scenario14_BannedOrDeletedByHand_IsDeniedUntilReactivated(string refused, string accepted)
    {
        var token = WireToken.Body("u");
        await using var client = await ConnectAsync();
        await client.AuthenticateAsync(token);
        var user = WireServer.UserIdOf(client);

        await _server.ExecuteSqlAsync($"UPDATE core_user SET {refused}, client_id = '{Guest}', version = version + 1 WHERE id = '{user}'");
        await ExpectRefusalAsync(_world, token.ToJsonString(), "auth.denied");
        await ExpectRefusalAsync(_world, $$"""{"client_id": "{{Guest}}"}""", "auth.denied");
        await _server.ExecuteSqlAsync($"UPDATE core_user SET {accepted}, version = version + 1 WHERE id = '{user}'");

        await using var again = await ConnectAsync();
        await again.LogInAsync(Guest);
        Assert.Equal(user, WireServer.UserIdOf(again));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Scenario17_FirstLoginsAtOnce_AllSucceedWithOneRow(bool isGuest)
    {
        var body = isGuest ? new JsonObject { ["client_id"] = Guest } : WireToken.Body("u", "ticket");
        var clients = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => ConnectAsync()));

        await Task.WhenAll(clients.Select(client => client.AuthenticateAsync(body.DeepClone().AsObject())));

        Assert.Single(clients.Select(WireServer.UserIdOf).Distinct());
        Assert.Equal("1", await CountAsync($"core_user WHERE world_id = '{_world}'"));
        foreach (var client in clients)
        {
            await client.ExpectNothingAsync();
            await client.DisposeAsync();
        }
    }

    [Fact]
    public async Task Scenario19_TrackedWorldViews_OpenAtLoginAndEndWithTheConnection()
    {
        var tracked = await _server.ImportWorldAsync(new JsonObject { ["track_world_views"] = true });
        await using var untracking = await VenuelessClient.LogInAsync(_server.Port, _world, Guest);
        await using var client = await VenuelessClient.LogInAsync(_server.Port, tracked, Guest);
        var user = WireServer.UserIdOf(client);
        Assert.Equal("1", await CountAsync("core_worldview"));
        Assert.Equal("1", await CountAsync($"core_worldview WHERE user_id = '{user}' AND \"end\" IS NULL"));

        client.Wire.Reset();

        await WireServer.WaitUntilAsync(() => _server.FindUser(user) is null, "the session to be cleaned up");
        Assert.Equal("1", await CountAsync($"core_worldview WHERE user_id = '{user}' AND \"end\" IS NOT NULL"));
    }

    [Fact]
    public async Task Scenario19_TrackingSwitchedOffInBetween_TheRowIsGone()
    {
        var tracked = await _server.ImportWorldAsync(new JsonObject { ["track_world_views"] = true });
        await using var client = await VenuelessClient.LogInAsync(_server.Port, tracked, Guest);
        var user = WireServer.UserIdOf(client);
        Assert.Equal("1", await CountAsync("core_worldview"));
        await _server.ExecuteSqlAsync($$"""UPDATE core_world SET config = '{"track_world_views": false}', version = version + 1 WHERE id = '{{tracked}}'""");

        // As any connect or the poll of each second does.
        foreach (var node in _server.Nodes)
        {
            Assert.NotNull(await node.Worlds.FindAsync(new(tracked)));
        }

        client.Wire.Reset();

        await WireServer.WaitUntilAsync(() => _server.FindUser(user) is null, "the session to be cleaned up");
        Assert.Equal("0", await CountAsync("core_worldview"));
    }

    [Fact]
    public async Task Scenario19_SecondSession_ClosesTheFirstOnesRowWhichEndsAtItsRealTime()
    {
        var tracked = await _server.ImportWorldAsync(new JsonObject { ["track_world_views"] = true });
        await using var first = await VenuelessClient.LogInAsync(_server.Port, tracked, Guest);
        var view = await _server.ReadSqlAsync("SELECT id FROM core_worldview");
        _server.Time.Advance(TimeSpan.FromSeconds(1));
        await using var second = await VenuelessClient.LogInAsync(_server.Port, tracked, Guest);
        var ended = await _server.ReadSqlAsync($"SELECT \"end\" FROM core_worldview WHERE id = {view}");
        Assert.NotNull(ended);
        Assert.Equal("1", await CountAsync("core_worldview WHERE \"end\" IS NULL"));
        _server.Time.Advance(TimeSpan.FromSeconds(1));

        first.Wire.Reset();

        await WireServer.WaitUntilAsync(
            async () => await _server.ReadSqlAsync($"SELECT \"end\" FROM core_worldview WHERE id = {view}") != ended, "the first row to end at its real time");
        Assert.Equal("1", await CountAsync("core_worldview WHERE \"end\" IS NULL"));
    }

    [Fact]
    public async Task Scenario20_PrivateRoomChangedBetweenTwoLogins_TheRoomListFollows()
    {
        var room = await _server.FindRoomAsync(_world, "private");
        await using var first = await ConnectAsync();
        Assert.DoesNotContain(room, RoomsOf(await first.AuthenticateAsync(WireToken.Body("u", "ticket"))));

        await _server.ExecuteSqlAsync($$"""UPDATE core_room SET trait_grants = '{"participant": ["ticket"]}' WHERE id = '{{room}}'""");
        await using var second = await ConnectAsync();
        Assert.Contains(room, RoomsOf(await second.AuthenticateAsync(WireToken.Body("u", "ticket"))));

        await _server.ExecuteSqlAsync($$"""UPDATE core_room SET trait_grants = '{"participant": ["insider"]}' WHERE id = '{{room}}'""");
        await using var third = await ConnectAsync();
        Assert.DoesNotContain(room, RoomsOf(await third.AuthenticateAsync(WireToken.Body("u", "ticket"))));
    }

    [Theory]
    [InlineData("""{"client_id": []}""")]
    [InlineData("""{"client_id": {}}""")]
    [InlineData("""{"client_id": "a\u0000b"}""")]
    public async Task BadBody_ClientIdThatCannotBeOne_IsInvalidBody(string body)
    {
        await using var client = await ConnectAsync();

        await client.SendAsync($"""["authenticate", 7, {body}]""");

        await client.ExpectErrorAsync("protocol.invalid_body", "7");
        await client.LogInAsync(Guest);
    }

    [Fact]
    public async Task BadBody_ClientIdOf201Characters_IsInvalidBodyAnd200AreFine()
    {
        await using var client = await ConnectAsync();

        await client.SendAsync($$"""["authenticate", {"client_id": "{{new string('x', 201)}}"}]""");

        await client.ExpectErrorAsync("protocol.invalid_body");
        await client.LogInAsync(new string('x', 200));
    }

    [Fact]
    public async Task Restart_GuestAndTokenUser_AreTheSameUsersAgain()
    {
        var token = WireToken.Body("u", "ticket");
        var guest = await LogInAndLeaveAsync(new JsonObject { ["client_id"] = Guest });
        var user = await LogInAndLeaveAsync(token.DeepClone().AsObject());

        await _server.RestartAsync();

        Assert.Equal(guest, await LogInAndLeaveAsync(new JsonObject { ["client_id"] = Guest }));
        Assert.Equal(user, await LogInAndLeaveAsync(token));
        JsonAssert.Equal("[]", await ReadAuditAsync());
    }

    private static IEnumerable<string> RoomsOf(JsonObject payload) =>
        payload["world.config"]!["rooms"]!.AsArray().Select(static room => (string)room!["id"]!);

    private Task<VenuelessClient> ConnectAsync() => VenuelessClient.ConnectAsync(_server.Port, _world);

    private Task<string> ImportClosedAsync() => _server.ImportWorldAsync(WireToken.Config(), traitGrants: """{"attendee": ["ticket"]}""");

    private async Task ExpectRefusalAsync(string world, string body, string code)
    {
        await using var client = await VenuelessClient.ConnectAsync(_server.Port, world);
        await client.SendAsync($"""["authenticate", {body}]""");
        await client.ExpectAsync($$"""["error",{"code":"{{code}}"}]""");
        await client.ExpectNothingAsync();
    }

    private async Task<string> LogInAndLeaveAsync(JsonObject body)
    {
        await using var client = await ConnectAsync();
        await client.AuthenticateAsync(body);
        return WireServer.UserIdOf(client).ToString();
    }

    private Task<string?> CountAsync(string where) => _server.ReadSqlAsync($"SELECT count(*) FROM {where}");

    private Task<string?> ReadUserAsync(VenuelessClient client, string column) =>
        _server.ReadSqlAsync($"SELECT {column} FROM core_user WHERE id = '{WireServer.UserIdOf(client)}'");

    private async Task<JsonNode?> ReadAuditAsync() => await _server.ReadAuditAsync(_world);
}
