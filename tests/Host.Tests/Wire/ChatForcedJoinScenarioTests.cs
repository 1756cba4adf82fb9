using System.Text.Json.Nodes;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>chat.md section 16, scenarios 35, 77 and 78: forced joins, and what a fetch leaves out.</summary>
public sealed class ChatForcedJoinScenarioTests : IAsyncLifetime
{
    private ChatVenue _venue = null!;

    public async Task InitializeAsync()
    {
        _venue = await ChatVenue.OpenAsync();
        await ForceAsync("TRUE");
    }

    public async Task DisposeAsync() => await _venue.DisposeAsync();

    [Fact]
    public async Task Scenario77_NameIsSet_TheChannelListFollowsTheReplyOnce()
    {
        await using var ada = await _venue.LogInAsync(ChatVenue.Ada);
        await ada.ExpectNothingAsync();

        await ada.SendAsync("""["user.update", 1, {"profile": {"display_name": "Ada"}}]""");
        Assert.Equal("success", (string?)(await ada.ReceiveAsync())[0]);
        var list = await ada.ReceivePushAsync("chat.channels");
        Assert.Contains(list["channels"]!.AsArray(), channel => (string?)channel!["id"] == _venue.Channel);

        await using var again = await _venue.LogInAsync(ChatVenue.Ada);
        await again.ExpectNothingAsync();
        Assert.Equal("1", await _venue.Server.ReadSqlAsync($"SELECT count(*) FROM core_chatevent WHERE channel_id = '{_venue.Channel}'"));
    }

    [Fact]
    public async Task Scenario78_NamedUserAndARoomNewlyForced_TheListFollowsAuthenticated()
    {
        await ForceAsync("FALSE");
        await using (var before = await _venue.LogInAsync(ChatVenue.Ada, "Ada"))
        {
            await before.ExpectNothingAsync();
        }

        await ForceAsync("TRUE");
        await using var ada = await _venue.LogInAsync(ChatVenue.Ada);

        var list = await ada.ReceivePushAsync("chat.channels");
        Assert.Contains(list["channels"]!.AsArray(), channel => (string?)channel!["id"] == _venue.Channel);
    }

    [Fact]
    public async Task Scenario78_WithoutTheRightToJoin_NothingHappens()
    {
        var world = await _venue.Server.ImportWorldAsync(
            new JsonObject(), """{"attendee": ["world:view"], "participant": ["room:view", "room:chat.read"]}""", """{"attendee": []}""");
        await _venue.Server.ExecuteSqlAsync($"UPDATE core_room SET force_join = TRUE, version = version + 1 WHERE world_id = '{world}'");

        await using var ada = await VenuelessClient.LogInAsync(_venue.Server.Port, world, ChatVenue.Ada, "Ada");

        await ada.ExpectNothingAsync();
    }

    [Fact]
    public async Task Scenario35_ForcedJoinRoom_FetchHasNoMembershipEvents()
    {
        await using var ada = await _venue.LogInAsync(ChatVenue.Ada, "Ada");
        await ada.WaitForNodesAsync();
        await _venue.SendAsync(ada, "hello");

        var body = _venue.Body();
        body["count"] = 10;
        body["before_id"] = 100;
        var fetched = await ada.CallAsync("chat.fetch", body);

        Assert.Equal(["channel.message"], fetched["results"]!.AsArray().Select(static entry => (string?)entry!["event_type"]));
    }

    private Task ForceAsync(string isForced) =>
        _venue.Server.ExecuteSqlAsync($"UPDATE core_room SET force_join = {isForced}, version = version + 1 WHERE id = '{_venue.Server.Room}'");
}
