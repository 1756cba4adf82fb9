using System.Text.Json.Nodes;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>auth-and-users.md section 16, scenarios 15, 16 and 18: anonymous invites, and the announcements of a login.</summary>
public sealed class InviteScenarioTests : IAsyncLifetime
{
    private const string Guest = "5f6e0f4e-6f2b-4a57-8f1e-0a4c8a0c2e01";
    private const string Code = "k3XvB9";

    private WireServer _server = null!;
    private string _closed = "";
    private string _room = "";

    public async Task InitializeAsync()
    {
        _server = await WireServer.StartAsync();
        _closed = await _server.ImportWorldAsync(new JsonObject(), traitGrants: """{"attendee": ["member"]}""");
        _room = await _server.FindRoomAsync(_closed, "text");
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Scenario15_ValidInvite_LetsAGuestIntoExactlyThatRoom()
    {
        await InviteAsync(_server.Time.GetUtcNow().AddDays(1));
        await using var client = await VenuelessClient.ConnectAsync(_server.Port, _closed);

        var payload = await client.AuthenticateAsync(new JsonObject { ["client_id"] = Guest, ["invite_token"] = Code });

        var config = payload["world.config"]!;
        Assert.Equal(["world:view"], config["permissions"]!.AsArray().Select(name => (string)name!));
        Assert.Equal(_room, (string?)Assert.Single(config["rooms"]!.AsArray())!["id"]);
        Assert.Equal("anon", await _server.ReadSqlAsync($"SELECT type FROM core_user WHERE id = '{WireServer.UserIdOf(client)}'"));
        Assert.Equal("0", await _server.ReadSqlAsync($"SELECT show_publicly FROM core_user WHERE id = '{WireServer.UserIdOf(client)}'"));
        Assert.Equal("__anonymous_world", await _server.ReadSqlAsync($"SELECT role FROM core_worldgrant WHERE user_id = '{WireServer.UserIdOf(client)}'"));
        Assert.Equal("__anonymous_room", await _server.ReadSqlAsync($"SELECT role FROM core_roomgrant WHERE user_id = '{WireServer.UserIdOf(client)}' AND room_id = '{_room}'"));

        // Later logins send the client id without the invite.
        await using var later = await VenuelessClient.ConnectAsync(_server.Port, _closed);
        await later.LogInAsync(Guest);
        Assert.Equal(WireServer.UserIdOf(client), WireServer.UserIdOf(later));
    }

    [Fact]
    public async Task Scenario16_ExpiredOrUnknownInvite_IsAMissingToken()
    {
        await InviteAsync(_server.Time.GetUtcNow().AddSeconds(-1));
        await using var client = await VenuelessClient.ConnectAsync(_server.Port, _closed);

        foreach (var code in new JsonNode?[] { Code, "other", 5, null })
        {
            await client.SendAsync(new JsonArray("authenticate", new JsonObject { ["client_id"] = Guest, ["invite_token"] = code?.DeepClone() }));
            await client.ExpectErrorAsync("auth.missing_token");
        }

        Assert.Equal("0", await _server.ReadSqlAsync($"SELECT count(*) FROM core_user WHERE world_id = '{_closed}'"));
    }

    [Fact]
    public async Task Scenario16_InviteOfAnotherWorld_IsAMissingToken()
    {
        await InviteAsync(_server.Time.GetUtcNow().AddDays(1));
        var other = await _server.ImportWorldAsync([], traitGrants: """{"attendee": ["member"]}""");
        await using var client = await VenuelessClient.ConnectAsync(_server.Port, other);

        await client.SendAsync(new JsonArray("authenticate", new JsonObject { ["client_id"] = Guest, ["invite_token"] = Code }));

        await client.ExpectErrorAsync("auth.missing_token");
    }

    [Fact]
    public async Task Scenario18_SampleWorld_OnlyTheActiveAnnouncementsAreInTheLogin()
    {
        await _server.ImportSampleAsync();
        await using var client = await VenuelessClient.ConnectAsync(_server.Port, "lighthouse");

        var announcements = (await client.LogInAsync(Guest))["announcements"]!.AsArray();

        var expected = await _server.ReadSqlAsync("SELECT count(*) FROM core_announcement WHERE world_id = 'lighthouse' AND state = 'active'");
        Assert.Equal(expected, announcements.Count.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.NotEmpty(announcements);
        Assert.All(announcements, announcement => Assert.Equal("active", (string?)announcement!["state"]));
        Assert.Equal(
            ["id", "is_visible", "show_until", "state", "text"],
            announcements[0]!.AsObject().Select(pair => pair.Key).Order(StringComparer.Ordinal));
    }

    private Task InviteAsync(DateTimeOffset expires) => _server.ExecuteSqlAsync(
        $"""
        INSERT INTO core_anonymousinvite (short_token, expires, room_id, world_id)
        VALUES ('{Code}', '{expires:yyyy-MM-dd HH:mm:ss.ffffff}+00:00', '{_room}', '{_closed}')
        """);
}
