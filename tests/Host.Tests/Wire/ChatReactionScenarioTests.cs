using System.Text.Json.Nodes;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>chat.md section 16, scenarios 46 to 50: reactions.</summary>
public sealed class ChatReactionScenarioTests : IAsyncLifetime
{
    private const string Rows = "SELECT count(*) FROM core_chateventreaction";

    private ChatVenue _venue = null!;

    public async Task InitializeAsync() => _venue = await ChatVenue.OpenAsync();

    public async Task DisposeAsync() => await _venue.DisposeAsync();

    [Fact]
    public async Task Scenario46_Reaction_IsAddedOnceAndRemovedOnce()
    {
        await using var ada = await _venue.JoinAsync(ChatVenue.Ada, "Ada");
        await using var ben = await _venue.LogInAsync(ChatVenue.Ben, "Ben");
        await ben.CallAsync("chat.subscribe", _venue.Body());
        var id = await _venue.SendAsync(ada, "hello");
        var sent = await ada.ReceivePushAsync("chat.event");
        await ben.ReceivePushAsync("chat.event");
        var shown = new JsonObject { ["😈"] = new JsonArray(WireServer.UserIdOf(ada).ToString()) };

        await ReactAsync(ada, ben, _venue.Reaction(id, "😈"), sent, shown);
        await ReactAsync(ada, ben, _venue.Reaction(id, "😈"), sent, shown);
        Assert.Equal("1", await _venue.Server.ReadSqlAsync(Rows));
        await ReactAsync(ada, ben, _venue.Reaction(id, "😈", isRemoval: true), sent, []);
        await ReactAsync(ada, ben, _venue.Reaction(id, "😈", isRemoval: true), sent, []);

        Assert.Equal("0", await _venue.Server.ReadSqlAsync(Rows));
        Assert.Null(await _venue.Server.ReadSqlAsync($"SELECT edited FROM core_chatevent WHERE id = {id}"));
        Assert.Equal("0", await _venue.Server.ReadSqlAsync("SELECT count(*) FROM core_auditlog WHERE type = 'chat.event.updated'"));
        await ben.ExpectNothingAsync();
    }

    [Theory]
    [InlineData("\"a\"")]
    [InlineData("\"1\"")]
    [InlineData("\"\"")]
    [InlineData("\"🇩\"")]
    [InlineData("\"😈😈\"")]
    [InlineData("\"❤\\uFE0E\"")]
    [InlineData("5")]
    [InlineData("null")]
    [InlineData("[\"😈\"]")]
    public async Task Scenario47_NoEmoji_IsRefused(string reaction)
    {
        await using var ada = await _venue.JoinAsync(ChatVenue.Ada, "Ada");
        var id = await _venue.SendAsync(ada, "hello");
        await ada.ReceivePushAsync("chat.event");

        await ada.SendAsync($$"""["chat.react", 9, {"channel": "{{_venue.Channel}}", "event": {{id}}, "reaction": {{reaction}} }]""");

        await ada.ExpectAsync("""["error", 9, {"code": "emoji.sadpanda"}]""");
        Assert.Equal("0", await _venue.Server.ReadSqlAsync(Rows));
    }

    [Fact]
    public async Task Scenario47_EverySpellingOfAnEmoji_IsAReactionOfItsOwn()
    {
        await using var ada = await _venue.JoinAsync(ChatVenue.Ada, "Ada");
        var id = await _venue.SendAsync(ada, "hello");
        string[] emoji = ["❤", "❤\uFE0F", "🏽", "©", "1\uFE0F\u20E3", "🇩🇪", "👍🏽"];

        JsonNode reply = new JsonObject();
        foreach (var reaction in emoji)
        {
            reply = await ada.CallAsync("chat.react", _venue.Reaction(id, reaction));
        }

        Assert.Equal(emoji, reply["reactions"]!.AsObject().Select(static reaction => reaction.Key));
    }

    [Fact]
    public async Task Scenario48_UnknownEvent_IsInvalidBodyAndNoMemberIsDenied()
    {
        await using var ada = await _venue.JoinAsync(ChatVenue.Ada, "Ada");
        await using var stranger = await _venue.LogInAsync(ChatVenue.Ben, "Ben");
        var id = await _venue.SendAsync(ada, "hello");
        await ada.ReceivePushAsync("chat.event");
        await ada.CallAsync("chat.join", _venue.Body(_venue.Server.VolatileChannel));

        Assert.Equal("protocol.invalid_body", await RefuseAsync(ada, _venue.Reaction(id + 1, "😈")));
        Assert.Equal("protocol.invalid_body", await RefuseAsync(ada, _venue.Reaction(id, "😈", channel: _venue.Server.VolatileChannel)));
        Assert.Equal("chat.denied", await RefuseAsync(stranger, _venue.Reaction(id, "😈")));
        await ada.ExpectNothingAsync();
    }

    [Theory]
    [InlineData("\"reaction\": \"😈\"")]
    [InlineData("\"event\": 1")]
    [InlineData("\"event\": \"1\", \"reaction\": \"😈\"")]
    [InlineData("\"event\": 1.5, \"reaction\": \"😈\"")]
    [InlineData("\"event\": null, \"reaction\": \"😈\"")]
    [InlineData("\"event\": 1, \"reaction\": \"😈\", \"delete\": 1")]
    [InlineData("\"event\": 99999999999999999999999999, \"reaction\": \"😈\"")]
    [InlineData("\"event\": -1, \"reaction\": \"😈\"")]
    public async Task Scenario48_BadBody_IsRefusedAndTheConnectionStays(string fields)
    {
        await using var ada = await _venue.JoinAsync(ChatVenue.Ada, "Ada");

        await ada.SendAsync($$"""["chat.react", 9, {"channel": "{{_venue.Channel}}", {{fields}} }]""");

        await ada.ExpectErrorAsync("protocol.invalid_body", "9");
        await ada.ExpectNothingAsync();
    }

    // On one node; the scenario says two.
    [Fact]
    public async Task Scenario49_SameReactionFromManyTabsAtOnce_IsOneRow()
    {
        await using var ada = await _venue.JoinAsync(ChatVenue.Ada, "Ada");
        var id = await _venue.SendAsync(ada, "hello");
        var tabs = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _venue.LogInAsync(ChatVenue.Ada)));

        await Task.WhenAll(tabs.Select(tab => tab.CallAsync("chat.react", _venue.Reaction(id, "👍"))));

        Assert.Equal("1", await _venue.Server.ReadSqlAsync(Rows));
        foreach (var tab in tabs)
        {
            await tab.DisposeAsync();
        }
    }

    [Fact]
    public async Task Scenario50_History_ShowsReactionsAndThoseWhoReacted()
    {
        await using var ada = await _venue.JoinAsync(ChatVenue.Ada, "Ada");
        await using var ben = await _venue.JoinAsync(ChatVenue.Ben, "Ben");
        var id = await _venue.SendAsync(ada, "hello");
        await ben.CallAsync("chat.react", _venue.Reaction(id, "🎉"));
        await ada.CallAsync("chat.react", _venue.Reaction(id, "🎉"));
        await using var cleo = await _venue.LogInAsync(ChatVenue.Cleo);
        var fetch = _venue.Body();
        fetch["before_id"] = id + 1;
        fetch["count"] = 1;

        var history = await cleo.CallAsync("chat.fetch", fetch);

        var (first, second) = (WireServer.UserIdOf(ben).ToString(), WireServer.UserIdOf(ada).ToString());
        var expected = new JsonObject { ["🎉"] = new JsonArray(first, second) };
        Assert.True(JsonNode.DeepEquals(expected, history["results"]![0]!["reactions"]));
        Assert.Equal(new[] { first, second }.Order(), history["users"]!.AsObject().Select(static user => user.Key).Order());
    }

    [Fact]
    public async Task Reactions_OfManyAtOnce_EndWithEverybodyInTheLastPush()
    {
        await using var ada = await _venue.JoinAsync(ChatVenue.Ada, "Ada");
        var id = await _venue.SendAsync(ada, "hello");
        var members = new List<VenuelessClient>();
        for (var number = 0; number < 6; number++)
        {
            members.Add(await _venue.JoinAsync($"{ChatVenue.Ben}-{number}", $"Ben {number}"));
        }

        await ada.ExpectPushesAsync("chat.event", members.Count + 1);

        await Task.WhenAll(members.Select(member => member.CallAsync("chat.react", _venue.Reaction(id, "👍"))));

        var counts = new List<int>();
        for (var push = 0; push < members.Count; push++)
        {
            var payload = await ada.ReceivePushAsync("chat.event.reaction");
            var reacted = payload["reactions"]!["👍"]!.AsArray().Select(static user => (string)user!).ToList();
            counts.Add(reacted.Count);
            Assert.All(reacted, user => Assert.NotNull(payload["users"]![user]));
        }

        Assert.Equal(Enumerable.Range(1, members.Count), counts);
        foreach (var member in members)
        {
            await member.DisposeAsync();
        }
    }

    private static async Task<string?> RefuseAsync(VenuelessClient client, JsonObject body) =>
        (string?)(await client.CallForErrorAsync("chat.react", body))["code"];

    /// <summary>Reply to the sender, then the push to both: the event as it was sent, with these reactions.</summary>
    private static async Task ReactAsync(VenuelessClient sender, VenuelessClient reader, JsonObject body, JsonNode sent, JsonObject reactions)
    {
        var reply = await sender.CallAsync("chat.react", body);

        var expected = sent.DeepClone().AsObject();
        expected["reactions"] = reactions.DeepClone();
        expected["event"] = (long)sent["event_id"]!;
        var push = await sender.ReceivePushAsync("chat.event.reaction");
        Assert.True(JsonNode.DeepEquals(expected, push), $"Instead of {expected.ToJsonString()}: {push.ToJsonString()}");
        Assert.True(JsonNode.DeepEquals(expected, await reader.ReceivePushAsync("chat.event.reaction")));
        expected.Remove("users");
        expected["type"] = "chat.event.reaction";
        expected["event"] = "chat.reaction";
        Assert.True(JsonNode.DeepEquals(expected, reply), $"Instead of {expected.ToJsonString()}: {reply.ToJsonString()}");
    }
}
