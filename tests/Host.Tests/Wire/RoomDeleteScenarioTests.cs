using System.Text.Json.Nodes;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>rooms.md section 12, scenario 43: deleting rooms, with people inside.</summary>
public sealed class RoomDeleteScenarioTests : IAsyncLifetime
{
    private RoomAdminServer _rooms = null!;

    public async Task InitializeAsync() => _rooms = await RoomAdminServer.StartAsync();

    public async Task DisposeAsync() => await _rooms.DisposeAsync();

    [Fact]
    public async Task Scenario43_DeletedRoom_IsGoneForEverybodyAtOnce()
    {
        await using var admin = await _rooms.LogInAdminAsync();
        await using var guest = await _rooms.LogInAsync(1);
        await using var outsider = await _rooms.LogInAsync(2);
        var channel = await _rooms.Server.FindChannelAsync(_rooms.World, "stage");
        await guest.CallAsync("room.enter", RoomAdminServer.Body(_rooms.Stage));
        foreach (var client in new[] { admin, guest, outsider })
        {
            await client.ReceivePushAsync("world.user_count_change");
        }

        var old = await admin.CallAsync("room.config.get", RoomAdminServer.Body(_rooms.Stage));

        await admin.SendAsync($$"""["room.delete", 5, {"room": "{{_rooms.Stage}}"}]""");

        await admin.ExpectAsync("""["success", 5, {}]""");
        foreach (var client in new[] { admin, guest, outsider })
        {
            await client.ExpectAsync($$"""["room.delete", {"id": "{{_rooms.Stage}}"}]""");
        }

        Assert.Equal("1", await _rooms.Server.ReadSqlAsync($"SELECT count(*) FROM core_room WHERE id = '{_rooms.Stage}' AND deleted"));
        Assert.Equal("0", await _rooms.Server.ReadSqlAsync("SELECT count(*) FROM core_roomview WHERE \"end\" IS NULL"));
        var audit = Assert.Single(await _rooms.ReadAuditAsync("world.room.deleted"));
        Assert.Equal(["object", "old"], audit.AsObject().Select(pair => pair.Key).Order(StringComparer.Ordinal));
        Assert.True(JsonNode.DeepEquals(old, audit["old"]), audit.ToJsonString());

        await ExpectUnknownAsync(
            admin, "room.enter", "room.leave", "room.react", "room.config.get", "room.config.patch", "room.delete", "room.schedule", "room.invite.anonymous.link");
        await ExpectUnknownAsync(guest, "room.enter", "room.react", "room.delete");
        Assert.Equal("room.unknown", (string?)(await guest.CallForErrorAsync("chat.subscribe", new JsonObject { ["channel"] = channel }))["code"]);
        Assert.DoesNotContain(
            _rooms.Stage, (await admin.CallAsync("room.config.list", null)).AsArray().Select(room => (string)room!["id"]!));

        // Who was in it may leave it, once.
        await guest.CallAsync("room.leave", RoomAdminServer.Body(_rooms.Stage));
        await ExpectUnknownAsync(guest, "room.leave");
        await guest.ExpectNothingAsync();
        await outsider.ExpectNothingAsync();
    }

    [Fact]
    public async Task DeletedMeanwhile_ReactionsAreDroppedAndALeavingUserChangesNoView()
    {
        await using var admin = await _rooms.LogInAdminAsync();
        await using var guest = await _rooms.LogInAsync(1);
        await using var tab = await _rooms.LogInAsync(1);
        foreach (var client in new[] { guest, tab })
        {
            await client.CallAsync("room.enter", RoomAdminServer.Body(_rooms.Stage));
        }

        await guest.ReceivePushAsync("world.user_count_change");
        await guest.CallAsync("room.react", RoomAdminServer.Body(_rooms.Stage, """{"reaction": "👍"}"""));
        await admin.CallAsync("room.delete", RoomAdminServer.Body(_rooms.Stage));
        await guest.ReceivePushAsync("room.delete");
        var end = await _rooms.Server.ReadSqlAsync("SELECT \"end\" FROM core_roomview");
        _rooms.Server.Time.Advance(TimeSpan.FromSeconds(1));

        await guest.CallAsync("room.leave", RoomAdminServer.Body(_rooms.Stage));
        tab.Wire.Reset();
        await WireServer.WaitUntilAsync(() => _rooms.Server.CountSessions(WireServer.UserIdOf(tab)) == 1, "the tab to be cleaned up");

        await guest.ExpectNothingAsync();
        Assert.Equal(end, await _rooms.Server.ReadSqlAsync("SELECT \"end\" FROM core_roomview"));
        Assert.Equal("0", await _rooms.Server.ReadSqlAsync("SELECT count(*) FROM core_reaction"));
    }

    [Fact]
    public async Task DeletedByTwoAtOnce_OneIsToldThatItIsUnknown()
    {
        await using var admin = await _rooms.LogInAdminAsync();
        await using var other = await _rooms.LogInAdminAsync();

        var answers = await Task.WhenAll(AnswerAsync(admin), AnswerAsync(other));

        Assert.Equal(["error", "success"], answers.Order(StringComparer.Ordinal));
        Assert.Single(await _rooms.ReadAuditAsync("world.room.deleted"));
    }

    [Fact]
    public async Task DeletedWhileManyEnter_NoViewStaysOpen()
    {
        await using var admin = await _rooms.LogInAdminAsync();
        var guests = new List<VenuelessClient>();
        for (var number = 1; number <= 8; number++)
        {
            guests.Add(await _rooms.LogInAsync(number));
        }

        var entering = guests.Select(guest => guest.SendAsync($$"""["room.enter", 1, {"room": "{{_rooms.Stage}}"}]""")).ToList();
        await admin.CallAsync("room.delete", RoomAdminServer.Body(_rooms.Stage));
        await Task.WhenAll(entering);
        foreach (var guest in guests)
        {
            while ((string?)(await guest.ReceiveAsync())[0] is not ("success" or "error"))
            {
            }
        }

        await WireServer.WaitUntilAsync(
            async () => await _rooms.Server.ReadSqlAsync("SELECT count(*) FROM core_roomview WHERE \"end\" IS NULL") == "0", "all views to be ended");
        foreach (var guest in guests)
        {
            await guest.DisposeAsync();
        }
    }

    [Fact]
    public async Task WithoutRights_NothingIsDeleted()
    {
        await using var guest = await _rooms.LogInAsync(1);

        Assert.Equal("protocol.denied", (string?)(await guest.CallForErrorAsync("room.delete", RoomAdminServer.Body(_rooms.Stage)))["code"]);

        foreach (var body in new[] { "null", "[]", """{"room": {}}""" })
        {
            await guest.SendAsync($"""["room.delete", 1, {body}]""");
            await guest.ExpectErrorAsync("protocol.invalid_body", "1");
        }

        Assert.Equal("0", await _rooms.Server.ReadSqlAsync("SELECT count(*) FROM core_room WHERE deleted"));
    }

    [Fact]
    public async Task BroughtBackByHand_CanBeEnteredAgain()
    {
        await using var admin = await _rooms.LogInAdminAsync();
        await admin.CallAsync("room.delete", RoomAdminServer.Body(_rooms.Stage));
        await _rooms.Server.ExecuteSqlAsync($"UPDATE core_room SET deleted = FALSE, version = version + 1 WHERE id = '{_rooms.Stage}'");

        await using var guest = await _rooms.LogInAsync(1);
        await guest.CallAsync("room.enter", RoomAdminServer.Body(_rooms.Stage));

        Assert.Equal("few", (string?)(await guest.ReceivePushAsync("world.user_count_change"))["users"]);
    }

    private async Task<string> AnswerAsync(VenuelessClient client)
    {
        await client.SendAsync($$"""["room.delete", 1, {"room": "{{_rooms.Stage}}"}]""");
        while (true)
        {
            var name = (string)(await client.ReceiveAsync())[0]!;
            if (name is "success" or "error")
            {
                return name;
            }
        }
    }

    private async Task ExpectUnknownAsync(VenuelessClient client, params string[] commands)
    {
        foreach (var command in commands)
        {
            var error = await client.CallForErrorAsync(command, RoomAdminServer.Body(_rooms.Stage, """{"reaction": "👍"}"""));
            Assert.Equal("""{"code":"room.unknown","message":"Unknown room ID"}""", error.ToJsonString());
        }
    }
}
