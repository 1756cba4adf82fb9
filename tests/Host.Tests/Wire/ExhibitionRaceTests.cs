using System.Text.Json.Nodes;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>exhibition.md section 5: staff and requesters on all nodes act at once.</summary>
public sealed class ExhibitionRaceTests : IAsyncLifetime
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

    private const int Rounds = 12;

    [Fact]
    public async Task Scenario27_StaffAcceptingAtOnce_ExactlyOneSucceeds()
    {
        var staff = await LogInStaffAsync(4);
        await using var ada = await _fair.LogInAttendeeAsync();
        var exhibitor = await _fair.CreateAsync(_admin, "Acme", [.. staff]);
        for (var round = 0; round < Rounds; round++)
        {
            var request = await FairServer.ContactAsync(ada, exhibitor);

            var results = await Task.WhenAll(staff.Select(member => TryAsync(member, "exhibition.contact_accept", request)));

            var winner = Assert.Single(results, static result => result.IsSuccess).Client;
            Assert.All(results.Where(result => result.Client != winner), static result => Assert.Equal("exhibition.unknown_contact_request", result.Code));
            var accepted = await ada.ReceivePushAsync("exhibition.contact_accepted");
            Assert.Equal(FairServer.IdOf(winner), (string?)accepted["contact_request"]!["answered_by"]!["id"]);
            Assert.Equal(("answered", FairServer.IdOf(winner)), (await _fair.ReadRequestAsync("state", request), await _fair.ReadRequestAsync("answered_by_id", request)));
            Assert.Empty(await ada.SettleAsync());
            await ExpectOneCloseAsync(staff, request);
        }

        await DisposeAllAsync(staff);
    }

    [Fact]
    public async Task AcceptAgainstCancel_TheAnswerIsNeverOverwritten()
    {
        var staff = await LogInStaffAsync(2);
        await using var ada = await _fair.LogInAttendeeAsync();
        await using var tab = await _fair.LogInAttendeeAsync();
        var exhibitor = await _fair.CreateAsync(_admin, "Acme", [.. staff]);
        for (var round = 0; round < Rounds; round++)
        {
            var request = await FairServer.ContactAsync(ada, exhibitor);

            var results = await Task.WhenAll(
                TryAsync(staff[0], "exhibition.contact_accept", request),
                TryAsync(ada, "exhibition.contact_cancel", request),
                TryAsync(staff[1], "exhibition.contact_accept", request),
                TryAsync(tab, "exhibition.contact_cancel", request));

            // Accepting is possible before and after a withdrawal, withdrawing only before.
            Assert.Single(results, result => result.IsSuccess && staff.Contains(result.Client));
            Assert.Equal("answered", await _fair.ReadRequestAsync("state", request));
            foreach (var member in staff)
            {
                await member.SettleAsync();
            }
        }

        await DisposeAllAsync(staff);
    }

    [Fact]
    public async Task AcceptAgainstDisconnect_TheAnswerIsNeverOverwritten()
    {
        var staff = await LogInStaffAsync(1);
        var exhibitor = await _fair.CreateAsync(_admin, "Acme", [.. staff]);
        for (var round = 0; round < Rounds; round++)
        {
            var ada = await _fair.LogInAttendeeAsync();
            var request = await FairServer.ContactAsync(ada, exhibitor, staff[0]);

            var accepting = TryAsync(staff[0], "exhibition.contact_accept", request);
            ada.Wire.Reset();

            Assert.True((await accepting).IsSuccess);
            await WireServer.WaitUntilAsync(() => _fair.Server.CountSessions(WireServer.UserIdOf(ada)) == 0, "the connection to end");
            Assert.Equal("answered", await _fair.ReadRequestAsync("state", request));
            await staff[0].SettleAsync();
            await ada.DisposeAsync();
        }

        await DisposeAllAsync(staff);
    }

    [Fact]
    public async Task DeletionAgainstContactAndViews_RefusesOrDeletesThem()
    {
        await using var ada = await _fair.LogInAttendeeAsync();
        await using var ben = await _fair.LogInAttendeeAsync("ben");
        for (var round = 0; round < Rounds; round++)
        {
            var exhibitor = await _fair.CreateAsync(_admin, "Acme");

            var deleting = _admin.CallAsync("exhibition.delete", FairServer.Exhibitor(exhibitor));
            var results = await Task.WhenAll(TryAsync(ada, "exhibition.contact", exhibitor, "exhibitor"), TryAsync(ben, "exhibition.get", exhibitor, "exhibitor"));

            await deleting;
            Assert.All(results, static result => Assert.Contains(result.Code, new[] { null, "exhibition.unknown_exhibitor" }));
            Assert.Equal("0", await _fair.Server.ReadSqlAsync("SELECT count(*) FROM core_contactrequest"));
            Assert.Equal("0", await _fair.Server.ReadSqlAsync("SELECT count(*) FROM core_exhibitorview"));
        }
    }

    private async Task<List<VenuelessClient>> LogInStaffAsync(int count)
    {
        var staff = new List<VenuelessClient>();
        for (var number = 0; number < count; number++)
        {
            staff.Add(await _fair.LogInAsync($"staff{number}"));
        }

        return staff;
    }

    private static async Task DisposeAllAsync(List<VenuelessClient> clients)
    {
        foreach (var client in clients)
        {
            await client.DisposeAsync();
        }
    }

    private static async Task ExpectOneCloseAsync(List<VenuelessClient> staff, string request)
    {
        foreach (var member in staff)
        {
            await member.WaitForNodesAsync();
        }

        foreach (var member in staff)
        {
            var pushes = await member.SettleAsync();
            Assert.Equal(["exhibition.contact_request", "exhibition.contact_request_close"], pushes.Select(static push => (string?)push[0]));
            Assert.All(pushes, push => Assert.Equal(request, (string?)push[1]!["contact_request"]!["id"]));
        }
    }

    private static async Task<(VenuelessClient Client, bool IsSuccess, string? Code)> TryAsync(VenuelessClient client, string command, string id, string key = "contact_request")
    {
        try
        {
            await client.CallAsync(command, new JsonObject { [key] = id, ["channel"] = "x" });
            return (client, true, null);
        }
        catch (InvalidOperationException refused)
        {
            var message = refused.Message;
            return (client, false, (string?)JsonNode.Parse(message[message.IndexOf('[', StringComparison.Ordinal)..])![2]!["code"]);
        }
    }
}
