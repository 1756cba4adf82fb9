using System.Text.Json.Nodes;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>rooms.md section 12, scenarios 36 to 38, 40 and 41: every field of a patch, good and bad, and patches that meet.</summary>
public sealed class RoomPatchScenarioTests : IAsyncLifetime
{
    private RoomAdminServer _rooms = null!;
    private VenuelessClient _admin = null!;

    public async Task InitializeAsync()
    {
        _rooms = await RoomAdminServer.StartAsync();
        _admin = await _rooms.LogInAdminAsync();
    }

    public async Task DisposeAsync()
    {
        await _admin.DisposeAsync();
        await _rooms.DisposeAsync();
    }

    [Theory]
    [InlineData("name", "\"  x \"", "\"x\"")]
    [InlineData("name", "5", "\"5\"")]
    [InlineData("description", "\" a \\n\"", "\"a\"")]
    [InlineData("description", "\"\"", "\"\"")]
    [InlineData("description", "1.5", "\"1.5\"")]
    [InlineData("description", "null", "null")]
    [InlineData("sorting_priority", "\"77\"", "77")]
    [InlineData("sorting_priority", "-2147483648", "-2147483648")]
    [InlineData("sorting_priority", "2147483647", "2147483647")]
    [InlineData("pretalx_id", "\"12.0\"", "12")]
    [InlineData("pretalx_id", "12.0", "12")]
    [InlineData("pretalx_id", "1e3", "1000")]
    [InlineData("force_join", "true", "true")]
    [InlineData("force_join", "\"Yes\"", "true")]
    [InlineData("force_join", "\"ON\"", "true")]
    [InlineData("force_join", "\"t\"", "true")]
    [InlineData("force_join", "\"1\"", "true")]
    [InlineData("force_join", "1", "true")]
    [InlineData("force_join", "0", "false")]
    [InlineData("force_join", "\"off\"", "false")]
    [InlineData("picture", "null", "null")]
    [InlineData("trait_grants", """{"viewer": [], "host": ["a", ["b", "c"]]}""", """{"viewer": [], "host": ["a", ["b", "c"]]}""")]
    [InlineData("module_config", """[{"type": "new", "config": null, "more": [1]}, {"type": "x"}]""", """[{"type": "new", "config": null, "more": [1]}, {"type": "x"}]""")]
    [InlineData("schedule_data", """{"session": "T7"}""", """{"session": "T7"}""")]
    [InlineData("schedule_data", "[1, \"a\"]", "[1, \"a\"]")]
    [InlineData("schedule_data", "null", "null")]
    public async Task Scenario36And37_GoodValue_IsConvertedAndStored(string field, string given, string stored)
    {
        var reply = await PatchAsync($$"""{"{{field}}": {{given}}}""");

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(stored), reply[field]), reply.ToJsonString());
        await using var other = await _rooms.LogInAdminAsync();
        Assert.True(JsonNode.DeepEquals(reply, await other.CallAsync("room.config.get", RoomAdminServer.Body(_rooms.Stage))));
    }

    [Theory]
    [InlineData("name", "\" \"", "This field may not be blank.")]
    [InlineData("name", "null", "This field may not be null.")]
    [InlineData("name", "true", "Not a valid string.")]
    [InlineData("name", "[]", "Not a valid string.")]
    [InlineData("description", "{}", "Not a valid string.")]
    [InlineData("description", "false", "Not a valid string.")]
    [InlineData("sorting_priority", "null", "This field may not be null.")]
    [InlineData("sorting_priority", "5.5", "A valid integer is required.")]
    [InlineData("sorting_priority", "\"x\"", "A valid integer is required.")]
    [InlineData("sorting_priority", "\"\"", "A valid integer is required.")]
    [InlineData("sorting_priority", "true", "A valid integer is required.")]
    [InlineData("sorting_priority", "2147483648", "Ensure this value is less than or equal to 2147483647.")]
    [InlineData("pretalx_id", "\"-2147483649\"", "Ensure this value is greater than or equal to -2147483648.")]
    [InlineData("pretalx_id", "1e400", "A valid integer is required.")]
    [InlineData("force_join", "null", "This field may not be null.")]
    [InlineData("force_join", "2", "Must be a valid boolean.")]
    [InlineData("force_join", "\"maybe\"", "Must be a valid boolean.")]
    [InlineData("force_join", "[true]", "Must be a valid boolean.")]
    [InlineData("picture", "\"/media/other.png\"", "A picture can only be kept or removed.")]
    [InlineData("picture", "5", "A picture can only be kept or removed.")]
    [InlineData("trait_grants", "null", "This field may not be null.")]
    [InlineData("trait_grants", "[]", "Expected a dictionary of items but got type \"list\".")]
    [InlineData("trait_grants", """{"a": "x"}""", "Expected lists of traits, or of lists of traits.")]
    [InlineData("trait_grants", """{"a": [5]}""", "Expected lists of traits, or of lists of traits.")]
    [InlineData("trait_grants", """{"a": [["x", null]]}""", "Expected lists of traits, or of lists of traits.")]
    [InlineData("trait_grants", """{"a": null}""", "Expected lists of traits, or of lists of traits.")]
    [InlineData("module_config", "null", "This field may not be null.")]
    [InlineData("module_config", "{}", "Expected a list of items but got type \"dict\".")]
    [InlineData("module_config", "[{}]", "Expected modules with a type and a configuration.")]
    [InlineData("module_config", """[{"type": 5}]""", "Expected modules with a type and a configuration.")]
    [InlineData("module_config", """[{"type": "x", "config": []}]""", "Expected modules with a type and a configuration.")]
    [InlineData("module_config", """["chat.native"]""", "Expected modules with a type and a configuration.")]
    public async Task Scenario36And37And40_BadValue_SavesNothingAndSaysWhere(string field, string value, string text)
    {
        var other = field == "name" ? "description" : "name";
        await _admin.SendAsync($$"""["room.config.patch", 1, {"room": "{{_rooms.Stage}}", "{{other}}": "good", "{{field}}": {{value}}}]""");

        await _admin.ExpectAsync(new JsonArray(
            "error", 1, new JsonObject { ["code"] = "config.invalid", ["details"] = new JsonObject { [field] = new JsonArray(text) } }).ToJsonString());
        Assert.Equal(("Stage", ""), (await _rooms.ReadRoomAsync("name", _rooms.Stage), await _rooms.ReadRoomAsync("description", _rooms.Stage)));
        Assert.Empty(await _rooms.ReadAuditAsync("world.room.updated"));
        await _admin.ExpectNothingAsync();
    }

    [Fact]
    public async Task Scenario37_NameOf300Characters_FitsAnd301DoNot()
    {
        var longest = string.Concat(Enumerable.Repeat("😮", 300));

        Assert.Equal(longest, (string?)(await PatchAsync($$"""{"name": " {{longest}}"}"""))["name"]);
        var error = await _admin.CallForErrorAsync("room.config.patch", RoomAdminServer.Body(_rooms.Stage, $$"""{"name": "{{longest}}x", "force_join": 9}"""));

        Assert.Equal(
            """{"name":["Ensure this field has no more than 300 characters."],"force_join":["Must be a valid boolean."]}""", error["details"]!.ToJsonString());
    }

    [Fact]
    public async Task Scenario38_PictureThatTheFormSendsBack_IsKept()
    {
        await _rooms.Server.ExecuteSqlAsync($"UPDATE core_room SET picture = 'pub/a.png', version = version + 1 WHERE id = '{_rooms.Stage}'");
        await using var admin = await _rooms.LogInAdminAsync();
        var shown = (string?)(await admin.CallAsync("room.config.get", RoomAdminServer.Body(_rooms.Stage)))["picture"];
        Assert.Equal("/media/pub/a.png", shown);

        var kept = await admin.CallAsync("room.config.patch", RoomAdminServer.Body(_rooms.Stage, $$"""{"picture": "{{shown}}", "name": "New"}"""));
        Assert.Equal((shown, "New"), ((string?)kept["picture"], (string?)kept["name"]));
        Assert.Equal("pub/a.png", await _rooms.ReadRoomAsync("picture", _rooms.Stage));
        var removed = await admin.CallAsync("room.config.patch", RoomAdminServer.Body(_rooms.Stage, """{"picture": null}"""));

        Assert.Null(removed["picture"]);
    }

    [Fact]
    public async Task Scenario41_IdAndUnknownKeys_AreIgnoredAndTheVersionStillRises()
    {
        var version = await _rooms.ReadRoomAsync("version", _rooms.Stage);

        var reply = await PatchAsync("""{"id": "00000000-0000-0000-0000-000000000001", "deleted": true, "import_id": 5, "version": 1}""");

        Assert.Equal((_rooms.Stage, "Stage"), ((string?)reply["id"], (string?)reply["name"]));
        Assert.NotEqual(version, await _rooms.ReadRoomAsync("version", _rooms.Stage));
        Assert.Single(await _rooms.ReadAuditAsync("world.room.updated"));
        await _admin.ReceivePushAsync("world.updated");
    }

    [Theory]
    [InlineData("""["x"]""")]
    [InlineData("null")]
    [InlineData("""{"room": ["x"]}""")]
    [InlineData("""{"room": "ROOM", "name": "a\u0000"}""")]
    [InlineData("""{"room": "ROOM", "schedule_data": {"a": "\ud800"}}""")]
    public async Task BodyThatCannotBeStored_IsInvalidBody(string body)
    {
        foreach (var command in new[] { "room.config.patch", body.Contains("ROOM", StringComparison.Ordinal) ? "room.config.patch" : "room.config.get" })
        {
            await _admin.SendAsync($"""["{command}", 1, {body.Replace("ROOM", _rooms.Stage, StringComparison.Ordinal)}]""");
            await _admin.ExpectErrorAsync("protocol.invalid_body", "1");
        }
    }

    [Fact]
    public async Task TwoPatchesAtOnce_LoseNothingOfEachOther()
    {
        await using var other = await _rooms.LogInAdminAsync();

        for (var round = 0; round < 10; round++)
        {
            await Task.WhenAll(PatchAsync($$"""{"name": "Name {{round}}"}"""), other.CallAsync(
                "room.config.patch", RoomAdminServer.Body(_rooms.Stage, $$"""{"description": "Text {{round}}", "pretalx_id": {{round}}}""")));
            await other.SettleAsync();
            Assert.Equal($"Name {round}, Text {round}, {round}", await _rooms.ReadRoomAsync("name || ', ' || description || ', ' || pretalx_id", _rooms.Stage));
        }

        // Each entry goes on from where the one before it ended.
        var audit = await _rooms.ReadAuditAsync("world.room.updated");
        Assert.Equal(20, audit.Count);
        Assert.All(audit.Zip(audit.Skip(1)), pair => Assert.True(JsonNode.DeepEquals(pair.First["new"], pair.Second["old"]), pair.Second.ToJsonString()));
    }

    [Fact]
    public async Task PermissionLostMeanwhile_TheNextPatchIsDenied()
    {
        await PatchAsync("""{"name": "Before"}""");
        await _rooms.Server.GiveTraitsAsync(_admin, "nothing");
        _rooms.Server.Time.Advance(TimeSpan.FromSeconds(31));

        var error = await _admin.CallForErrorAsync("room.config.patch", RoomAdminServer.Body(_rooms.Text, """{"name": "After"}"""));

        Assert.Equal("protocol.denied", (string?)error["code"]);
        Assert.Equal("Text", await _rooms.ReadRoomAsync("name", _rooms.Text));
    }

    private Task<JsonNode> PatchAsync(string fields) => _admin.CallAsync("room.config.patch", RoomAdminServer.Body(_rooms.Stage, fields));
}
