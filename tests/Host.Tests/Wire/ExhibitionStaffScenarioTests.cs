using System.Text.Json.Nodes;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>exhibition.md section 6, scenarios 10, 16 and 17: what staff hears, and deletion.</summary>
public sealed class ExhibitionStaffScenarioTests : IAsyncLifetime
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
    public async Task Scenario10_StaffChanges_TellTheOldAndTheNewOnEachConnection()
    {
        await using var staff = await _fair.LogInAsync("staff");
        await using var tab = await _fair.LogInAsync("staff");
        await using var guest = await _fair.LogInAsync("guest");
        var id = await _fair.CreateAsync(_admin, "Acme");

        await _admin.CallAsync("exhibition.patch", new JsonObject { ["id"] = id, ["staff"] = FairServer.Users(staff) });
        foreach (var client in new[] { staff, tab })
        {
            FairServer.AssertEqual(
                $$"""{"data": {"exhibitors": [{"id": "{{id}}", "name": "Acme"}], "contact_requests": []} }""", await client.ReceivePushAsync(FairServer.DataUpdate));
        }

        await _admin.CallAsync("exhibition.patch", new JsonObject { ["id"] = id, ["staff"] = FairServer.Users(guest, guest) });
        foreach (var client in new[] { staff, tab })
        {
            FairServer.AssertEqual("""{"data": {"exhibitors": [], "contact_requests": []}}""", await client.ReceivePushAsync(FairServer.DataUpdate));
        }

        await guest.ReceivePushAsync(FairServer.DataUpdate);
        await _admin.SettleAsync();
        foreach (var client in new[] { staff, tab, guest, _admin })
        {
            await client.ExpectNothingAsync();
        }
    }

    [Fact]
    public async Task Scenario10_AdminIsTheStaff_TheReplyComesFirst()
    {
        var id = await _fair.CreateAsync(_admin, "Acme");

        await _admin.SendAsync($$"""["exhibition.patch", 9, {"id": "{{id}}", "name": "New", "staff": [{"id": "{{FairServer.IdOf(_admin)}}"}]}]""");

        Assert.Equal("success", (string?)(await _admin.ReceiveAsync())[0]);
        await _admin.ExpectAsync($$"""["{{FairServer.DataUpdate}}", {"data": {"exhibitors": [{"id": "{{id}}", "name": "New"}], "contact_requests": []} }]""");
        await _admin.ExpectNothingAsync();
    }

    [Fact]
    public async Task Scenario10_DataOfStaff_HasTheRequestsOfAllItsExhibitorsAndNoOthers()
    {
        await using var staff = await _fair.LogInAsync("staff");
        await using var other = await _fair.LogInAsync("other");
        await using var ada = await _fair.LogInAttendeeAsync();
        var first = await _fair.CreateAsync(_admin, "Acme", other);
        var second = await _fair.CreateAsync(_admin, "Beta", staff);
        var foreign = await _fair.CreateAsync(_admin, "Gamma", other);
        var requests = new[] { await FairServer.ContactAsync(ada, first, other), await FairServer.ContactAsync(ada, second, staff) };
        await FairServer.ContactAsync(ada, foreign, other);

        await _admin.CallAsync("exhibition.patch", new JsonObject { ["id"] = first, ["staff"] = FairServer.Users(other, staff) });

        var data = (await staff.ReceivePushAsync(FairServer.DataUpdate))["data"]!;
        Assert.Equal(["Acme", "Beta"], data["exhibitors"]!.AsArray().Select(static one => (string?)one!["name"]));
        Assert.Equal(requests.Order(), data["contact_requests"]!.AsArray().Select(static one => (string)one!["id"]!).Order());
        Assert.All(data["contact_requests"]!.AsArray(), one => Assert.Equal(FairServer.IdOf(ada), (string?)one!["user"]!["id"]));
        Assert.Equal(2, (await other.ReceivePushAsync(FairServer.DataUpdate))["data"]!["contact_requests"]!.AsArray().Count);
    }

    [Fact]
    public async Task Scenario16_Delete_TellsStaffAndLeavesNothing()
    {
        await using var staff = await _fair.LogInAsync("staff");
        await using var ada = await _fair.LogInAttendeeAsync();
        var id = await _fair.CreateAsync(_admin, "Acme", staff, _admin);
        await _admin.CallAsync("exhibition.patch", FairServer.Patch(
            id,
            """{"links": [{"display_text": "A", "url": "a", "category": "profile", "sorting_priority": 1}], "social_media_links": [{"display_text": "S", "url": "s"}]}"""));
        await FairServer.ContactAsync(ada, id);
        var full = (await ada.CallAsync("exhibition.get", FairServer.Exhibitor(id)))["exhibitor"]!;
        await ada.SettleAsync();
        await staff.SettleAsync();
        await _admin.SettleAsync();
        var version = await _fair.Server.ReadSqlAsync($"SELECT version + 1 FROM core_room WHERE id = '{_fair.Room}'");

        await _admin.SendAsync($$"""["exhibition.delete", 57, {"exhibitor": "{{id}}"}]""");

        await _admin.ExpectAsync("""["success", 57, {}]""");
        await _admin.ExpectAsync($$"""["{{FairServer.DataUpdate}}", {"data": {"exhibitors": [], "contact_requests": []} }]""");
        FairServer.AssertEqual("""{"data": {"exhibitors": [], "contact_requests": []}}""", await staff.ReceivePushAsync(FairServer.DataUpdate));
        FairServer.AssertEqual("""{"code": "exhibition.unknown_exhibitor"}""", await _admin.CallForErrorAsync("exhibition.delete", FairServer.Exhibitor(id)));
        await ada.ExpectNothingAsync();
        foreach (var table in new[] { "exhibitor", "exhibitorlink", "exhibitorsocialmedialink", "exhibitorstaff", "exhibitorview", "contactrequest" })
        {
            Assert.Equal("0", await _fair.Server.ReadSqlAsync($"SELECT count(*) FROM core_{table}"));
        }

        var deletion = Assert.Single(await _fair.ReadAuditAsync(), static entry => (string?)entry["type"] == "exhibition.exhibitor.deleted");
        Assert.True(JsonNode.DeepEquals(new JsonObject { ["object"] = id, ["old"] = full.DeepClone() }, deletion["data"]), deletion.ToJsonString());
        Assert.Equal(version, await _fair.Server.ReadSqlAsync($"SELECT version FROM core_room WHERE id = '{_fair.Room}'"));
    }

    [Fact]
    public async Task Scenario17_ParticipantDeleting_IsDenied()
    {
        await using var staff = await _fair.LogInAsync("staff");
        var id = await _fair.CreateAsync(_admin, "Acme", staff);

        var error = await staff.CallForErrorAsync("exhibition.delete", FairServer.Exhibitor(id));

        FairServer.AssertEqual("""{"code": "auth.denied", "message": "Permission denied."}""", error);
        var bad = await _admin.CallForErrorAsync("exhibition.delete", new JsonObject { ["exhibitor"] = 7 });
        Assert.Equal("protocol.invalid_body", (string?)bad["code"]);
        Assert.Equal("Acme", await _fair.ReadAsync("name", id));
    }

    [Fact]
    public async Task StaffPatchesAtOnce_TheLastOneWinsAsAWholeAndEverybodyEndsWithWhatIsStored()
    {
        var members = new List<VenuelessClient>();
        var admins = new List<VenuelessClient>();
        for (var number = 0; number < 4; number++)
        {
            members.Add(await _fair.LogInAsync($"member{number}"));
            admins.Add(await _fair.LogInAsync($"{FairServer.Admin}{number}", FairServer.Admin));
        }

        // Overlapping sets and links.
        var bodies = Enumerable.Range(0, 4).Select(number => new JsonObject
        {
            ["staff"] = FairServer.Users(members[number], members[(number + 1) % 4]),
            ["links"] = new JsonArray(
                new JsonObject { ["display_text"] = "all", ["url"] = "x", ["category"] = "profile", ["sorting_priority"] = 0 },
                new JsonObject { ["display_text"] = $"only {number}", ["url"] = "x", ["category"] = "profile", ["sorting_priority"] = 0 }),
        }).ToList();
        var id = await _fair.CreateAsync(_admin, "Acme");
        var link = "";
        for (var round = 0; round < 8; round++)
        {
            await Task.WhenAll(admins.Select((admin, number) =>
            {
                var body = bodies[(number + round) % 4].DeepClone().AsObject();
                body["id"] = id;
                return admin.CallAsync("exhibition.patch", body);
            }));

            var stored = (await _admin.CallAsync("exhibition.get", FairServer.Exhibitor(id)))["exhibitor"]!;
            var winner = int.Parse(((string)stored["links"]![1]!["display_text"]!)[5..], System.Globalization.CultureInfo.InvariantCulture);
            var staff = stored["staff"]!.AsArray().Select(static one => (string)one!["id"]!).ToHashSet();
            Assert.Equal(2, stored["links"]!.AsArray().Count);
            Assert.True(staff.SetEquals([FairServer.IdOf(members[winner]), FairServer.IdOf(members[(winner + 1) % 4])]));
            var kept = (await _fair.Server.ReadSqlAsync("SELECT id FROM core_exhibitorlink WHERE display_text = 'all'"))!;
            Assert.Equal(round == 0 ? kept : link, kept);
            link = kept;
            await ExpectNewestAsync(members, admins, staff);
        }

        foreach (var client in members.Concat(admins))
        {
            await client.DisposeAsync();
        }
    }

    private static async Task ExpectNewestAsync(List<VenuelessClient> members, List<VenuelessClient> admins, HashSet<string> staff)
    {
        foreach (var admin in admins)
        {
            await admin.SettleAsync();
        }

        foreach (var member in members)
        {
            if ((await member.SettleAsync()).LastOrDefault(static push => (string?)push[0] == FairServer.DataUpdate) is { } last)
            {
                Assert.Equal(staff.Contains(FairServer.IdOf(member)), last[1]!["data"]!["exhibitors"]!.AsArray().Count > 0);
            }
        }
    }
}
