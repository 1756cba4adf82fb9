using System.Text.Json.Nodes;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>auth-and-users.md section 16, scenarios 28 to 33 and 39 to 41: reading users, one by one and in lists, and who is online.</summary>
public sealed class UserListScenarioTests : IAsyncLifetime
{
    private UserAdminServer _server = null!;

    public async Task InitializeAsync() => _server = await UserAdminServer.StartAsync(
        """{"user_list": {"page_size": 2, "search_min_chars": 3}, "profile_fields": [{"id": "city", "searchable": true}, {"id": "secret", "searchable": false}]}""");

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Scenario28_FetchByPretalxIds_FindsUndeletedPersons()
    {
        await using var client = await _server.LogInAsync("client");
        var ada = await _server.AddUserAsync("ada", """{"display_name": "Ada"}""");
        var kiosk = await _server.AddUserAsync("kiosk");
        var gone = await _server.AddUserAsync("gone");
        await _server.SetUserAsync(kiosk, "type = 'kiosk'");
        await _server.SetUserAsync(gone, "deleted = TRUE");

        var found = await client.CallAsync("user.fetch", JsonNode.Parse("""{"pretalx_ids": ["P-ada", "P-kiosk", "P-gone", "none", 5]}"""));

        Assert.Equal(["P-ada"], found.AsObject().Select(static pair => pair.Key));
        Assert.Equal(ada, (string?)found["P-ada"]!["id"]);
        Assert.Equal("user.not_found", await client.CallForCodeAsync("user.fetch", new JsonObject { ["id"] = "a\0" }));
        Assert.Equal("user.not_found", await client.CallForCodeAsync("user.fetch", new JsonObject()));
        Assert.Equal("protocol.invalid_body", await client.CallForCodeAsync("user.fetch", null));
    }

    [Fact]
    public async Task Scenario29_FetchOf150Ids_AnswersAtMost100()
    {
        await using var client = await _server.LogInAsync("client");
        var ids = new JsonArray();
        var rows = new List<string>();
        for (var number = 0; number < 150; number++)
        {
            var id = Guid.NewGuid();
            ids.Add(id.ToString());
            rows.Add($$"""('{{id}}', '{{_server.World}}', 't{{number}}', '', 'person', TRUE, '{}', '{}', {{_server.Server.List()}}, FALSE, 1)""");
        }

        await _server.Server.ExecuteSqlAsync(
            $"""
            INSERT INTO core_user (id, world_id, token_id, moderation_state, type, show_publicly, profile, client_state, traits, deleted, version)
            VALUES {string.Join(',', rows)}
            """);

        var found = await client.CallAsync("user.fetch", new JsonObject { ["ids"] = ids });

        Assert.Equal(ids.Take(100).Select(static id => (string)id!).Order(StringComparer.Ordinal), found.AsObject().Select(static pair => pair.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Scenario30_AdminFields_AreForManagersOnly()
    {
        var target = await _server.AddUserAsync("target");
        await using var manager = await _server.LogInAsync(UserAdminServer.Manager);
        await using var lister = await _server.LogInAsync(UserAdminServer.Lister);
        var byId = UserAdminServer.Id(target);
        var byIds = new JsonObject { ["ids"] = new JsonArray(target) };
        var byPretalx = new JsonObject { ["pretalx_ids"] = new JsonArray("P-target") };

        foreach (var (client, isManager) in new[] { (manager, true), (lister, false) })
        {
            var seen = new[]
            {
                await client.CallAsync("user.fetch", byId),
                (await client.CallAsync("user.fetch", byIds))[target]!,
                (await client.CallAsync("user.fetch", byPretalx))["P-target"]!,
                (await client.CallAsync("user.list", null))["results"]!.AsArray().Single(user => (string?)user!["id"] == target)!,
            };
            foreach (var user in seen)
            {
                Assert.Equal(isManager, user.AsObject().ContainsKey("moderation_state"));
                Assert.Equal(isManager ? "target" : null, (string?)user["token_id"]);
                Assert.False(user.AsObject().ContainsKey("client_state"));
            }
        }
    }

    [Fact]
    public async Task Scenario31_List_NeedsThePermissionAndIsOrderedByName()
    {
        await using var attendee = await _server.LogInAsync("attendee");
        await using var lister = await _server.LogInAsync(UserAdminServer.Lister);
        var nameless = UserAdminServer.IdOf(lister);
        var ben = await _server.AddUserAsync("ben", """{"display_name": "Ben"}""");
        var ada = await _server.AddUserAsync("ada", """{"display_name": "Ada"}""");
        await _server.SetUserAsync(UserAdminServer.IdOf(attendee), "deleted = TRUE");
        await _server.SetUserAsync(ben, "show_publicly = FALSE");

        Assert.Equal([ada, ben, nameless], await ListAsync(lister, "null"));
        await using var other = await _server.LogInAsync("other");
        Assert.Equal("auth.denied", await other.CallForCodeAsync("user.list", null));
    }

    [Fact]
    public async Task List_OfMoreThanOneRead_IsComplete()
    {
        await using var lister = await _server.LogInAsync(UserAdminServer.Lister);
        var rows = Enumerable.Range(0, 1203).Select(number =>
            $$"""('{{Guid.NewGuid()}}', '{{_server.World}}', 't{{number}}', '', 'person', TRUE, '{"display_name": "N{{number:0000}}"}', '{}', {{_server.Server.List()}}, FALSE, 1)""");
        await _server.Server.ExecuteSqlAsync(
            $"""
            INSERT INTO core_user (id, world_id, token_id, moderation_state, type, show_publicly, profile, client_state, traits, deleted, version)
            VALUES {string.Join(',', rows)}
            """);

        var results = (await lister.CallAsync("user.list", new JsonObject()))["results"]!.AsArray();

        Assert.Equal(
            Enumerable.Range(0, 1203).Select(static number => $"N{number:0000}"),
            results.Take(1203).Select(static user => (string)user!["profile"]!["display_name"]!));
        Assert.Equal(1204, results.Count);
    }

    [Fact]
    public async Task Scenario32_ListOfKiosks_ShowsTheirClientStateToManagers()
    {
        await using var manager = await _server.LogInAsync(UserAdminServer.Manager);
        await using var lister = await _server.LogInAsync(UserAdminServer.Lister);
        var kiosk = (string)(await manager.CallAsync("user.kiosk.create", null))["user"]!;
        var body = new JsonObject { ["type"] = "kiosk" };

        var seen = Assert.Single((await manager.CallAsync("user.list", body))["results"]!.AsArray())!;
        Assert.Equal(kiosk, (string?)seen["id"]);
        Assert.Equal("{}", seen["client_state"]!.ToJsonString());
        Assert.False(Assert.Single((await lister.CallAsync("user.list", body))["results"]!.AsArray())!.AsObject().ContainsKey("client_state"));
        Assert.Equal(3, (await ListAsync(lister, """{"type": null}""")).Length);
        Assert.Empty(await ListAsync(lister, """{"type": "robot"}"""));
        Assert.Equal("protocol.invalid_body", await lister.CallForCodeAsync("user.list", new JsonObject { ["type"] = 5 }));
        Assert.Equal("protocol.invalid_body", await lister.CallForCodeAsync("user.list", new JsonArray()));
    }

    [Fact]
    public async Task Scenario33_BannedUsers_AreListedForEmptyBodiesAndForManagersWhoWant()
    {
        await using var manager = await _server.LogInAsync(UserAdminServer.Manager);
        await using var lister = await _server.LogInAsync(UserAdminServer.Lister);
        var banned = await _server.AddUserAsync("banned");
        await _server.SetUserAsync(banned, "moderation_state = 'banned'");

        foreach (var body in new[] { "{}", "null" })
        {
            Assert.Contains(banned, await ListAsync(lister, body));
            Assert.Contains(banned, await ListAsync(manager, body));
        }

        foreach (var body in new[] { """{"include_banned": true}""", """{"unknown": 1}""", """{"type": "person"}""" })
        {
            Assert.DoesNotContain(banned, await ListAsync(lister, body));
            Assert.Contains(banned, await ListAsync(manager, body));
        }

        Assert.DoesNotContain(banned, await ListAsync(manager, """{"include_banned": false}"""));
    }

    [Fact]
    public async Task Scenario39_Badges_AreSortedWithoutDuplicatesEverywhere()
    {
        await using var lister = await _server.LogInAsync(UserAdminServer.Lister);
        await using var client = await VenuelessClient.ConnectAsync(_server.Server.Port, _server.World);
        var body = WireToken.Body(JsonNode.Parse("""{"uid": "u", "traits": ["helper", "crew", "speaker", "none"], "profile": {"display_name": "Ada"}}""")!.AsObject());
        await client.AuthenticateAsync(body);
        var id = UserAdminServer.IdOf(client);

        var seen = new[]
        {
            client.User!,
            await lister.CallAsync("user.fetch", UserAdminServer.Id(id)),
            (await lister.CallAsync("user.fetch", new JsonObject { ["ids"] = new JsonArray(id) }))[id],
            (await lister.CallAsync("user.list", null))["results"]!.AsArray().Single(user => (string?)user!["id"] == id),
            (await SearchAsync(lister, """{"search_term": "Ada", "page": 1}"""))["results"]![0],
        };

        Assert.All(seen, static user => JsonAssert.Equal("""["A speaker", "Crew"]""", user!["badges"]));
    }

    [Fact]
    public async Task Scenario40_LastLogin37HoursAgo_IsInactive()
    {
        await using var client = await _server.LogInAsync("client");
        var (now, lately, longAgo) = (await _server.AddUserAsync("now"), await _server.AddUserAsync("lately"), await _server.AddUserAsync("long ago"));
        await SetLastLoginAsync(lately, TimeSpan.FromHours(35));
        await SetLastLoginAsync(longAgo, TimeSpan.FromHours(37));

        // What a node has read of a user it believes for a while.
        await client.SettleAsync();
        _server.Server.Time.Advance(TimeSpan.FromSeconds(31));
        Assert.False((bool)(await client.CallAsync("user.fetch", UserAdminServer.Id(now)))["inactive"]!);
        Assert.False((bool)(await client.CallAsync("user.fetch", UserAdminServer.Id(lately)))["inactive"]!);
        Assert.True((bool)(await client.CallAsync("user.fetch", UserAdminServer.Id(longAgo)))["inactive"]!);
    }

    [Fact]
    public async Task Scenario41_OnlineStatus_FollowsConnections()
    {
        await using var client = await _server.LogInAsync("client");
        var online = await _server.LogInAsync("online");
        var (me, here, away) = (UserAdminServer.IdOf(client), UserAdminServer.IdOf(online), await _server.AddUserAsync("away"));
        var body = new JsonObject { ["ids"] = new JsonArray(here, away, me, "x", "", here, Guid.Empty.ToString()) };

        // Whoever has just left may still be registered.
        await WireServer.WaitUntilAsync(async () => !(bool)(await client.CallAsync("user.online_status", body))[away]!, "the one who left to be offline");
        JsonAssert.Equal(
            $$"""{"{{here}}": true, "{{away}}": false, "{{me}}": true, "x": false, "": false, "{{Guid.Empty}}": false}""",
            await client.CallAsync("user.online_status", body));

        await online.DisposeAsync();

        await WireServer.WaitUntilAsync(async () => !(bool)(await client.CallAsync("user.online_status", body))[here]!, "the closed one to be offline");
        JsonAssert.Equal("{}", await client.CallAsync("user.online_status", new JsonObject { ["ids"] = new JsonArray() }));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"ids": "x"}""")]
    [InlineData("""{"ids": [5]}""")]
    [InlineData("""{"ids": null}""")]
    public async Task OnlineStatus_BadBody_IsRefused(string body)
    {
        await using var client = await _server.LogInAsync("client");

        Assert.Equal("protocol.invalid_body", await client.CallForCodeAsync("user.online_status", JsonNode.Parse(body)));
    }

    private static Task<JsonNode> SearchAsync(VenuelessClient client, string body) => client.CallAsync("user.list.search", JsonNode.Parse(body));

    private static async Task<string[]> ListAsync(VenuelessClient client, string body) => Ids(await client.CallAsync("user.list", JsonNode.Parse(body)));

    private static string[] Ids(JsonNode answer) => [.. answer["results"]!.AsArray().Select(static user => (string)user!["id"]!)];

    private Task SetLastLoginAsync(string user, TimeSpan age) =>
        _server.SetUserAsync(user, $"last_login = '{_server.Server.Time.GetUtcNow() - age:yyyy-MM-dd HH:mm:ss.ffffff}+00:00'");
}
