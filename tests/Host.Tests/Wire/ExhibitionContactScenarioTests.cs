using System.Text.Json.Nodes;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>exhibition.md section 6, scenarios 19 to 28: contact requests.</summary>
public sealed class ExhibitionContactScenarioTests : IAsyncLifetime
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
    public async Task Scenario19_Contact_RepliesAndTellsStaffNestedAndFlat()
    {
        await using var staff = await _fair.LogInAsync("staff");
        await using var second = await _fair.LogInAsync("second");
        await using var ada = await _fair.LogInAsync("ada", FairServer.Attendee, "crew");
        var id = await _fair.CreateAsync(_admin, "Acme", staff, second);

        await ada.SendAsync($$"""["exhibition.contact", 53, {"exhibitor": "{{id}}"}]""");

        var reply = await ada.ReceiveAsync();
        var request = reply[2]!["contact_request"]!;
        FairServer.AssertEqual(
            $$"""
            ["success", 53, {"contact_request": {"id": "{{(string?)request["id"]}}", "exhibitor": {"id": "{{id}}", "name": "Acme"},
                "user": {"id": "{{FairServer.IdOf(ada)}}", "profile": {}, "pretalx_id": null, "deleted": false, "inactive": false, "badges": []},
                "state": "open", "answered_by": null, "timestamp": "{{(string?)request["timestamp"]}}"} }]
            """,
            reply);
        Assert.Equal(_fair.Server.Time.GetUtcNow().ToUnixTimeMilliseconds(), DateTimeOffset.Parse((string)request["timestamp"]!, System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeMilliseconds());
        foreach (var member in new[] { staff, second })
        {
            FairServer.AssertEqual(
                $$"""
                {"contact_request": {{request.ToJsonString()}}, "id": "{{(string?)request["id"]}}", "exhibitor_id": "{{id}}", "user_id": "{{FairServer.IdOf(ada)}}", "state": "open"}
                """,
                await member.ReceivePushAsync("exhibition.contact_request"));
        }

        await ada.ExpectNothingAsync();
        await _admin.ExpectNothingAsync();
        Assert.Equal("open", await _fair.ReadRequestAsync("state", (string)request["id"]!));
    }

    [Theory]
    [InlineData("exhibition.contact")]
    [InlineData("exhibition.contact_cancel")]
    public async Task Scenario20_WithoutPermission_IsDenied(string command)
    {
        await using var guest = await _fair.LogInAsync("guest");

        FairServer.AssertEqual("""{"code": "auth.denied", "message": "Permission denied."}""", await guest.CallForErrorAsync(command, new JsonObject()));
    }

    [Fact]
    public async Task Scenario21_Cancelled_StaffHearsThatItIsMissed()
    {
        await using var staff = await _fair.LogInAsync("staff");
        await using var ada = await _fair.LogInAttendeeAsync();
        var request = await FairServer.ContactAsync(ada, await _fair.CreateAsync(_admin, "Acme", staff), staff);

        for (var time = 0; time < 2; time++)
        {
            FairServer.AssertEqual("{}", await ada.CallAsync("exhibition.contact_cancel", FairServer.Request(request)));
            AssertClosed(await staff.ReceivePushAsync("exhibition.contact_request_close"), request, "missed", null);
        }

        await ada.ExpectNothingAsync();
    }

    [Fact]
    public async Task Scenario22And23_Accepted_RequesterAndAllStaffHearAndNothingChangesItAnyMore()
    {
        await using var staff = await _fair.LogInAsync("staff", FairServer.Attendee);
        await using var second = await _fair.LogInAsync("second");
        await using var ada = await _fair.LogInAttendeeAsync();
        await using var tab = await _fair.LogInAttendeeAsync();
        var request = await FairServer.ContactAsync(ada, await _fair.CreateAsync(_admin, "Acme", staff, second), staff, second);

        await staff.SendAsync($$"""["exhibition.contact_accept", 54, {"contact_request": "{{request}}", "channel": "x"}]""");

        await staff.ExpectAsync("""["success", 54, {}]""");
        foreach (var client in new[] { ada, tab })
        {
            var accepted = await client.ReceivePushAsync("exhibition.contact_accepted");
            Assert.Equal("x", (string?)accepted["channel"]);
            AssertClosed(accepted, request, "answered", FairServer.IdOf(staff));
        }

        foreach (var member in new[] { staff, second })
        {
            AssertClosed(await member.ReceivePushAsync("exhibition.contact_request_close"), request, "answered", FairServer.IdOf(staff));
        }

        foreach (var client in new[] { staff, second })
        {
            var again = await client.CallForErrorAsync("exhibition.contact_accept", new JsonObject { ["contact_request"] = request, ["channel"] = "y" });
            FairServer.AssertEqual("""{"code": "exhibition.unknown_contact_request"}""", again);
        }

        foreach (var client in new[] { ada, staff })
        {
            FairServer.AssertEqual(
                """{"code": "exhibition.unknown_contact_request"}""", await client.CallForErrorAsync("exhibition.contact_cancel", FairServer.Request(request)));
        }

        foreach (var client in new[] { ada, tab, staff, second })
        {
            await client.ExpectNothingAsync();
        }

        Assert.Equal("answered", await _fair.ReadRequestAsync("state", request));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("""{"id": 7, "deep": [[1.50]]}""")]
    public async Task Scenario22_Channel_IsPassedOnAsItIs(string channel)
    {
        await using var staff = await _fair.LogInAsync("staff");
        await using var ada = await _fair.LogInAttendeeAsync();
        var request = await FairServer.ContactAsync(ada, await _fair.CreateAsync(_admin, "Acme", staff), staff);

        await staff.SendAsync($$"""["exhibition.contact_accept", 1, {"contact_request": "{{request}}", "channel": {{channel}}}]""");

        await staff.ExpectAsync("""["success", 1, {}]""");
        FairServer.AssertEqual(channel, (await ada.ReceivePushAsync("exhibition.contact_accepted"))["channel"] ?? JsonNode.Parse("null"));
    }

    [Fact]
    public async Task Scenario24_AcceptedByAStranger_IsRefusedAndStillOpen()
    {
        await using var staff = await _fair.LogInAsync("staff");
        await using var ada = await _fair.LogInAttendeeAsync();
        var request = await FairServer.ContactAsync(ada, await _fair.CreateAsync(_admin, "Acme", staff), staff);

        var error = await _admin.CallForErrorAsync("exhibition.contact_accept", new JsonObject { ["contact_request"] = request, ["channel"] = "x" });

        FairServer.AssertEqual("""{"code": "exhibition.not_staff_member"}""", error);
        Assert.Equal("open", await _fair.ReadRequestAsync("state", request));
        await staff.ExpectNothingAsync();
        await staff.CallAsync("exhibition.contact_accept", new JsonObject { ["contact_request"] = request, ["channel"] = "x" });
        error = await _admin.CallForErrorAsync("exhibition.contact_accept", new JsonObject { ["contact_request"] = request, ["channel"] = "x" });
        FairServer.AssertEqual("""{"code": "exhibition.unknown_contact_request"}""", error);
    }

    [Fact]
    public async Task Scenario25_Missed_MayStillBeAccepted()
    {
        await using var staff = await _fair.LogInAsync("staff");
        await using var ada = await _fair.LogInAttendeeAsync();
        var request = await FairServer.ContactAsync(ada, await _fair.CreateAsync(_admin, "Acme", staff), staff);
        await ada.CallAsync("exhibition.contact_cancel", FairServer.Request(request));
        await staff.ReceivePushAsync("exhibition.contact_request_close");

        await staff.CallAsync("exhibition.contact_accept", new JsonObject { ["contact_request"] = request, ["channel"] = "x" });

        await ada.ReceivePushAsync("exhibition.contact_accepted");
        Assert.Equal(("answered", FairServer.IdOf(staff)), (await _fair.ReadRequestAsync("state", request), await _fair.ReadRequestAsync("answered_by_id", request)));
    }

    [Fact]
    public async Task Scenario26_RequesterDisconnects_OpenRequestsAreMissedAndOthersStay()
    {
        await using var staff = await _fair.LogInAsync("staff");
        var ada = await _fair.LogInAttendeeAsync();
        await using var tab = await _fair.LogInAttendeeAsync();
        await using var ben = await _fair.LogInAttendeeAsync("ben");
        var (acme, beta) = (await _fair.CreateAsync(_admin, "Acme", staff), await _fair.CreateAsync(_admin, "Beta", staff));
        var answered = await FairServer.ContactAsync(ada, acme, staff);
        await staff.CallAsync("exhibition.contact_accept", new JsonObject { ["contact_request"] = answered, ["channel"] = "x" });
        await staff.ReceivePushAsync("exhibition.contact_request_close");
        var others = await FairServer.ContactAsync(ben, acme, staff);
        string[] open = [await FairServer.ContactAsync(ada, acme, staff), await FairServer.ContactAsync(ada, beta, staff)];

        await ada.DisposeAsync();

        var closed = new[] { await staff.ReceivePushAsync("exhibition.contact_request_close"), await staff.ReceivePushAsync("exhibition.contact_request_close") };
        Assert.Equal(open.Order(), closed.Select(static push => (string)push["contact_request"]!["id"]!).Order());
        Assert.All(closed, push => AssertClosed(push, (string)push["contact_request"]!["id"]!, "missed", null));
        Assert.Equal(("answered", "open"), (await _fair.ReadRequestAsync("state", answered), await _fair.ReadRequestAsync("state", others)));
        await staff.ExpectNothingAsync();
    }

    [Fact]
    public async Task Scenario28_ThirdUserCancelling_ChangesNothingAndStaffMay()
    {
        await using var staff = await _fair.LogInAsync("staff", FairServer.Attendee);
        await using var ada = await _fair.LogInAttendeeAsync();
        await using var ben = await _fair.LogInAttendeeAsync("ben");
        var request = await FairServer.ContactAsync(ada, await _fair.CreateAsync(_admin, "Acme", staff), staff);

        FairServer.AssertEqual(
            """{"code": "exhibition.unknown_contact_request"}""", await ben.CallForErrorAsync("exhibition.contact_cancel", FairServer.Request(request)));
        Assert.Equal("open", await _fair.ReadRequestAsync("state", request));
        await staff.ExpectNothingAsync();

        await staff.CallAsync("exhibition.contact_cancel", FairServer.Request(request));
        AssertClosed(await staff.ReceivePushAsync("exhibition.contact_request_close"), request, "missed", null);
    }

    [Theory]
    [InlineData("contact", """{"exhibitor": "5f6e0f4e-6f2b-4a57-8f1e-0a4c8a0c7a01"}""", "exhibition.unknown_exhibitor")]
    [InlineData("contact", """{"exhibitor": "abc"}""", "protocol.invalid_body")]
    [InlineData("contact", "{}", "protocol.invalid_body")]
    [InlineData("contact_cancel", """{"contact_request": "5f6e0f4e-6f2b-4a57-8f1e-0a4c8a0c7a01"}""", "exhibition.unknown_contact_request")]
    [InlineData("contact_cancel", """{"contact_request": 7}""", "protocol.invalid_body")]
    [InlineData("contact_accept", """{"contact_request": "5f6e0f4e-6f2b-4a57-8f1e-0a4c8a0c7a01", "channel": 1}""", "exhibition.unknown_contact_request")]
    [InlineData("contact_accept", """{"contact_request": "5f6e0f4e-6f2b-4a57-8f1e-0a4c8a0c7a01"}""", "protocol.invalid_body")]
    [InlineData("contact_accept", "[]", "protocol.invalid_body")]
    public async Task BadBody_IsRefused(string command, string body, string code)
    {
        await using var ada = await _fair.LogInAttendeeAsync();

        Assert.Equal(code, (string?)(await ada.CallForErrorAsync($"exhibition.{command}", JsonNode.Parse(body)))["code"]);
        await ada.ExpectNothingAsync();
    }

    private static void AssertClosed(JsonNode push, string request, string state, string? answeredBy)
    {
        var about = push["contact_request"]!;
        Assert.Equal((request, state, answeredBy), ((string?)about["id"], (string?)about["state"], (string?)about["answered_by"]?["id"]));
        Assert.Equal(["answered_by", "exhibitor", "id", "state", "timestamp", "user"], about.AsObject().Select(static member => member.Key).Order(StringComparer.Ordinal));
    }
}
