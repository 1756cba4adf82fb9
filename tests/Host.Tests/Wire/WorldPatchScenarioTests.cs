using System.Text.Json.Nodes;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>world.md section 11, scenarios 9 and 11 to 17: every key of a world's configuration, good and bad.</summary>
public sealed class WorldPatchScenarioTests : IAsyncLifetime
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
    public async Task Scenario09_Get_HasExactly21KeysWithTheirDefaults()
    {
        await _admin.SendAsync("""["world.config.get", 1, null]""");
        var config = (await _admin.ReceiveAsync())[2]!.AsObject();

        Assert.Equal(
            [
                "available_permissions", "bbb_defaults", "conftool_password", "conftool_url", "connection_limit", "dateLocale", "iframe_blockers", "locale",
                "onsite_traits", "pretalx", "profile_fields", "roles", "social_logins", "theme", "timezone", "title", "track_exhibitor_views", "track_room_views",
                "track_world_views", "trait_grants", "videoPlayer",
            ],
            config.Select(pair => pair.Key).Order(StringComparer.Ordinal));
        Assert.Equal("""["world:view","world:update","world:announce"]""", new JsonArray([.. config["available_permissions"]!.AsArray().Take(3).Select(one => one!.DeepClone())]).ToJsonString());
        foreach (var key in new[] { "available_permissions", "roles", "trait_grants", "title", "locale", "timezone" })
        {
            config.Remove(key);
        }

        JsonAssert.Equal(
            """
            {
              "theme": {}, "bbb_defaults": {}, "pretalx": {}, "dateLocale": "en-ie", "videoPlayer": null, "connection_limit": 0, "profile_fields": [],
              "social_logins": [], "iframe_blockers": {"default": {"enabled": false, "policy_url": null}}, "track_exhibitor_views": true,
              "track_room_views": true, "track_world_views": false, "onsite_traits": [], "conftool_url": "", "conftool_password": ""
            }
            """,
            config);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("\"x\"")]
    public async Task Scenario09_WithoutPermission_IsDeniedWhateverTheBody(string body)
    {
        await using var attendee = await _world.LogInAsync("attendee");
        foreach (var command in new[] { "world.config.get", "world.config.patch", "world.tokens.generate", "world.auditlog.list" })
        {
            await attendee.SendAsync($"""["{command}", 7, {body}]""");
            await attendee.ExpectAsync("""["error", 7, {"code": "auth.denied", "message": "Permission denied."}]""");
        }

        Assert.Empty(await _world.Server.ReadAuditAsync(_world.World));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"config\"")]
    public async Task RowWithoutJson_CountsAsEmpty(string stored)
    {
        // Neither secrets nor trait grants are left, so the administrator comes as a guest with explicit roles.
        await using var admin = await VenuelessClient.LogInAsync(_world.Server.Port, _world.World, "by-hand");
        await _world.Server.ExecuteSqlAsync(
            $"INSERT INTO core_worldgrant (role, user_id, world_id) SELECT role, '{WireServer.UserIdOf(admin)}', '{_world.World}' FROM (SELECT 'admin' AS role UNION SELECT 'attendee') r");
        await _world.Server.ExecuteSqlAsync(
            $"UPDATE core_world SET config = {(stored == "null" ? "NULL" : $"'{stored}'")}, trait_grants = '[]', version = version + 1 WHERE id = '{_world.World}'");
        await using var again = await VenuelessClient.LogInAsync(_world.Server.Port, _world.World, "by-hand");

        var config = await again.CallAsync("world.config.get", null);
        JsonAssert.Equal("{}", config["theme"]!);
        JsonAssert.Equal("{}", config["trait_grants"]!);
        Assert.Equal("x", (string?)(await again.CallAsync("world.config.patch", JsonNode.Parse("""{"conftool_password": "x"}""")))["conftool_password"]);
        JsonAssert.Equal("""{"conftool_password": "x"}""", await _world.ReadConfigAsync());
    }

    [Theory]
    [InlineData("title", "\"  A \"", "\"A\"")]
    [InlineData("title", "5", "\"5\"")]
    [InlineData("title", "1.5", "\"1.5\"")]
    [InlineData("locale", "\"tlh\"", "\"tlh\"")]
    [InlineData("dateLocale", "\" de-at\"", "\"de-at\"")]
    [InlineData("timezone", "\"America/Argentina/Ushuaia\"", "\"America/Argentina/Ushuaia\"")]
    [InlineData("timezone", "\"UTC\"", "\"UTC\"")]
    [InlineData("theme", """{"colors": {"primary": "#673ab7"}, "css": null}""", """{"colors": {"primary": "#673ab7"}, "css": null}""")]
    [InlineData("roles", """{"a": ["x", "x"], "b": 5}""", """{"a": ["x", "x"], "b": 5}""")]
    [InlineData("trait_grants", """{"attendee": [], "admin": ["admin"], "odd": null}""", """{"attendee": [], "admin": ["admin"], "odd": null}""")]
    [InlineData("bbb_defaults", """{"record": true, "secret": "x"}""", """{"record": true}""")]
    [InlineData("pretalx", """{"conftool": true}""", """{"conftool": true}""")]
    [InlineData("videoPlayer", "null", "null")]
    [InlineData("videoPlayer", """{"hls.js": {"debug": true}}""", """{"hls.js": {"debug": true}}""")]
    [InlineData("connection_limit", "\"7\"", "7")]
    [InlineData("connection_limit", "7.0", "7")]
    [InlineData("connection_limit", "\" 5 \"", "5")]
    [InlineData("connection_limit", "\"5.00\"", "5")]
    [InlineData("connection_limit", "1e2", "100")]
    [InlineData("connection_limit", "-3", "-3")]
    [InlineData("connection_limit", "null", "null")]
    [InlineData("connection_limit", "99999999999999999999", "99999999999999999999")]
    [InlineData("profile_fields", """[{"id": "f1", "label": "City", "type": "text"}]""", """[{"id": "f1", "label": "City", "type": "text"}]""")]
    [InlineData("iframe_blockers", "{}", "{}")]
    [InlineData("onsite_traits", """["a", ["b"]]""", """["a", ["b"]]""")]
    [InlineData("onsite_traits", "5", "5")]
    [InlineData("social_logins", """[" gravatar "]""", """["gravatar"]""")]
    [InlineData("social_logins", "[]", "[]")]
    [InlineData("track_exhibitor_views", "\"No\"", "false")]
    [InlineData("track_room_views", "0", "false")]
    [InlineData("track_world_views", "\"ON\"", "true")]
    [InlineData("track_world_views", "1", "true")]
    [InlineData("conftool_url", "\" https://conf.example.org/rest.php?a=b \"", "\"https://conf.example.org/rest.php?a=b\"")]
    [InlineData("conftool_url", "\"ftps://10.0.0.1/x\"", "\"ftps://10.0.0.1/x\"")]
    [InlineData("conftool_url", "\"http://localhost:8080\"", "\"http://localhost:8080\"")]
    [InlineData("conftool_url", "\"\"", "\"\"")]
    [InlineData("conftool_url", "null", "null")]
    [InlineData("conftool_password", "12", "\"12\"")]
    [InlineData("conftool_password", "\" x \"", "\" x \"")]
    [InlineData("conftool_password", "\"\"", "\"\"")]
    [InlineData("conftool_password", "null", "null")]
    public async Task Scenario12To15_GoodValue_IsConvertedStoredAndShown(string key, string given, string stored)
    {
        var reply = await _admin.CallAsync("world.config.patch", JsonNode.Parse($$"""{"{{key}}": {{given}}}"""));

        JsonAssert.Equal(stored, reply[key]);
        if (key != "roles")
        {
            // With these roles nobody gets in any more.
            await using var other = await _world.LogInAdminAsync();
            Assert.True(JsonNode.DeepEquals(reply, await other.CallAsync("world.config.get", null)));
        }

        Assert.Equal(3, await _world.ReadVersionAsync());
        Assert.True(JsonNode.DeepEquals(reply, (await _world.ReadAuditAsync("world.updated")).Single()["new"]));
    }

    [Theory]
    [InlineData("title", "\"\"", "This field may not be blank.")]
    [InlineData("title", "\" \\n \"", "This field may not be blank.")]
    [InlineData("title", "null", "This field may not be null.")]
    [InlineData("title", "true", "Not a valid string.")]
    [InlineData("title", "[\"x\"]", "Not a valid string.")]
    [InlineData("title", "\"a\\u0000b\"", "Null characters are not allowed.")]
    [InlineData("title", "\"\\ud83d\"", "Not a valid string.")]
    [InlineData("locale", "{}", "Not a valid string.")]
    [InlineData("dateLocale", "\"\"", "This field may not be blank.")]
    [InlineData("timezone", "\"Mars/Base\"", "\"Mars/Base\" is not a valid choice.")]
    [InlineData("timezone", "\"europe/berlin\"", "\"europe/berlin\" is not a valid choice.")]
    [InlineData("timezone", "\"\"", "\"\" is not a valid choice.")]
    [InlineData("timezone", "5", "\"5\" is not a valid choice.")]
    [InlineData("timezone", "null", "This field may not be null.")]
    [InlineData("theme", "null", "This field may not be null.")]
    [InlineData("theme", """{"css": "a\u0000b"}""", "Null characters are not allowed.")]
    [InlineData("theme", """{"\u0000": 1}""", "Null characters are not allowed.")]
    [InlineData("roles", "[]", "Expected a dictionary of items but got type \"list\".")]
    [InlineData("trait_grants", "\"x\"", "Expected a dictionary of items but got type \"str\".")]
    [InlineData("bbb_defaults", "1.5", "Expected a dictionary of items but got type \"float\".")]
    [InlineData("pretalx", "5", "Expected a dictionary of items but got type \"int\".")]
    [InlineData("videoPlayer", "false", "Expected a dictionary of items but got type \"bool\".")]
    [InlineData("connection_limit", "\"x\"", "A valid integer is required.")]
    [InlineData("connection_limit", "\"\"", "A valid integer is required.")]
    [InlineData("connection_limit", "\"1e2\"", "A valid integer is required.")]
    [InlineData("connection_limit", "true", "A valid integer is required.")]
    [InlineData("connection_limit", "7.5", "A valid integer is required.")]
    [InlineData("connection_limit", "[]", "A valid integer is required.")]
    [InlineData("profile_fields", "null", "This field may not be null.")]
    [InlineData("iframe_blockers", "null", "This field may not be null.")]
    [InlineData("onsite_traits", "null", "This field may not be null.")]
    [InlineData("social_logins", "null", "This field may not be null.")]
    [InlineData("social_logins", """["gravatar", "myspace"]""", "Invalid value for social_logins")]
    [InlineData("social_logins", "[5]", "Invalid value for social_logins")]
    [InlineData("social_logins", """["twitter"]""", "This installation has no keys for Twitter.")]
    [InlineData("social_logins", """["linkedin"]""", "This installation has no keys for LinkedIn.")]
    [InlineData("track_room_views", "null", "This field may not be null.")]
    [InlineData("track_room_views", "2", "Must be a valid boolean.")]
    [InlineData("track_world_views", "\"\"", "Must be a valid boolean.")]
    [InlineData("track_exhibitor_views", "{}", "Must be a valid boolean.")]
    [InlineData("conftool_url", "\"conf.example.org\"", "Enter a valid URL.")]
    [InlineData("conftool_url", "\"javascript:alert(1)\"", "Enter a valid URL.")]
    [InlineData("conftool_url", "\"http://a b.example/\"", "Enter a valid URL.")]
    [InlineData("conftool_url", "\"http://conftool/\"", "Enter a valid URL.")]
    [InlineData("conftool_url", "5", "Enter a valid URL.")]
    [InlineData("conftool_url", "true", "Not a valid string.")]
    [InlineData("conftool_password", "{}", "Not a valid string.")]
    public async Task Scenario11To15_BadValue_StoresNothingAndSaysWhere(string key, string given, string text)
    {
        var other = key == "title" ? "locale" : "title";
        await _admin.SendAsync($$"""["world.config.patch", 1, {"{{other}}": "good", "{{key}}": {{given}}}]""");

        await ExpectInvalidAsync(new JsonObject { [key] = new JsonArray(text) });
    }

    [Theory]
    [InlineData("\"gravatar\"", """{"non_field_errors": ["Expected a list of items but got type \"str\"."]}""")]
    [InlineData("{}", """{"non_field_errors": ["Expected a list of items but got type \"dict\"."]}""")]
    [InlineData("""["gravatar", true]""", """[{}, ["Not a valid string."]]""")]
    [InlineData("""[null, "", "gravatar", []]""", """[["This field may not be null."], ["This field may not be blank."], {}, ["Not a valid string."]]""")]
    public async Task SocialLogins_OfTheWrongShape_AreRefusedAsAWholeOrItemByItem(string given, string fault)
    {
        await _admin.SendAsync($$"""["world.config.patch", 1, {"title": "good", "social_logins": {{given}}}]""");

        await ExpectInvalidAsync(new JsonObject { ["social_logins"] = JsonNode.Parse(fault) });
    }

    [Fact]
    public async Task SeveralBadValues_AreAllTold()
    {
        await _admin.SendAsync("""["world.config.patch", 1, {"title": "", "connection_limit": "x", "theme": {"a": 1}}]""");

        await ExpectInvalidAsync(JsonNode.Parse("""{"title": ["This field may not be blank."], "connection_limit": ["A valid integer is required."]}""")!);
    }

    [Theory]
    [InlineData("title", 300)]
    [InlineData("locale", 100)]
    public async Task Scenario13_TooLongByOneCharacter_IsRefused(string key, int length)
    {
        var longest = string.Concat(Enumerable.Repeat("😮", length));
        await _admin.SendAsync($$"""["world.config.patch", 1, {"{{key}}": "{{longest}}x"}]""");
        await ExpectInvalidAsync(new JsonObject { [key] = new JsonArray($"Ensure this field has no more than {length} characters.") });

        Assert.Equal(longest, (string?)(await _world.PatchAsync(_admin, $$"""{"{{key}}": "{{longest}}"}"""))[key]);
    }

    [Fact]
    public async Task Scenario12_LimitOfMoreThanAThousandDigits_IsRefused()
    {
        await _admin.SendAsync($$"""["world.config.patch", 1, {"connection_limit": "{{new string('1', 1001)}}"}]""");
        await ExpectInvalidAsync(JsonNode.Parse("""{"connection_limit": ["String value too large."]}""")!);
    }

    [Theory]
    [InlineData("null", "No data provided")]
    [InlineData("[]", "Invalid data. Expected a dictionary, but got list.")]
    [InlineData("\"\\u0000\"", "Invalid data. Expected a dictionary, but got str.")]
    [InlineData("5", "Invalid data. Expected a dictionary, but got int.")]
    [InlineData("0.5", "Invalid data. Expected a dictionary, but got float.")]
    [InlineData("false", "Invalid data. Expected a dictionary, but got bool.")]
    public async Task Scenario16_BodyThatIsNoObject_IsInvalidAsAWhole(string body, string text)
    {
        await _admin.SendAsync($"""["world.config.patch", 1, {body}]""");

        await ExpectInvalidAsync(new JsonObject { ["non_field_errors"] = new JsonArray(text) });
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"unknown": 1}""")]
    [InlineData("""{"available_permissions": []}""")]
    [InlineData("""{"unknown\u0000": "a\u0000b", "\ud83d": "\ud83d"}""")]
    [InlineData("""{"JWT_secrets": [], "trait_badges_map": {}, "user_list": {}, "mux": {}}""")]
    public async Task Scenario17_NothingThatCanBePatched_ChangesNothingButIsTold(string body)
    {
        var before = await _world.ReadConfigAsync();
        await _admin.SendAsync($"""["world.config.patch", 1, {body}]""");
        var reply = (await _admin.ReceiveAsync())[2]!;
        await _admin.ReceivePushAsync("world.updated");

        JsonAssert.Equal(before.ToJsonString(), await _world.ReadConfigAsync());
        Assert.Equal(3, await _world.ReadVersionAsync());
        var audit = (await _world.ReadAuditAsync("world.updated")).Single();
        Assert.True(JsonNode.DeepEquals(reply, audit["new"]));
        Assert.True(JsonNode.DeepEquals(audit["old"], audit["new"]));
    }

    [Fact]
    public async Task KeyThatIsGivenTwice_CountsAsItsLastValue()
    {
        await _admin.SendAsync("""["world.config.patch", 1, {"title": 5, "title": "Last", "locale": null, "locale": "de"}]""");
        var reply = (await _admin.ReceiveAsync())[2]!;

        Assert.Equal(("Last", "de"), ((string?)reply["title"], (string?)reply["locale"]));
    }

    private async Task ExpectInvalidAsync(JsonNode details)
    {
        await _admin.ExpectAsync(new JsonArray("error", 1, new JsonObject { ["code"] = "config.invalid", ["details"] = details }).ToJsonString());
        Assert.Equal("Wire tests", await _world.ReadWorldAsync("title"));
        Assert.Equal(2, await _world.ReadVersionAsync());
        Assert.Empty(await _world.ReadAuditAsync("world.updated"));
        await _admin.ExpectNothingAsync();
    }
}
