using System.Text.Json.Nodes;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>rooms.md section 12, scenarios 45 to 49: the session a room shows, and links for anonymous guests.</summary>
public sealed class RoomScheduleScenarioTests : IAsyncLifetime
{
    private RoomAdminServer _rooms = null!;

    public async Task InitializeAsync() => _rooms = await RoomAdminServer.StartAsync();

    public async Task DisposeAsync() => await _rooms.DisposeAsync();

    [Fact]
    public async Task Scenario45_Schedule_RepliesThenReachesThoseInTheRoom()
    {
        await using var host = await _rooms.LogInAsync("host");
        await using var guest = await _rooms.LogInAsync(1);
        await using var outsider = await _rooms.LogInAsync(2);
        foreach (var client in new[] { guest, host })
        {
            await client.CallAsync("room.enter", RoomAdminServer.Body(_rooms.Stage));
        }

        foreach (var client in new[] { host, guest, outsider })
        {
            await client.ReceivePushAsync("world.user_count_change");
        }

        await host.SendAsync($$"""["room.schedule", 4, {"room": "{{_rooms.Stage}}", "schedule_data": {"session": "T7", "title": null} }]""");

        await host.ExpectAsync("""["success", 4, {}]""");
        var push = $$"""["room.schedule", {"room": "{{_rooms.Stage}}", "schedule_data": {"session": "T7", "title": null} }]""";
        await host.ExpectAsync(push);
        await guest.ExpectAsync(push);
        await outsider.ExpectNothingAsync();
        var audit = Assert.Single(await _rooms.ReadAuditAsync("world.room.updated"));
        Assert.Equal((null, "T7"), ((string?)audit["old"]!["schedule_data"], (string?)audit["new"]!["schedule_data"]!["session"]));

        // Others see it at their next login.
        await using var late = await VenuelessClient.ConnectAsync(_rooms.Server.Port, _rooms.World);
        var config = await late.LogInAsync("5f6e0f4e-6f2b-4a57-8f1e-0a4c8a0c7a03");
        Assert.Equal("T7", (string?)config["world.config"]!["rooms"]![1]!["schedule_data"]!["session"]);
    }

    [Fact]
    public async Task Schedule_WhoMayNoLongerViewTheRoom_GetsNothingAndASilencedUserDoes()
    {
        await using var host = await _rooms.LogInAsync("host");
        await using var guest = await _rooms.LogInAsync(1);
        await guest.CallAsync("room.enter", RoomAdminServer.Body(_rooms.Stage));
        await guest.ReceivePushAsync("world.user_count_change");
        await _rooms.Server.ExecuteSqlAsync(
            $"UPDATE core_user SET moderation_state = 'silenced', version = version + 1 WHERE id = '{WireServer.UserIdOf(guest)}'");
        _rooms.Server.Time.Advance(TimeSpan.FromSeconds(31));
        await host.CallAsync("room.schedule", RoomAdminServer.Body(_rooms.Stage, """{"schedule_data": {"computeSession": true}}"""));
        await guest.ReceivePushAsync("room.schedule");

        await _rooms.Server.ExecuteSqlAsync($"UPDATE core_room SET trait_grants = NULL, version = version + 1 WHERE id = '{_rooms.Stage}'");
        await host.CallAsync("room.schedule", RoomAdminServer.Body(_rooms.Stage, """{"schedule_data": {"session": "T8"}}"""));

        await guest.ExpectNothingAsync();
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"\"")]
    [InlineData("0")]
    [InlineData("0.0")]
    [InlineData("false")]
    [InlineData(null)]
    public async Task Scenario46_EmptyData_IsPushedAsNull(string? data)
    {
        await using var host = await _rooms.LogInAsync("host");
        await host.CallAsync("room.enter", RoomAdminServer.Body(_rooms.Stage));
        await host.CallAsync("room.schedule", RoomAdminServer.Body(_rooms.Stage, """{"schedule_data": {"title": "x"}}"""));
        await host.ReceivePushAsync("world.user_count_change");
        await host.ReceivePushAsync("room.schedule");

        await host.CallAsync("room.schedule", RoomAdminServer.Body(_rooms.Stage, data is null ? "{}" : $$"""{"schedule_data": {{data}}}"""));

        Assert.Equal($$"""{"room":"{{_rooms.Stage}}","schedule_data":null}""", (await host.ReceivePushAsync("room.schedule")).ToJsonString());
        Assert.Null(await _rooms.ReadRoomAsync("schedule_data", _rooms.Stage));
    }

    [Theory]
    [InlineData("""{"session": "a", "color": "b"}""", "room.unknown_schedule_data")]
    [InlineData("""{"Session": "a"}""", "room.unknown_schedule_data")]
    [InlineData("""[{"session": "a"}]""", "protocol.invalid_body")]
    [InlineData("\"x\"", "protocol.invalid_body")]
    [InlineData("1", "protocol.invalid_body")]
    [InlineData("true", "protocol.invalid_body")]
    [InlineData("""{"title": "\u0000"}""", "protocol.invalid_body")]
    public async Task Scenario46_BadData_IsRefused(string data, string code)
    {
        await using var host = await _rooms.LogInAsync("host");

        await host.SendAsync($$"""["room.schedule", 1, {"room": "{{_rooms.Stage}}", "schedule_data": {{data}}}]""");

        var error = await host.ExpectErrorAsync(code, "1");
        Assert.True(code != "room.unknown_schedule_data" || (string?)error["message"] == "Unknown schedule data");
        Assert.Null(await _rooms.ReadRoomAsync("schedule_data", _rooms.Stage));
    }

    [Fact]
    public async Task Scenario46_WithoutRights_IsDenied()
    {
        await using var guest = await _rooms.LogInAsync(1);

        var error = await guest.CallForErrorAsync("room.schedule", RoomAdminServer.Body(_rooms.Stage, """{"schedule_data": {"session": "a"}}"""));

        Assert.Equal("protocol.denied", (string?)error["code"]);
    }

    [Fact]
    public async Task Scenario47And48_InviteLink_IsTheSameForEightyDays()
    {
        await using var admin = await _rooms.LogInAdminAsync();

        var first = await LinkAsync(admin, _rooms.Stage);
        Assert.Matches("^http://localhost/[a-np-zA-HJ-NP-Z1-9]{6}$", first);
        Assert.Equal(first, await LinkAsync(admin, _rooms.Stage));
        Assert.NotEqual(first, await LinkAsync(admin, _rooms.Text));
        _rooms.Server.Time.Advance(TimeSpan.FromDays(80));
        Assert.Equal(first, await LinkAsync(await ReconnectAsync(), _rooms.Stage));
        _rooms.Server.Time.Advance(TimeSpan.FromDays(1));

        var second = await LinkAsync(await ReconnectAsync(), _rooms.Stage);

        Assert.NotEqual(first, second);
        Assert.Equal(second, await LinkAsync(await ReconnectAsync(), _rooms.Stage));
        foreach (var (link, guest) in new[] { (first, "21"), (second, "22") })
        {
            await using var client = await VenuelessClient.ConnectAsync(_rooms.Server.Port, _rooms.World);
            var body = new JsonObject { ["client_id"] = $"5f6e0f4e-6f2b-4a57-8f1e-0a4c8a0c7a{guest}", ["invite_token"] = link[^6..] };
            await client.AuthenticateAsync(body);
        }
    }

    [Fact]
    public async Task Scenario48_SeveralInvites_TheLastToExpireIsGiven()
    {
        await using var admin = await _rooms.LogInAdminAsync();
        foreach (var (code, days) in new[] { ("aaaaaa", 9), ("bbbbbb", 40), ("cccccc", 20) })
        {
            await _rooms.Server.ExecuteSqlAsync(
                $"""
                INSERT INTO core_anonymousinvite (short_token, expires, room_id, world_id)
                VALUES ('{code}', '{_rooms.Server.Time.GetUtcNow().AddDays(days):yyyy-MM-dd HH:mm:ss.ffffff}+00:00', '{_rooms.Stage}', '{_rooms.World}')
                """);
        }

        Assert.Equal("http://localhost/bbbbbb", await LinkAsync(admin, _rooms.Stage));
    }

    [Fact]
    public async Task Scenario47_TwoAskAtOnce_BothGetALinkThatWorks()
    {
        await using var admin = await _rooms.LogInAdminAsync();
        await using var other = await _rooms.LogInAdminAsync();

        var links = await Task.WhenAll(LinkAsync(admin, _rooms.Stage), LinkAsync(other, _rooms.Stage));

        Assert.Contains(await LinkAsync(admin, _rooms.Stage), links);
    }

    [Fact]
    public async Task Scenario49_Kiosk_GetsTheLinkAndAGuestDoesNot()
    {
        await using var guest = await _rooms.LogInAsync(1);
        Assert.Equal("protocol.denied", (string?)(await guest.CallForErrorAsync("room.invite.anonymous.link", RoomAdminServer.Body(_rooms.Stage)))["code"]);
        var user = WireServer.UserIdOf(guest);
        await _rooms.Server.ExecuteSqlAsync(
            $"""
            UPDATE core_user SET type = 'kiosk', version = version + 1 WHERE id = '{user}';
            INSERT INTO core_worldgrant (role, user_id, world_id) VALUES ('__kiosk', '{user}', '{_rooms.World}');
            """);

        // A login sees the user as it is.
        await using var kiosk = await _rooms.LogInAsync(1);

        Assert.StartsWith("http://localhost/", await LinkAsync(kiosk, _rooms.Stage), StringComparison.Ordinal);
    }

    // Connections do not live for weeks.
    private Task<VenuelessClient> ReconnectAsync() => _rooms.LogInAdminAsync();

    private static async Task<string> LinkAsync(VenuelessClient client, string room) =>
        (string)(await client.CallAsync("room.invite.anonymous.link", RoomAdminServer.Body(room)))["url"]!;
}
