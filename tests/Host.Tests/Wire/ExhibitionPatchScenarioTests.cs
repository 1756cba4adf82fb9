using System.Text.Json.Nodes;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>exhibition.md section 6, scenarios 6 to 15: creating and changing exhibitors.</summary>
public sealed class ExhibitionPatchScenarioTests : IAsyncLifetime
{
    private FairServer _fair = null!;
    private VenuelessClient _admin = null!;

    public async Task InitializeAsync()
    {
        _fair = await FairServer.StartAsync();
        _admin = await _fair.LogInAsync(FairServer.Admin);
    }

    public async Task DisposeAsync()
    {
        await _admin.DisposeAsync();
        await _fair.DisposeAsync();
    }

    [Fact]
    public async Task Scenario06_EverythingGiven_IsRepliedAsItWasSentAndAudited()
    {
        await using var staff = await _fair.LogInAsync("staff", "crew");
        var member = await _admin.CallAsync("user.fetch", new JsonObject { ["id"] = FairServer.IdOf(staff) });
        var body = FairServer.Patch("", $$"""
            {"name": "Acme", "tagline": "We build", "logo": "https://x/l.png", "banner_list": null, "banner_detail": "", "contact_enabled": false, "text_legacy": null,
             "text_content": {"ops": [{"insert": "Hi\n"}]}, "short_text": "Short", "size": "3x1", "sorting_priority": 4,
             "links": [{"display_text": "A", "url": "https://x/", "category": "profile", "sorting_priority": 0}, {"display_text": "B", "url": "", "category": "download", "sorting_priority": 9}],
             "social_media_links": [{"display_text": "Mastodon", "url": "https://m/"}], "staff": [{{member.ToJsonString()}}],
             "room_id": "{{_fair.Room}}", "highlighted_room_id": "{{_fair.Stage}}"}
            """);

        var created = (await _admin.CallAsync("exhibition.patch", body))["exhibitor"]!;
        body["id"] = (string)created["id"]!;
        Assert.True(JsonNode.DeepEquals(body, created), created.ToJsonString());
        body["name"] = "Acme & Sons";
        var changed = (await _admin.CallAsync("exhibition.patch", body))["exhibitor"]!;

        Assert.True(JsonNode.DeepEquals(body, changed), changed.ToJsonString());
        var audit = await _fair.ReadAuditAsync();
        Assert.All(audit, entry => Assert.Equal(
            ("exhibition.exhibitor.updated", FairServer.IdOf(_admin), (string?)created["id"]),
            ((string?)entry["type"], (string?)entry["user"], (string?)entry["data"]!["object"])));
        FairServer.AssertEqual("{}", audit[0]["data"]!["old"]);
        Assert.True(JsonNode.DeepEquals(created, audit[0]["data"]!["new"]));
        Assert.True(JsonNode.DeepEquals(created, audit[1]["data"]!["old"]));
        Assert.True(JsonNode.DeepEquals(changed, audit[1]["data"]!["new"]));
        Assert.Equal(2, audit.Count);
    }

    [Fact]
    public async Task Scenario06_Versions_OfTheNewRoomAndOfChangedStaffAreBumped()
    {
        await using var staff = await _fair.LogInAsync("staff");
        var (room, stage) = (await ReadVersionAsync("room", _fair.Room), await ReadVersionAsync("room", _fair.Stage));
        var user = await ReadVersionAsync("user", FairServer.IdOf(staff));

        var id = await _fair.CreateAsync(_admin, "Acme", staff);
        Assert.Equal((room + 1, user + 1), (await ReadVersionAsync("room", _fair.Room), await ReadVersionAsync("user", FairServer.IdOf(staff))));

        await PatchAsync(id, $$"""{"room_id": "{{_fair.Stage}}"}""");
        Assert.Equal((room + 1, stage + 1), (await ReadVersionAsync("room", _fair.Room), await ReadVersionAsync("room", _fair.Stage)));
        Assert.Equal(user + 1, await ReadVersionAsync("user", FairServer.IdOf(staff)));

        await PatchAsync(id, """{"staff": []}""");
        Assert.Equal(user + 2, await ReadVersionAsync("user", FairServer.IdOf(staff)));
    }

    [Fact]
    public async Task Scenario07_ParticipantCreating_IsNoStaff()
    {
        await using var guest = await _fair.LogInAsync("guest");

        var error = await guest.CallForErrorAsync("exhibition.patch", FairServer.Patch("", $$"""{"room_id": "{{_fair.Room}}", "name": "Mine"}"""));

        FairServer.AssertEqual("""{"code": "exhibition.not_staff_member"}""", error);
        var id = await _fair.CreateAsync(_admin, "Acme");
        error = await guest.CallForErrorAsync("exhibition.patch", FairServer.Patch(id, """{"logo": "x"}"""));
        FairServer.AssertEqual("""{"code": "exhibition.not_staff_member"}""", error);
        Assert.Equal("1", await _fair.Server.ReadSqlAsync("SELECT count(*) FROM core_exhibitor"));
    }

    [Fact]
    public async Task Scenario08And09_Staff_ChangesItsContentButNotItsFrame()
    {
        await using var staff = await _fair.LogInAsync("staff");
        var id = await _fair.CreateAsync(_admin, "Acme", staff);
        var before = (await PatchAsync(id, $$"""{"highlighted_room_id": "{{_fair.Stage}}"}""")).DeepClone();
        await staff.ReceivePushAsync(FairServer.DataUpdate);

        var after = (await staff.CallAsync("exhibition.patch", FairServer.Patch(
            id,
            $$"""
            {"name": "Mine", "size": "3x3", "sorting_priority": 9, "staff": [], "logo": "new.png", "room": "bogus", "room_id": "{{_fair.Stage}}",
             "highlighted_room_id": null, "contact_enabled": false}
            """)))["exhibitor"]!;

        before["logo"] = "new.png";
        Assert.True(JsonNode.DeepEquals(before, after), after.ToJsonString());
        await staff.ReceivePushAsync(FairServer.DataUpdate);
        after = (await staff.CallAsync("exhibition.patch", FairServer.Patch(id, """{"room_id": "abc", "staff": 7, "size": null, "tagline": " x "}""")))["exhibitor"]!;
        before["tagline"] = "x";
        Assert.True(JsonNode.DeepEquals(before, after), after.ToJsonString());
    }

    [Fact]
    public async Task Scenario11_HighlightedRoom_IsWhatTheLastPatchSays()
    {
        var id = await _fair.CreateAsync(_admin, "Acme");
        foreach (var (given, stored) in new[]
        {
            ($$"""{"highlighted_room_id": "{{_fair.Stage}}"}""", _fair.Stage),
            ("{}", null),
            ($$"""{"highlighted_room_id": "{{_fair.Stage}}"}""", _fair.Stage),
            ("""{"highlighted_room_id": ""}""", null),
            ($$"""{"highlighted_room_id": "{{_fair.Stage.ToUpperInvariant()}}"}""", _fair.Stage),
            ($$"""{"highlighted_room_id": "{{_fair.Server.Room}}"}""", null),
            ("""{"highlighted_room_id": null}""", null),
        })
        {
            Assert.Equal(stored, (string?)(await PatchAsync(id, given))["highlighted_room_id"]);
        }
    }

    [Theory]
    [InlineData("\"7\"", 7)]
    [InlineData("\" -3 \"", -3)]
    [InlineData("12", 12)]
    public async Task Scenario12_Priority_MayBeText(string given, int stored)
    {
        var id = await _fair.CreateAsync(_admin, "Acme");

        var reply = await PatchAsync(id, $$"""{"sorting_priority": {{given}}}""");

        Assert.True(JsonNode.DeepEquals(reply["sorting_priority"], JsonValue.Create(stored)));
        Assert.Equal(stored.ToString(System.Globalization.CultureInfo.InvariantCulture), await _fair.ReadAsync("sorting_priority", id));
    }

    [Fact]
    public async Task Scenario13_Links_EqualOnesKeepTheirRows()
    {
        var id = await _fair.CreateAsync(_admin, "Acme");
        const string Kept = """{"display_text": "A", "url": "a", "category": "profile", "sorting_priority": 1}""";
        await PatchAsync(id, $$"""{"links": [{{Kept}}, {"display_text": "B", "url": "b", "category": "profile", "sorting_priority": 2}], "social_media_links": [{"display_text": "S", "url": "s"}, {"display_text": "T", "url": "t"}]}""");
        var (kept, social) = (await ReadRowAsync("core_exhibitorlink", "A"), await ReadRowAsync("core_exhibitorsocialmedialink", "S"));

        var reply = await PatchAsync(id, $$"""
            {"links": [{"display_text": "B", "url": "new", "category": "download", "sorting_priority": "2", "extra": 1}, {{Kept}}, {{Kept}}],
             "social_media_links": [{"display_text": "U", "url": "u"}, {"display_text": "S", "url": "s", "id": 7}]}
            """);

        FairServer.AssertEqual($$"""[{{Kept}}, {"display_text": "B", "url": "new", "category": "download", "sorting_priority": 2}]""", reply["links"]);
        FairServer.AssertEqual("""[{"display_text": "S", "url": "s"}, {"display_text": "U", "url": "u"}]""", reply["social_media_links"]);
        Assert.Equal((kept, social), (await ReadRowAsync("core_exhibitorlink", "A"), await ReadRowAsync("core_exhibitorsocialmedialink", "S")));
        reply = await PatchAsync(id, """{"name": "Other"}""");
        Assert.Equal((2, 2), (reply["links"]!.AsArray().Count, reply["social_media_links"]!.AsArray().Count));
        reply = await PatchAsync(id, """{"links": [], "social_media_links": []}""");
        Assert.Equal((0, 0), (reply["links"]!.AsArray().Count, reply["social_media_links"]!.AsArray().Count));
    }

    [Theory]
    [InlineData("""{"staff": [{"id": "5f6e0f4e-6f2b-4a57-8f1e-0a4c8a0c7a01"}]}""")]
    [InlineData("""{"staff": [{"id": "abc"}]}""")]
    [InlineData("""{"staff": ["5f6e0f4e-6f2b-4a57-8f1e-0a4c8a0c7a01"]}""")]
    [InlineData("""{"staff": null}""")]
    [InlineData("""{"id": "abc"}""")]
    [InlineData("""{"id": null}""")]
    [InlineData("""{"id": 7}""")]
    [InlineData("""{"room_id": "abc"}""")]
    [InlineData("""{"highlighted_room_id": "abc"}""")]
    [InlineData("""{"room_id": 5}""")]
    [InlineData("""{"room_id": {}}""")]
    [InlineData("""{"highlighted_room_id": true}""")]
    [InlineData("""{"highlighted_room_id": []}""")]
    [InlineData("""{"size": "2x2"}""")]
    [InlineData("""{"size": null}""")]
    [InlineData("""{"name": 7}""")]
    [InlineData("""{"name": "a\u0000b"}""")]
    [InlineData("""{"contact_enabled": "yes"}""")]
    [InlineData("""{"sorting_priority": "many"}""")]
    [InlineData("""{"sorting_priority": 1.5}""")]
    [InlineData("""{"sorting_priority": 3000000000}""")]
    [InlineData("""{"text_content": "Hi"}""")]
    [InlineData("""{"text_content": null}""")]
    [InlineData("""{"links": {}}""")]
    [InlineData("""{"links": [7]}""")]
    [InlineData("""{"links": [{"display_text": "A", "url": "a", "category": "other", "sorting_priority": 1}]}""")]
    [InlineData("""{"links": [{"display_text": "A", "url": "a", "category": "profile"}]}""")]
    [InlineData("""{"social_media_links": [{"display_text": "A"}]}""")]
    public async Task Scenario14_BadField_IsRefusedAndNothingStored(string fields)
    {
        var id = await _fair.CreateAsync(_admin, "Acme");
        var body = JsonNode.Parse(fields)!.AsObject();
        body.TryAdd("id", id);
        body["tagline"] = "new";

        var error = await _admin.CallForErrorAsync("exhibition.patch", body);

        Assert.Equal("protocol.invalid_body", (string?)error["code"]);
        Assert.Null(await _fair.ReadAsync("tagline", id));
        Assert.Single(await _fair.ReadAuditAsync());
        await _admin.ExpectNothingAsync();
    }

    [Theory]
    [InlineData("name", 80)]
    [InlineData("tagline", 250)]
    [InlineData("logo", 200)]
    [InlineData("banner_list", 200)]
    [InlineData("banner_detail", 200)]
    public async Task Scenario14_Texts_AreTrimmedAndMayBeAsLongAsTheirColumn(string field, int length)
    {
        var id = await _fair.CreateAsync(_admin, "Acme");
        var longest = string.Concat(Enumerable.Repeat("\U0001F44F", length));

        var reply = await _admin.CallAsync("exhibition.patch", new JsonObject { ["id"] = id, [field] = $" {longest} " });
        Assert.Equal(longest, (string?)reply["exhibitor"]![field]);
        var error = await _admin.CallForErrorAsync("exhibition.patch", new JsonObject { ["id"] = id, [field] = $"{longest}x" });

        Assert.Equal(("protocol.invalid_body", $"body.{field}: at most {length} characters"), ((string?)error["code"], (string?)error["message"]));
    }

    [Fact]
    public async Task Scenario15_UnknownExhibitorOrRoom_IsRefused()
    {
        var id = await _fair.CreateAsync(_admin, "Acme");
        foreach (var body in new[]
        {
            FairServer.Patch("5f6e0f4e-6f2b-4a57-8f1e-0a4c8a0c7a01", "{}"),
            FairServer.Patch(id, """{"room_id": "5f6e0f4e-6f2b-4a57-8f1e-0a4c8a0c7a01"}"""),
            FairServer.Patch(id, $$"""{"room_id": "{{_fair.Server.Room}}"}"""),
            FairServer.Patch(id, """{"room_id": null}"""),
            FairServer.Patch("", """{"name": "Nowhere"}"""),
            FairServer.Patch("", """{"name": "Nowhere", "room_id": ""}"""),
        })
        {
            FairServer.AssertEqual("""{"code": "exhibition.unknown_exhibitor"}""", await _admin.CallForErrorAsync("exhibition.patch", body));
        }

        Assert.Equal("1", await _fair.Server.ReadSqlAsync("SELECT count(*) FROM core_exhibitor"));
        await _fair.Server.ExecuteSqlAsync($"UPDATE core_room SET deleted = TRUE, version = version + 1 WHERE id = '{_fair.Stage}'");
        Assert.Equal(_fair.Stage, (string?)(await PatchAsync(id, $$"""{"room_id": "{{_fair.Stage}}"}"""))["room_id"]);
    }

    [Fact]
    public async Task Patch_Text_IsAnotherNameOfTheLegacyText()
    {
        var id = await _fair.CreateAsync(_admin, "Acme");

        Assert.Equal("a", (string?)(await PatchAsync(id, """{"text": "a"}"""))["text_legacy"]);
        Assert.Equal("b", (string?)(await PatchAsync(id, """{"text": "a", "text_legacy": "b"}"""))["text_legacy"]);
    }

    private async Task<JsonNode> PatchAsync(string id, string fields) =>
        (await _admin.CallAsync("exhibition.patch", FairServer.Patch(id, fields)))["exhibitor"]!;

    private async Task<int> ReadVersionAsync(string kind, string id) =>
        int.Parse((await _fair.Server.ReadSqlAsync($"SELECT version FROM core_{kind} WHERE id = '{id}'"))!, System.Globalization.CultureInfo.InvariantCulture);

    private Task<string?> ReadRowAsync(string table, string text) => _fair.Server.ReadSqlAsync($"SELECT id FROM {table} WHERE display_text = '{text}'");
}
