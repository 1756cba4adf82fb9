using System.Text.Json.Nodes;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>world.md section 11, scenarios 8, 10, 18 to 21 and 29 to 32: what a change of the world does, to whom, and in which order.</summary>
public sealed class WorldChangeScenarioTests : IAsyncLifetime
{
    private WorldAdminServer _world = null!;

    public async Task InitializeAsync() => _world = await WorldAdminServer.StartAsync();

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task Scenario08_RoomCreatedAfterLogin_IsCountedForThoseWhoGotIt()
    {
        await using var admin = await _world.LogInAdminAsync();
        await using var attendee = await _world.LogInAsync("attendee");
        await using var other = await _world.LogInAsync("other");
        var room = (string)(await admin.CallAsync("room.create", JsonNode.Parse("""{"name": "New", "modules": [], "permission_preset": "public"}""")))["room"]!;
        Assert.Equal(room, (string?)(await attendee.ReceivePushAsync("room.create"))["id"]);
        await admin.ReceivePushAsync("room.create");
        await other.ReceivePushAsync("room.create");

        await admin.CallAsync("room.enter", new JsonObject { ["room"] = room });

        foreach (var client in new[] { admin, attendee, other })
        {
            JsonAssert.Equal($$"""{"room": "{{room}}", "users": "few"}""", await client.ReceivePushAsync("world.user_count_change"));
        }
    }

    [Fact]
    public async Task Scenario08_PrivateRoomCreatedAfterLogin_IsNotCountedForOthers()
    {
        await using var admin = await _world.LogInAdminAsync();
        await using var attendee = await _world.LogInAsync("attendee");
        var room = (string)(await admin.CallAsync("room.create", JsonNode.Parse("""{"name": "New", "modules": [], "permission_preset": "private"}""")))["room"]!;
        await admin.ReceivePushAsync("room.create");
        await admin.CallAsync("room.enter", new JsonObject { ["room"] = room });
        await admin.ReceivePushAsync("world.user_count_change");

        await attendee.ExpectNothingAsync();
    }

    [Fact]
    public async Task Scenario10And21_Patch_RepliesThenEverybodyGetsTheirWorldAndTheAuditLogBothStates()
    {
        await using var admin = await _world.LogInAdminAsync();
        await using var attendee = await _world.LogInAsync("attendee");
        var foreign = await _world.ImportAsync();
        await using var stranger = await _world.LogInAsync("attendee", foreign);
        var before = await admin.CallAsync("world.config.get", null);

        await admin.SendAsync("""["world.config.patch", 3, {"title": "River Con 2", "social_logins": ["gravatar"]}]""");
        var reply = await admin.ReceiveAsync();

        Assert.Equal("success", (string?)reply[0]);
        Assert.Equal(("River Con 2", "gravatar"), ((string?)reply[2]!["title"], (string?)reply[2]!["social_logins"]![0]));
        Assert.Equal("River Con 2", await _world.ReadWorldAsync("title"));
        JsonAssert.Equal("""["gravatar"]""", (await _world.ReadConfigAsync())["social_logins"]);
        var seenByAdmin = await admin.ReceivePushAsync("world.updated");
        var seenByAttendee = await attendee.ReceivePushAsync("world.updated");
        Assert.All([seenByAdmin, seenByAttendee], config => Assert.Equal("River Con 2", (string?)config["world"]!["title"]));
        Assert.Equal((3, 2), (seenByAdmin["rooms"]!.AsArray().Count, seenByAttendee["rooms"]!.AsArray().Count));
        JsonAssert.Equal("""["world:view"]""", seenByAttendee["permissions"]);
        await stranger.ExpectNothingAsync();

        var audit = (await _world.Server.ReadAuditAsync(_world.World)).Single()!;
        Assert.Equal(("world.updated", WireServer.UserIdOf(admin).ToString()), ((string?)audit["type"], (string?)audit["user"]));
        Assert.True(JsonNode.DeepEquals(before, audit["data"]!["old"]));
        Assert.True(JsonNode.DeepEquals(reply[2], audit["data"]!["new"]));
        Assert.Equal("2", await _world.Server.ReadSqlAsync($"SELECT version FROM core_world WHERE id = '{foreign}'"));
    }

    [Fact]
    public async Task Patch_LeavesOtherKeysOfTheConfigAlone()
    {
        var stored = JsonNode.Parse("""{"own": {"b": 1, "a": [null]}, "mux": {"key": 5}, "user_list": {"page_size": 7}, "theme": {"css": "x"}}""")!.AsObject();
        stored["JWT_secrets"] = WireToken.Config()["JWT_secrets"]!.DeepClone();
        await _world.StoreConfigAsync(stored);
        await using var admin = await _world.LogInAdminAsync();

        await _world.PatchAsync(admin, """{"theme": {"colors": {}}, "track_room_views": false}""");

        stored["theme"] = JsonNode.Parse("""{"colors": {}}""");
        stored["track_room_views"] = false;
        JsonAssert.Equal(stored.ToJsonString(), await _world.ReadConfigAsync());
    }

    [Fact]
    public async Task Scenario18_OtherPretalx_IsDisconnectedAndItsScheduleFollowsTheWorld()
    {
        await using var admin = await _world.LogInAdminAsync();
        await using var attendee = await _world.LogInAsync("attendee");
        await _world.PatchAsync(admin, """{"pretalx": {"domain": "https://a.example/", "event": "e", "connected": true}}""");
        await admin.ReceivePushAsync("world.schedule.updated");
        await attendee.ExpectPushesAsync("world.updated", 1);
        await attendee.ExpectPushesAsync("world.schedule.updated", 1);
        const string Other = """{"domain": "https://b.example/", "event": "e", "connected": false, "pushed": "x"}""";

        var reply = await admin.CallAsync("world.config.patch", JsonNode.Parse("""{"pretalx": {"domain": "https://b.example/", "event": "e", "connected": true, "pushed": "x"}}"""));

        JsonAssert.Equal(Other, reply["pretalx"]);
        foreach (var client in new[] { admin, attendee })
        {
            JsonAssert.Equal(Other, (await client.ReceivePushAsync("world.updated"))["world"]!["pretalx"]);
            JsonAssert.Equal(Other, await client.ReceivePushAsync("world.schedule.updated"));
        }
    }

    [Theory]
    [InlineData("""{"domain": "https://a.example/", "event": "e", "connected": true}""", true)]
    [InlineData("""{"domain": "https://a.example/", "event": "e", "url": "", "connected": true}""", true)]
    [InlineData("""{"domain": "https://a.example/", "event": "e", "url": null, "more": 1, "connected": "yes"}""", true)]
    [InlineData("""{"domain": "https://a.example/", "event": "e", "url": "https://c.example/", "connected": true}""", false)]
    [InlineData("""{"domain": "https://a.example/", "event": "f", "connected": true}""", false)]
    [InlineData("""{"event": "e"}""", false)]
    public async Task Scenario18_SameSource_KeepsWhatIsSent(string given, bool isSame)
    {
        const string Stored = """{"domain": "https://a.example/", "event": "e", "connected": true}""";
        var config = WireToken.Config();
        config["pretalx"] = JsonNode.Parse(Stored);
        await _world.StoreConfigAsync(config);
        await using var admin = await _world.LogInAdminAsync();
        var expected = JsonNode.Parse(given)!.AsObject();
        if (!isSame)
        {
            expected["connected"] = false;
        }

        JsonAssert.Equal(expected.ToJsonString(), (await _world.PatchAsync(admin, $$"""{"pretalx": {{given}}}"""))["pretalx"]);

        if (!JsonNode.DeepEquals(JsonNode.Parse(Stored), expected))
        {
            JsonAssert.Equal(expected.ToJsonString(), await admin.ReceivePushAsync("world.schedule.updated"));
        }

        // Had there been another push, it would come before this one.
        await _world.PatchAsync(admin, """{"title": "Later"}""");
    }

    [Fact]
    public async Task Scenario18_SamePretalxInAnotherOrder_IsNoNews()
    {
        var config = WireToken.Config();
        config["pretalx"] = JsonNode.Parse("""{"url": "https://a.example/s.json", "pushed": 1.0}""");
        await _world.StoreConfigAsync(config);
        await using var admin = await _world.LogInAdminAsync();

        await _world.PatchAsync(admin, """{"pretalx": {"pushed": 1.0, "url": "https://a.example/s.json"}}""");
        await _world.PatchAsync(admin, """{"title": "Later"}""");

        await admin.ExpectNothingAsync();
    }

    [Fact]
    public async Task Scenario19_ManyPatchesOfDifferentKeysAtOnce_LoseNothingAndTheAuditLogIsAChain()
    {
        string[] patches =
        [
            """{"title": "Both"}""", """{"connection_limit": 9}""", """{"theme": {"css": "a"}}""", """{"onsite_traits": ["x"]}""", """{"locale": "de"}""",
            """{"track_world_views": true}""", """{"dateLocale": "fr"}""", """{"conftool_password": "p"}""", """{"timezone": "Asia/Tokyo"}""", """{"videoPlayer": {}}""",
        ];
        var admins = new List<VenuelessClient>();
        foreach (var _ in patches)
        {
            admins.Add(await _world.LogInAdminAsync());
        }

        await Task.WhenAll(patches.Select((patch, index) => admins[index].CallAsync("world.config.patch", JsonNode.Parse(patch))));

        var config = await admins[0].CallAsync("world.config.get", null);
        foreach (var patch in patches)
        {
            var (key, value) = JsonNode.Parse(patch)!.AsObject().Single();
            JsonAssert.Equal(value!.ToJsonString(), config[key]);
        }

        var audit = await _world.ReadAuditAsync("world.updated");
        Assert.Equal(patches.Length, audit.Count);
        for (var index = 1; index < audit.Count; index++)
        {
            Assert.True(JsonNode.DeepEquals(audit[index - 1]["new"], audit[index]["old"]));
        }

        Assert.True(JsonNode.DeepEquals(config, audit[^1]["new"]));
        Assert.Equal(2 + patches.Length, await _world.ReadVersionAsync());
        foreach (var client in admins)
        {
            await client.DisposeAsync();
        }
    }

    [Fact]
    public async Task PatchesAndNewRoomsAtOnce_AreAllThereAtLast()
    {
        await using var watcher = await _world.LogInAsync("attendee");
        var admins = new List<VenuelessClient>();
        for (var number = 0; number < 8; number++)
        {
            admins.Add(await _world.LogInAdminAsync());
        }

        await Task.WhenAll(admins.Select((admin, number) => number % 2 == 0
            ? admin.CallAsync("room.create", JsonNode.Parse($$"""{"name": "New {{number}}", "modules": [], "permission_preset": "public"}"""))
            : admin.CallAsync("world.config.patch", JsonNode.Parse($$"""{"title": "Title {{number}}"}"""))));

        // The sum of all pushes is the state in the end.
        var title = await _world.ReadWorldAsync("title");
        var rooms = new HashSet<string>();
        var seen = "";
        while (seen != title || rooms.Count(room => room.StartsWith("New", StringComparison.Ordinal)) < 4)
        {
            var receiving = watcher.ReceiveAsync("the last state");
            while (!receiving.IsCompleted)
            {
                _world.PassWindow();
                await Task.WhenAny(receiving, Task.Delay(20));
            }

            var push = await receiving;
            if ((string?)push[0] == "room.create")
            {
                rooms.Add((string)push[1]!["name"]!);
            }
            else
            {
                Assert.Equal("world.updated", (string?)push[0]);
                seen = (string)push[1]!["world"]!["title"]!;
                rooms = [.. push[1]!["rooms"]!.AsArray().Select(room => (string)room!["name"]!)];
            }
        }

        await using var late = await _world.LogInAdminAsync();
        Assert.Equal(4, (await late.CallAsync("room.config.list", null)).AsArray().Count(room => ((string)room!["name"]!).StartsWith("New", StringComparison.Ordinal)));
        Assert.Equal(4, (await _world.ReadAuditAsync("world.updated")).Count);
        foreach (var client in admins)
        {
            await client.DisposeAsync();
        }
    }

    [Fact]
    public async Task PatchesInAShortTime_AreOnePushWithTheLastStateAndItsSchedule()
    {
        await using var admin = await _world.LogInAdminAsync();
        await using var attendee = await _world.LogInAsync("attendee");
        await _world.PatchAsync(admin, "{}");
        await attendee.ReceivePushAsync("world.updated");

        // The window that this one opened is passed by nobody until all three are in.
        await admin.CallAsync("world.config.patch", JsonNode.Parse("""{"title": "A"}"""));
        await attendee.ReceivePushAsync("world.updated");
        await admin.CallAsync("world.config.patch", JsonNode.Parse("""{"pretalx": {"url": "https://a.example/"}}"""));
        await admin.CallAsync("world.config.patch", JsonNode.Parse("""{"title": "B"}"""));
        await admin.WaitForNodesAsync();
        _world.PassWindow();

        Assert.Equal("B", (string?)(await attendee.ReceivePushAsync("world.updated"))["world"]!["title"]);
        JsonAssert.Equal("""{"url": "https://a.example/", "connected": false}""", await attendee.ReceivePushAsync("world.schedule.updated"));
        await attendee.ExpectNothingAsync();
    }

    [Fact]
    public async Task Scenario20_LegacySecret_IsNeverShownAndGoneWithTheNextWriteOfTheConfig()
    {
        var config = WireToken.Config();
        config["bbb_defaults"] = JsonNode.Parse("""{"record": true, "secret": "legacy"}""");
        await _world.StoreConfigAsync(config);
        await using var admin = await _world.LogInAdminAsync();

        JsonAssert.Equal("""{"record": true}""", (await admin.CallAsync("world.config.get", null))["bbb_defaults"]);
        await _world.PatchAsync(admin, """{"conftool_url": ""}""");

        JsonAssert.Equal("""{"record": true}""", (await _world.ReadConfigAsync())["bbb_defaults"]);
        Assert.DoesNotContain("legacy", (await _world.ReadAuditAsync("world.updated")).Single().ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scenario29_WorldWithoutPushKeys_GetsThemAtLogin()
    {
        await _world.Server.ExecuteSqlAsync(
            $"UPDATE core_world SET vapid_private_key = '', vapid_public_key = '', version = version + 1 WHERE id = '{_world.World}'");

        await using var first = await VenuelessClient.ConnectAsync(_world.Server.Port, _world.World);
        var key = (string?)(await first.LogInAsync("one"))["world.config"]!["world"]!["vapid_public_key"];
        await using var second = await VenuelessClient.ConnectAsync(_world.Server.Port, _world.World);

        Assert.Equal(87, key!.Length);
        Assert.Equal(key, (string?)(await second.LogInAsync("two"))["world.config"]!["world"]!["vapid_public_key"]);
        Assert.StartsWith("-----BEGIN PRIVATE KEY-----", await _world.ReadWorldAsync("vapid_private_key"), StringComparison.Ordinal);
        Assert.StartsWith("-----BEGIN PUBLIC KEY-----", await _world.ReadWorldAsync("vapid_public_key"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scenario30_BadgesSetByHand_AreShownAtTheNextLogin()
    {
        await using var before = await _world.LogInAsync("speaker crew");
        JsonAssert.Equal("[]", before.User!["badges"]);
        var config = WireToken.Config();
        config["trait_badges_map"] = JsonNode.Parse("""{"speaker": "Speaker", "crew": "Crew", "other": "Other"}""");
        await _world.StoreConfigAsync(config);

        await using var after = await _world.LogInAsync("speaker crew");

        JsonAssert.Equal("""["Crew", "Speaker"]""", after.User!["badges"]);
    }

    [Fact]
    public async Task Scenario31_RolesPatched_CountForTheNextCommandWithoutReconnect()
    {
        await using var admin = await _world.LogInAdminAsync();
        await using var attendee = await _world.LogInAsync("attendee");
        await attendee.CallForErrorAsync("world.config.get", null);
        var roles = (await admin.CallAsync("world.config.get", null))["roles"]!.DeepClone();
        roles["attendee"] = new JsonArray("world:view", "world:update");

        await _world.PatchAsync(admin, new JsonObject { ["roles"] = roles }.ToJsonString());
        var seen = await attendee.ReceivePushAsync("world.updated");

        JsonAssert.Equal("""["world:update", "world:view"]""", seen["permissions"]);
        Assert.NotNull(await attendee.CallAsync("world.config.get", null));
    }

    [Fact]
    public async Task AdministratorTakesItsOwnRightsAway_TheNextCommandIsDenied()
    {
        await using var admin = await _world.LogInAdminAsync();

        await _world.PatchAsync(admin, """{"trait_grants": {"attendee": []}}""");

        Assert.Equal("auth.denied", (string?)(await admin.CallForErrorAsync("world.config.get", null))["code"]);
    }

    [Fact]
    public async Task ConnectionLimitSet_CountsForTheNextLogin()
    {
        await using var admin = await _world.LogInAdminAsync();
        await using var first = await _world.LogInAsync("attendee");
        await _world.PatchAsync(admin, """{"connection_limit": "1.0"}""");
        await first.ReceivePushAsync("world.updated");

        await using var second = await _world.LogInAsync("attendee");

        await first.ExpectErrorAsync("connection.replaced");
        await second.ExpectNothingAsync();
    }

    [Fact]
    public async Task TrackingSwitchedOff_CountsForTheNextVisit()
    {
        await using var admin = await _world.LogInAdminAsync();
        await _world.PatchAsync(admin, """{"track_room_views": "off"}""");
        var room = await _world.Server.FindRoomAsync(_world.World, "stage");
        await using var attendee = await _world.LogInAsync("attendee");

        await attendee.CallAsync("room.enter", new JsonObject { ["room"] = room });
        await attendee.CallAsync("room.leave", new JsonObject { ["room"] = room });

        await WireServer.WaitUntilAsync(
            async () => await _world.Server.ReadSqlAsync($"SELECT count(*) FROM core_roomview WHERE room_id = '{room}'") == "0", "the view's end");
    }

    [Theory]
    [InlineData("world.foo")]
    [InlineData("world")]
    [InlineData("world.config")]
    [InlineData("world.report.generate.nonsense")]
    public async Task Scenario32_UnknownAction_IsUnsupported(string name)
    {
        await using var attendee = await _world.LogInAsync("attendee");
        await attendee.SendAsync($$"""["{{name}}", 5, {}]""");

        await attendee.ExpectAsync("""["error", 5, {"code": "world.unsupported_command"}]""");
    }

    [Fact]
    public async Task WithoutDatabase_PatchIsUnavailableAndWorksAgainAfterwards()
    {
        await using var admin = await _world.LogInAdminAsync();
        await using (await _world.Server.TakeDatabaseAwayAsync())
        {
            Assert.Equal("server.unavailable", (string?)(await admin.CallForErrorAsync("world.config.patch", JsonNode.Parse("""{"title": "Lost"}""")))["code"]);
        }

        await WireServer.WaitUntilAsync(
            async () =>
            {
                await admin.SendAsync("""["world.config.patch", "again", {"title": "Found"}]""");
                return (string?)(await admin.ReceiveAsync())[0] == "success";
            },
            "the database");
        Assert.Equal("Found", await _world.ReadWorldAsync("title"));
    }
}
