using System.Text.Json.Nodes;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>chat.md section 14, D12: the channels of rooms learn of a ban.</summary>
public sealed class ChatBanScenarioTests : IAsyncLifetime
{
    private DirectVenue _venue = null!;

    public async Task InitializeAsync() => _venue = await DirectVenue.OpenAsync();

    public async Task DisposeAsync() => await _venue.DisposeAsync();

    [Fact]
    public async Task Ban_IsToldToTheChannelsWithAPersistentMembershipAndKeepsIt()
    {
        var stage = await _venue.Server.FindChannelAsync(_venue.World, "stage");
        await using var manager = await _venue.LogInAsync("Manager", DirectVenue.Manager);
        await using var ada = await _venue.LogInAsync("Ada");
        await using var ben = await _venue.LogInAsync("Ben");
        var direct = await DirectVenue.OpenChannelAsync(ada, ben);
        foreach (var client in new[] { ada, ben })
        {
            foreach (var channel in new[] { _venue.RoomChannel, stage })
            {
                await client.CallAsync("chat.join", DirectVenue.Body(channel));
                await client.SettleAsync();
            }
        }

        await ada.CallAsync("chat.subscribe", DirectVenue.Body(direct));
        await ada.SettleAsync();

        await manager.CallAsync("user.ban", new JsonObject { ["id"] = DirectVenue.IdOf(ben) });
        await manager.ExpectNothingAsync();

        var pushed = await ada.ReceivePushAsync("chat.event");
        Assert.Equal((_venue.RoomChannel, "channel.member", "ban"), ((string?)pushed["channel"], (string?)pushed["event_type"], (string?)pushed["content"]!["membership"]));
        Assert.Equal((DirectVenue.IdOf(ben), DirectVenue.IdOf(ben)), ((string?)pushed["sender"], (string?)pushed["content"]!["user"]!["id"]));
        Assert.False(pushed["content"]!["user"]!.AsObject().ContainsKey("moderation_state"));
        Assert.True(pushed["users"]!.AsObject().ContainsKey(DirectVenue.IdOf(ben)));
        await ada.ExpectNothingAsync();
        Assert.Equal("1", await _venue.Server.ReadSqlAsync($"SELECT count(*) FROM core_membership WHERE channel_id = '{_venue.RoomChannel}' AND user_id = '{DirectVenue.IdOf(ben)}'"));
        var history = await ada.CallAsync("chat.fetch", new JsonObject { ["channel"] = _venue.RoomChannel, ["before_id"] = 1_000_000, ["count"] = 1 });
        Assert.Equal((long)pushed["event_id"]!, (long)Assert.Single(history["results"]!.AsArray())!["event_id"]!);
        var members = (await ada.CallAsync("chat.subscribe", DirectVenue.Body(_venue.RoomChannel)))["members"];
        Assert.Equal(["Ada"], DirectVenue.NamesOf(members));
    }

    [Fact]
    public async Task Silencing_IsToldToNobody()
    {
        await using var manager = await _venue.LogInAsync("Manager", DirectVenue.Manager);
        await using var ada = await _venue.LogInAsync("Ada");
        await using var ben = await _venue.LogInAsync("Ben");
        foreach (var client in new[] { ben, ada })
        {
            await client.CallAsync("chat.join", DirectVenue.Body(_venue.RoomChannel));
            await client.SettleAsync();
        }

        await manager.CallAsync("user.silence", new JsonObject { ["id"] = DirectVenue.IdOf(ben) });
        await manager.CallAsync("user.reactivate", new JsonObject { ["id"] = DirectVenue.IdOf(ben) });

        await manager.SettleAsync();
        await ada.ExpectNothingAsync();
    }
}
