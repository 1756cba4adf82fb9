using System.Text.Json.Nodes;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>chat.md section 16, scenarios 20, 31, 32 and 37: who may send, ids of events, and the senders in their pushes.</summary>
public sealed class ChatEventIdScenarioTests : IAsyncLifetime
{
    private ChatVenue _venue = null!;

    public async Task InitializeAsync() => _venue = await ChatVenue.OpenAsync();

    public async Task DisposeAsync() => await _venue.DisposeAsync();

    [Fact]
    public async Task Scenario20_AfterLeaving_SendIsDenied()
    {
        await using var ada = await _venue.JoinAsync(ChatVenue.Ada, "Ada");
        await ada.CallAsync("chat.leave", _venue.Body());

        var message = _venue.Message(new JsonObject { ["type"] = "text", ["body"] = "x" });
        Assert.Equal("chat.denied", (string?)(await ada.CallForErrorAsync("chat.send", message))["code"]);
    }

    [Fact]
    public async Task Scenario31_TwoSendsInARow_IdsIncrease()
    {
        await using var ada = await _venue.JoinAsync(ChatVenue.Ada, "Ada");

        var first = await _venue.SendAsync(ada, "one");
        var second = await _venue.SendAsync(ada, "two");

        Assert.True(second > first, $"{second} came after {first}.");
    }

    [Fact]
    public async Task Scenario32_CounterLost_IdsGoOnAboveTheTable()
    {
        await using var ada = await _venue.JoinAsync(ChatVenue.Ada, "Ada");
        await _venue.Server.LoseEventIdsAsync();

        // The join is event 1; a node without redis has lost nothing.
        var isShared = _venue.Server.HasRedis;
        Assert.Equal(isShared ? 3 : 2, await _venue.SendAsync(ada, "after the loss"));

        await _venue.Server.LoseEventIdsAsync();
        var reply = await ada.CallAsync("chat.subscribe", _venue.Body());
        Assert.Equal(isShared ? 4 : 3, (long)reply["next_event_id"]!);
    }

    [Fact]
    public async Task Scenario37_EveryPush_ShowsItsSenderToWhoeverMayNotKnowIt()
    {
        await using var ada = await _venue.JoinAsync(ChatVenue.Ada, "Ada");
        await using var ben = await _venue.JoinAsync(ChatVenue.Ben, "Ben");
        await ada.ReceivePushAsync("chat.event");
        await _venue.SendAsync(ben, "one");
        await _venue.SendAsync(ben, "two");
        await ben.SettleAsync();

        var events = (await ada.SettleAsync()).Where(static push => (string?)push[0] == "chat.event").Select(static push => push[1]!).ToList();

        // A known user may be sent again: one form serves everybody (chat.md section 6).
        Assert.Equal(2, events.Count);
        Assert.Equal("Ben", NameOf(events[0], ben));
        Assert.True(events[1]["users"]!.AsObject().Count == 0 || NameOf(events[1], ben) == "Ben");
    }

    private static string? NameOf(JsonNode push, VenuelessClient user) => (string?)push["users"]![(string)user.User!["id"]!]?["profile"]?["display_name"];
}
