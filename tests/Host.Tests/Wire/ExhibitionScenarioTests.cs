using System.Text.Json.Nodes;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>exhibition.md section 6, scenarios 1 to 5, 18, 29 and 30: looking at exhibitors.</summary>
public sealed class ExhibitionScenarioTests : IAsyncLifetime
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
    public async Task Scenario01_List_HasExactlyItsKeysInOrder()
    {
        var second = await _fair.CreateAsync(_admin, "Beta");
        var third = await _fair.CreateAsync(_admin, "Gamma");
        var first = await _fair.CreateAsync(_admin, "Zeta");
        await _admin.CallAsync("exhibition.patch", FairServer.Patch(first, """{"sorting_priority": -1, "tagline": "t", "short_text": "s", "logo": "l", "banner_list": "b", "size": "3x3"}"""));
        await using var guest = await _fair.LogInAsync("guest");

        await guest.SendAsync($$"""["exhibition.list", 51, {"room": "{{_fair.Room}}"}]""");

        await guest.ExpectAsync(
            $$"""
            ["success", 51, {"exhibitors": [
                {"id": "{{first}}", "name": "Zeta", "tagline": "t", "short_text": "s", "logo": "l", "banner_list": "b", "size": "3x3", "sorting_priority": -1},
                {"id": "{{second}}", "name": "Beta", "tagline": null, "short_text": null, "logo": null, "banner_list": null, "size": "1x1", "sorting_priority": 0},
                {"id": "{{third}}", "name": "Gamma", "tagline": null, "short_text": null, "logo": null, "banner_list": null, "size": "1x1", "sorting_priority": 0}]}]
            """);
    }

    [Fact]
    public async Task Scenario02_ListOfARoomWithoutTheModule_IsRefused()
    {
        var error = await _admin.CallForErrorAsync("exhibition.list", new JsonObject { ["room"] = _fair.Stage });

        FairServer.AssertEqual("""{"code": "room.unknown", "message": "Room does not contain a matching module."}""", error);
        var unknown = await _admin.CallForErrorAsync("exhibition.list", new JsonObject { ["room"] = "abc" });
        FairServer.AssertEqual("""{"code": "room.unknown", "message": "Unknown room ID"}""", unknown);
    }

    [Fact]
    public async Task Scenario03_ListAll_IsEverythingForManagersAndOwnStaffForOthers()
    {
        await using var staff = await _fair.LogInAsync("staff");
        await using var guest = await _fair.LogInAsync("guest");
        var beta = await _fair.CreateAsync(_admin, "Beta", staff);
        var alpha = await _fair.CreateAsync(_admin, "Alpha");

        var all = await _admin.CallAsync("exhibition.list.all", null);
        FairServer.AssertEqual($$"""{"exhibitors": [{"id": "{{alpha}}", "name": "Alpha"}, {"id": "{{beta}}", "name": "Beta"}]}""", all);
        FairServer.AssertEqual($$"""{"exhibitors": [{"id": "{{beta}}", "name": "Beta"}]}""", await staff.CallAsync("exhibition.list.all", new JsonObject()));
        FairServer.AssertEqual("""{"exhibitors": []}""", await guest.CallAsync("exhibition.list.all", JsonNode.Parse("7")));
    }

    [Fact]
    public async Task Scenario04_Get_HasExactlyTheFullKeysAndLeavesOneView()
    {
        await using var staff = await _fair.LogInAsync("staff", "crew");
        await using var guest = await _fair.LogInAsync("guest");
        var id = await _fair.CreateAsync(_admin, "Acme", staff);

        var reply = await guest.CallAsync("exhibition.get", FairServer.Exhibitor(id));

        FairServer.AssertEqual(
            $$"""
            {"exhibitor": {"id": "{{id}}", "name": "Acme", "tagline": null, "logo": null, "banner_list": null, "banner_detail": null, "contact_enabled": true,
                "text_legacy": null, "text_content": [], "short_text": null, "size": "1x1", "sorting_priority": 0, "links": [], "social_media_links": [],
                "staff": [{"id": "{{FairServer.IdOf(staff)}}", "profile": {}, "pretalx_id": null, "deleted": false, "inactive": false, "badges": ["Crew"]}],
                "room_id": "{{_fair.Room}}", "highlighted_room_id": null} }
            """,
            reply);
        Assert.Equal(FairServer.IdOf(guest), await _fair.Server.ReadSqlAsync($"SELECT user_id FROM core_exhibitorview WHERE exhibitor_id = '{id}'"));
        await guest.CallAsync("exhibition.get", FairServer.Exhibitor(id.ToUpperInvariant()));
        Assert.Equal("2", await CountViewsAsync());
    }

    [Fact]
    public async Task Scenario04_GetWithoutTracking_LeavesNoView()
    {
        var world = await _fair.ImportAsync("""{"track_exhibitor_views": false}""");
        var room = await _fair.Server.FindRoomAsync(world, "text");
        await using var admin = await VenuelessClient.ConnectAsync(_fair.Server.Port, world);
        await admin.AuthenticateAsync(WireToken.Body(FairServer.Admin, FairServer.Admin));
        var created = await admin.CallAsync("exhibition.patch", FairServer.Patch("", $$"""{"room_id": "{{room}}"}"""));

        await admin.CallAsync("exhibition.get", FairServer.Exhibitor((string)created["exhibitor"]!["id"]!));

        Assert.Equal("0", await CountViewsAsync());
    }

    [Theory]
    [InlineData("\"5f6e0f4e-6f2b-4a57-8f1e-0a4c8a0c7a01\"", "exhibition.unknown_exhibitor")]
    [InlineData("\"abc\"", "protocol.invalid_body")]
    [InlineData("7", "protocol.invalid_body")]
    [InlineData("null", "protocol.invalid_body")]
    public async Task Scenario05_GetOfNoExhibitor_IsRefusedAndLeavesNoView(string exhibitor, string code)
    {
        await _admin.SendAsync($$"""["exhibition.get", 5, {"exhibitor": {{exhibitor}}}]""");

        var error = await _admin.ExpectErrorAsync(code, "5");
        Assert.Equal(code == "protocol.invalid_body", error.ContainsKey("message"));
        Assert.Equal("0", await CountViewsAsync());
    }

    [Fact]
    public async Task Get_OfAnotherWorld_IsUnknown()
    {
        var id = await _fair.CreateAsync(_admin, "Acme");
        var other = await _fair.ImportAsync();
        await using var stranger = await VenuelessClient.ConnectAsync(_fair.Server.Port, other);
        await stranger.AuthenticateAsync(WireToken.Body(FairServer.Admin, FairServer.Admin, FairServer.Attendee));

        foreach (var command in new[] { "get", "contact", "delete" })
        {
            Assert.Equal("exhibition.unknown_exhibitor", (string?)(await stranger.CallForErrorAsync($"exhibition.{command}", FairServer.Exhibitor(id)))["code"]);
        }

        FairServer.AssertEqual("""{"exhibitors": []}""", await stranger.CallAsync("exhibition.list.all", null));
        Assert.Equal("0", await CountViewsAsync());
    }

    [Fact]
    public async Task Scenario18_GetStaffedByUser_HasTheFullForm()
    {
        await using var staff = await _fair.LogInAsync("staff");
        await using var guest = await _fair.LogInAsync("guest");
        var id = await _fair.CreateAsync(_admin, "Acme", staff);
        await _fair.CreateAsync(_admin, "Other");

        var reply = await guest.CallAsync("exhibition.get.staffed_by_user", new JsonObject { ["user_id"] = FairServer.IdOf(staff) });

        var full = (await guest.CallAsync("exhibition.get", FairServer.Exhibitor(id)))["exhibitor"]!;
        Assert.True(JsonNode.DeepEquals(new JsonArray(full.DeepClone()), reply["exhibitors"]), reply.ToJsonString());
        FairServer.AssertEqual("""{"exhibitors": []}""", await guest.CallAsync("exhibition.get.staffed_by_user", new JsonObject { ["user_id"] = id }));
        var error = await guest.CallForErrorAsync("exhibition.get.staffed_by_user", new JsonObject { ["user_id"] = "abc" });
        Assert.Equal("protocol.invalid_body", (string?)error["code"]);
    }

    [Fact]
    public async Task Scenario29_Login_TellsStaffItsExhibitorsAndAllRequests()
    {
        await using var staff = await _fair.LogInAsync("staff");
        await using var ada = await _fair.LogInAttendeeAsync();
        var id = await _fair.CreateAsync(_admin, "Acme", staff);
        await _fair.CreateAsync(_admin, "Other");
        var requests = new List<string>();
        foreach (var state in new[] { "open", "missed", "answered" })
        {
            var request = await FairServer.ContactAsync(ada, id, staff);
            requests.Add(request);
            await _fair.Server.ExecuteSqlAsync($"UPDATE core_contactrequest SET state = '{state}' WHERE id = '{request}'");
            _fair.Server.Time.Advance(TimeSpan.FromMilliseconds(1));
        }

        var (again, payload) = await _fair.EnterAsync("staff");
        await using var _ = again;

        var data = payload["exhibition"]!;
        FairServer.AssertEqual($$"""[{"id": "{{id}}", "name": "Acme"}]""", data["exhibitors"]);
        Assert.Equal(requests.Zip(["open", "missed", "answered"]), data["contact_requests"]!.AsArray().Select(static one => ((string)one!["id"]!, (string)one["state"]!)));
        var (guest, empty) = await _fair.EnterAsync("guest");
        await using var __ = guest;
        FairServer.AssertEqual("""{"exhibitors": [], "contact_requests": []}""", empty["exhibition"]);
    }

    [Fact]
    public async Task Scenario30_StaffRowOfNobody_IsSkipped()
    {
        await using var staff = await _fair.LogInAsync("staff");
        await using var ada = await _fair.LogInAttendeeAsync();
        var id = await _fair.CreateAsync(_admin, "Acme", staff);
        await _fair.Server.ExecuteSqlAsync($"INSERT INTO core_exhibitorstaff (exhibitor_id, user_id) VALUES ('{id}', NULL)");

        Assert.Single((await ada.CallAsync("exhibition.get", FairServer.Exhibitor(id)))["exhibitor"]!["staff"]!.AsArray());
        Assert.Single((await _admin.CallAsync("exhibition.list.all", null))["exhibitors"]!.AsArray());
        Assert.Single((await staff.CallAsync("exhibition.list.all", null))["exhibitors"]!.AsArray());
        await FairServer.ContactAsync(ada, id, staff);
        var patched = await _admin.CallAsync("exhibition.patch", new JsonObject { ["id"] = id, ["staff"] = new JsonArray() });
        Assert.Empty(patched["exhibitor"]!["staff"]!.AsArray());
        await staff.ReceivePushAsync(FairServer.DataUpdate);
    }

    private Task<string?> CountViewsAsync() => _fair.Server.ReadSqlAsync("SELECT count(*) FROM core_exhibitorview");
}
