using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>world.md section 11, scenarios 22 to 24: login tokens and the audit log.</summary>
public sealed partial class WorldTokenScenarioTests : IAsyncLifetime
{
    private WorldAdminServer _world = null!;
    private VenuelessClient _admin = null!;

    public async Task InitializeAsync()
    {
        _world = await WorldAdminServer.StartAsync();
        _admin = await _world.LogInAdminAsync();
    }

    public async Task DisposeAsync()
    {
        await _admin.DisposeAsync();
        await _world.DisposeAsync();
    }

    [Fact]
    public async Task Scenario22_ShortTokens_AreDistinctStoredAndAudited()
    {
        var results = await GenerateAsync("""{"number": 3, "traits": ["speaker", "é"], "days": 30}""");

        Assert.Equal(3, results.Distinct().Count());
        Assert.All(results, token => Assert.Matches(TokenPattern(), token));
        var stored = (await _world.Server.ReadSqlAsync($"SELECT {_world.Server.Joined("short_token")} FROM core_shorttoken WHERE world_id = '{_world.World}'"))!;
        Assert.Equal(results.Order(StringComparer.Ordinal), stored.Split(',').Order(StringComparer.Ordinal));
        var expires = DateTimeOffset.Parse((await _world.Server.ReadSqlAsync("SELECT max(expires) FROM core_shorttoken"))!, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(_world.Server.Time.GetUtcNow().AddDays(30), expires, TimeSpan.FromSeconds(1));
        var audit = (await _world.Server.ReadAuditAsync(_world.World)).Single()!;
        Assert.Equal(("world.tokens.generate", WireServer.UserIdOf(_admin).ToString()), ((string?)audit["type"], (string?)audit["user"]));
        JsonAssert.Equal("""{"number": 3, "days": 30, "traits": ["speaker", "é"], "long": false}""", audit["data"]);

        var token = (await _world.Server.ReadSqlAsync($"SELECT long_token FROM core_shorttoken WHERE short_token = '{results[0]}'"))!;
        await using var client = await VenuelessClient.ConnectAsync(_world.Server.Port, _world.World);
        await client.AuthenticateAsync(new JsonObject { ["token"] = token });
        Assert.Equal("speaker,é", TraitsOf(client));
    }

    [Fact]
    public async Task Scenario22_LongTokens_LogInWithTheirTraitsAndAreNotStored()
    {
        var results = await GenerateAsync("""{"number": 2, "traits": ["admin"], "days": 365, "long": true}""");

        Assert.Equal("0", await _world.Server.ReadSqlAsync("SELECT count(*) FROM core_shorttoken"));
        JsonAssert.Equal("""{"number": 2, "days": 365, "traits": ["admin"], "long": true}""", (await _world.ReadAuditAsync("world.tokens.generate")).Single());
        var users = new HashSet<string>();
        foreach (var token in results)
        {
            await using var client = await VenuelessClient.ConnectAsync(_world.Server.Port, _world.World);
            await client.AuthenticateAsync(new JsonObject { ["token"] = token });
            Assert.True(users.Add(WireServer.UserIdOf(client).ToString()));
            Assert.Equal("admin", TraitsOf(client));
            Assert.NotNull(await client.CallAsync("world.config.get", null));
        }
    }

    [Theory]
    [InlineData("""{"number": 0, "traits": [], "days": 1}""")]
    [InlineData("""{"number": 0, "traits": ["x"], "days": 1, "long": true}""")]
    [InlineData("""{"number": 0, "traits": [], "days": 0, "long": null, "more": 1}""")]
    public async Task NoTokens_AreNone(string body)
    {
        Assert.Empty(await GenerateAsync(body));
        Assert.Single(await _world.ReadAuditAsync("world.tokens.generate"));
    }

    [Fact]
    public async Task TokensOfYesterday_AreExpired()
    {
        var token = (await GenerateAsync("""{"number": 1, "traits": ["attendee"], "days": -1, "long": true}""")).Single();
        await using var client = await VenuelessClient.ConnectAsync(_world.Server.Port, _world.World);

        await client.SendAsync(new JsonArray("authenticate", new JsonObject { ["token"] = token }));

        await client.ExpectErrorAsync("auth.expired_token");
    }

    [Fact]
    public async Task TenThousandTokens_AreMadeAtOnce()
    {
        var results = await GenerateAsync("""{"number": 10000, "traits": ["a-trait-of-some-length"], "days": 1}""");

        Assert.Equal(10_000, results.Distinct().Count());
        Assert.Equal("10000", await _world.Server.ReadSqlAsync("SELECT count(*) FROM core_shorttoken"));
    }

    [Theory]
    [InlineData("null", "body: expected an object")]
    [InlineData("[]", "body: expected an object")]
    [InlineData("""{"number": 1, "days": 1}""", "body.traits: required")]
    [InlineData("""{"traits": [], "days": 1}""", "body.number: required")]
    [InlineData("""{"number": 1, "traits": []}""", "body.days: required")]
    [InlineData("""{"number": "1", "traits": [], "days": 1}""", "body.number: expected an integer")]
    [InlineData("""{"number": 1.5, "traits": [], "days": 1}""", "body.number: expected an integer")]
    [InlineData("""{"number": -1, "traits": [], "days": 1}""", "body.number: expected 0 to 10000")]
    [InlineData("""{"number": 10001, "traits": [], "days": 1}""", "body.number: expected 0 to 10000")]
    [InlineData("""{"number": 1, "traits": "x", "days": 1}""", "body.traits: expected an array of strings")]
    [InlineData("""{"number": 1, "traits": ["x", 5], "days": 1}""", "body.traits[1]: expected a string")]
    [InlineData("""{"number": 1, "traits": ["\u0000"], "days": 1}""", "body.traits[0]: must not contain U+0000")]
    [InlineData("""{"number": 1, "traits": [], "days": null}""", "body.days: expected an integer")]
    [InlineData("""{"number": 1, "traits": [], "days": 2147483647}""", "body.days: out of range")]
    [InlineData("""{"number": 1, "traits": [], "days": -2147483648}""", "body.days: out of range")]
    [InlineData("""{"number": 1, "traits": [], "days": 1, "long": "yes"}""", "body.long: expected a boolean")]
    public async Task Scenario23_BadBody_IsInvalidBodyAndTheSocketStaysOpen(string body, string message)
    {
        await _admin.SendAsync($"""["world.tokens.generate", 4, {body}]""");

        await _admin.ExpectAsync(new JsonArray("error", 4, new JsonObject { ["code"] = "protocol.invalid_body", ["message"] = message }).ToJsonString());
        Assert.Empty(await _world.Server.ReadAuditAsync(_world.World));
        await _admin.ExpectNothingAsync();
    }

    [Fact]
    public async Task TraitsThatWouldFillTheMemory_AreRefused()
    {
        var body = new JsonObject { ["number"] = 10_000, ["days"] = 1, ["traits"] = new JsonArray(new string('x', 4000)) };

        Assert.Equal("body.traits: too long for so many tokens", (string?)(await _admin.CallForErrorAsync("world.tokens.generate", body))["message"]);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""[{"issuer": null, "audience": "a", "secret": "s"}]""")]
    public async Task WithoutASecret_TheErrorSaysSo(string secrets)
    {
        await _world.StoreConfigAsync(new JsonObject { ["JWT_secrets"] = JsonNode.Parse(secrets) });

        // A login compares the world with its row; what it sees counts for everybody on its node.
        for (var node = 0; node < WireStore.Nodes; node++)
        {
            await using var guest = await VenuelessClient.LogInAsync(_world.Server.Port, _world.World, "guest");
        }

        Assert.Equal("world.tokens.no_secret", (string?)(await _admin.CallForErrorAsync("world.tokens.generate", JsonNode.Parse("""{"number": 0, "traits": [], "days": 1}""")))["code"]);
    }

    [Fact]
    public async Task Scenario24_AuditLog_HasAllRowsInOrderAlsoThoseWithoutUser()
    {
        await using var attendee = await _world.LogInAsync("attendee");
        await attendee.CallAsync("user.update", JsonNode.Parse("""{"profile": {"display_name": "Ada"}}"""));
        await GenerateAsync("""{"number": 1, "traits": [], "days": 1}""");
        await _world.PatchAsync(_admin, """{"title": "New"}""");
        await _world.Server.ExecuteSqlAsync(
            $"INSERT INTO core_auditlog (timestamp, type, data, user_id, world_id) VALUES ('2024-05-01 08:15:30.000120+00:00', 'by.hand', '{{\"a\": [1]}}', NULL, '{_world.World}')");
        var foreign = await _world.ImportAsync();
        await _world.Server.ExecuteSqlAsync(
            $"INSERT INTO core_auditlog (timestamp, type, data, user_id, world_id) VALUES ('2024-05-01 08:15:30.000120+00:00', 'foreign', '{{}}', NULL, '{foreign}')");

        await _admin.SendAsync("""["world.auditlog.list", 9, null]""");
        var results = (await _admin.ReceiveAsync())[2]!["results"]!.AsArray();

        Assert.Equal(["auth.user.profile.changed", "world.tokens.generate", "world.updated", "by.hand"], results.Select(row => (string?)row!["type"]));
        Assert.All(results, row => Assert.Equal(["data", "id", "timestamp", "type", "user"], row!.AsObject().Select(pair => pair.Key).Order(StringComparer.Ordinal)));
        var ids = results.Select(row => (long)row!["id"]!).ToList();
        Assert.Equal(ids.Order(), ids);
        Assert.Equal("Ada", (string?)results[0]!["user"]!["profile"]!["display_name"]);
        Assert.Equal(
            ["badges", "deleted", "id", "inactive", "pretalx_id", "profile"], results[0]!["user"]!.AsObject().Select(pair => pair.Key).Order(StringComparer.Ordinal));
        Assert.Equal("New", (string?)results[2]!["data"]!["new"]!["title"]);
        JsonAssert.Equal(
            """{"id": "", "profile": {"display_name": ""}, "pretalx_id": null, "deleted": true, "badges": [], "inactive": true}""", results[3]!["user"]);
        Assert.Equal("2024-05-01T08:15:30.000120+00:00", (string?)results[3]!["timestamp"]);
        JsonAssert.Equal("""{"a": [1]}""", results[3]!["data"]);
    }

    [Fact]
    public async Task AuditLogUsers_HaveNoBadges()
    {
        var config = WireToken.Config();
        config["trait_badges_map"] = JsonNode.Parse("""{"admin": "Boss"}""");
        await _world.StoreConfigAsync(config);
        await using var admin = await _world.LogInAdminAsync();
        await admin.CallAsync("world.tokens.generate", JsonNode.Parse("""{"number": 0, "traits": [], "days": 1}"""));

        JsonAssert.Equal("""["Boss"]""", admin.User!["badges"]);
        JsonAssert.Equal("[]", (await admin.CallAsync("world.auditlog.list", null))["results"]![0]!["user"]!["badges"]);
    }

    [Fact]
    public async Task AuditLogOfManyMegabytes_ArrivesWhileTheWorldGoesOn()
    {
        // 450 rows: more than two pages, more bytes than may wait for one connection.
        var filler = new string('x', 20_000);
        var row = $"('2024-05-01 08:15:30.000000+00:00', 'by.hand', '\"{filler}\"', '{WireServer.UserIdOf(_admin)}', '{_world.World}')";
        for (var rows = 0; rows < 450; rows += 30)
        {
            await _world.Server.ExecuteSqlAsync(
                $"INSERT INTO core_auditlog (timestamp, type, data, user_id, world_id) VALUES {string.Join(',', Enumerable.Repeat(row, 30))}");
        }

        await using var visitor = await _world.LogInAsync("attendee");
        var room = await _world.Server.FindRoomAsync(_world.World, "stage");

        await _admin.SendAsync("""["world.auditlog.list", 9, null]""");
        for (var number = 0; number < 20; number++)
        {
            await visitor.CallAsync(number % 2 == 0 ? "room.enter" : "room.leave", new JsonObject { ["room"] = room });
        }

        var replies = new List<JsonArray>();
        for (var number = 0; number < 21; number++)
        {
            replies.Add(await _admin.ReceiveAsync());
        }

        var reply = replies.Single(message => (string?)message[0] == "success");
        Assert.Equal(450, reply[2]!["results"]!.AsArray().Count);
        Assert.Equal(20, replies.Count(message => (string?)message[0] == "world.user_count_change"));
    }

    [GeneratedRegex("^[A-Za-z0-9]{24}$")]
    private static partial Regex TokenPattern();

    private async Task<List<string>> GenerateAsync(string body) =>
        [.. (await _admin.CallAsync("world.tokens.generate", JsonNode.Parse(body)))["results"]!.AsArray().Select(token => (string)token!)];

    private string TraitsOf(VenuelessClient client) => string.Join(',', _world.Server.FindUser(client)!.Current.Traits);
}
