using System.Text.Json.Nodes;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Modules.Tests.Venue;

namespace Venueless.Fast.Modules.Tests.Chat;

/// <summary><c>chat.fetch</c>; Sn is the scenario of chat.md section 16.</summary>
public sealed class HistoryTests
{
    private readonly VenueNode _node = new();

    [Fact]
    public async Task S33_Pages_AreAscendingAndContinue()
    {
        var a = await _node.JoinAsync(VenueWorld.V);
        for (var number = 0; number < 40; number++)
        {
            await a.RunAsync("chat.send", Send(VenueWorld.V, "m" + number));
        }

        a.Connection.TakeAll();
        var next = (long)(await a.AskAsync("chat.subscribe", VenueNode.Body(VenueWorld.V)))["next_event_id"]!;

        var newest = await FetchAsync(a, VenueWorld.V, next.ToString(), "25");
        var older = await FetchAsync(a, VenueWorld.V, newest[0].ToString(), "25");

        Assert.Equal(Enumerable.Range(16, 25).Select(id => (long)id), newest);
        Assert.Equal(Enumerable.Range(1, 15).Select(id => (long)id), older);
    }

    [Fact]
    public async Task S34_Bounds()
    {
        var a = await _node.JoinAsync(VenueWorld.V);
        var author = _node.NewUser();
        for (var number = 0; number < 1100; number++)
        {
            Put(VenueWorld.V, author.Id, """{"type":"text","body":"b"}""");
        }

        Assert.Equal(1000, (await FetchAsync(a, VenueWorld.V, "9223372036854775807", "5000")).Length);
        Assert.Equal(1000, (await FetchAsync(a, VenueWorld.V, "99999999999999999999999", "99999999999999999999999")).Length);
        Assert.Empty(await FetchAsync(a, VenueWorld.V, "500", "0"));
        Assert.Empty(await FetchAsync(a, VenueWorld.V, "0", "25"));
        Assert.Empty(await FetchAsync(a, VenueWorld.V, "-99999999999999999999999", "25"));
        Assert.Equal(new[] { 1L, 2 }, await FetchAsync(a, VenueWorld.V, "3", "25"));
    }

    [Theory]
    [InlineData("", ",\"count\":5")]
    [InlineData(",\"before_id\":5", "")]
    [InlineData(",\"before_id\":5", ",\"count\":-1")]
    [InlineData(",\"before_id\":5", ",\"count\":1.5")]
    [InlineData(",\"before_id\":5", ",\"count\":\"5\"")]
    [InlineData(",\"before_id\":5", ",\"count\":null")]
    [InlineData(",\"before_id\":5e1", ",\"count\":5")]
    [InlineData(",\"before_id\":true", ",\"count\":5")]
    public async Task S34_BadInput_IsInvalid(string beforeId, string count)
    {
        var a = await _node.LogInAsync();

        var refusal = await a.RefuseAsync("chat.fetch", $$"""{"channel":"{{VenueWorld.R.Channel}}"{{beforeId}}{{count}}}""");

        Assert.StartsWith("protocol.invalid_body body.", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task S35_MembershipEvents_AreLeftOutOfVolatileAndForcedRooms()
    {
        var forced = VenueWorld.R with { ForceJoin = true, Version = 2 };
        var a = await _node.JoinAsync(VenueWorld.R);
        var moderator = await _node.LogInAsync("moderator");
        await moderator.RunAsync("chat.join", $$"""{"channel":"{{VenueWorld.V.Channel}}","volatile":false}""");
        Assert.Single(await FetchAsync(a, VenueWorld.R, "1000", "25"));

        _node.PutRooms(forced);

        Assert.Empty(await FetchAsync(a, VenueWorld.R, "1000", "25"));
        Assert.Empty(await FetchAsync(a, VenueWorld.V, "1000", "25"));
        Assert.Equal(2, _node.Chats.Events.Count);
    }

    [Fact]
    public async Task S36_KnownUsers_AreOmittedUntilTheChannelIsSwitched()
    {
        var author = _node.NewUser();
        var reacting = _node.NewUser();
        var mentioned = _node.NewUser();
        Put(VenueWorld.R, author.Id, $$"""{"type":"text","body":"\u0040{{mentioned.Id}}"}""", new ChatReaction("🎉", reacting.Id), new ChatReaction("🎉", author.Id));
        var a = await _node.LogInAsync();

        var first = await a.AskAsync("chat.fetch", Fetch(VenueWorld.R, "1000", "25"));
        var second = await a.AskAsync("chat.fetch", Fetch(VenueWorld.R, "1000", "25"));
        await a.AskAsync("chat.subscribe", VenueNode.Body(VenueWorld.R));
        var third = await a.AskAsync("chat.fetch", Fetch(VenueWorld.R, "1000", "25"));

        var all = new[] { author, reacting, mentioned }.Select(user => user.Id.ToString()).Order();
        Assert.Equal(all, first["users"]!.AsObject().Select(user => user.Key).Order());
        Assert.Equal("{}", second["users"]!.ToJsonString());
        Assert.Equal(all, third["users"]!.AsObject().Select(user => user.Key).Order());
    }

    [Fact]
    public async Task S50_Reactions_AreGroupedInOrder()
    {
        var x = _node.NewUser();
        var y = _node.NewUser();
        Put(VenueWorld.R, null, """{"type":"text","body":"b"}""",
            new ChatReaction("🎉", y.Id), new ChatReaction("👏", x.Id), new ChatReaction("🎉", x.Id), new ChatReaction("🎉", y.Id));
        var a = await _node.LogInAsync();

        var result = (await a.AskAsync("chat.fetch", Fetch(VenueWorld.R, "1000", "25")))["results"]![0]!;

        var expected = JsonNode.Parse($$"""{"🎉":["{{y.Id}}","{{x.Id}}"],"👏":["{{x.Id}}"]}""")!;
        Assert.Equal(expected.ToJsonString(), result["reactions"]!.ToJsonString());
        Assert.Equal("chat.event", (string?)result["type"]);
        Assert.True(result.AsObject().ContainsKey("sender"));
        Assert.Null(result["sender"]);
    }

    private static string Fetch(RoomRow room, string beforeId, string count) =>
        $$"""{"channel":"{{room.Channel}}","before_id":{{beforeId}},"count":{{count}}}""";

    private static string Send(RoomRow room, string body) =>
        $$"""{"channel":"{{room.Channel}}","event_type":"channel.message","content":{"type":"text","body":"{{body}}"} }""";

    private static async Task<long[]> FetchAsync(VenueClient client, RoomRow room, string beforeId, string count)
    {
        client.Connection.TakeAll();
        var reply = await client.AskAsync("chat.fetch", Fetch(room, beforeId, count));
        return [.. reply["results"]!.AsArray().Select(result => (long)result!["event_id"]!)];
    }

    private void Put(RoomRow room, UserId? sender, string content, params ChatReaction[] reactions) =>
        _node.Chats.PutEvent(new ChatEvent(
            0, room.Channel!.Value, sender, _node.Time.GetUtcNow(), ChatEventTypes.Message, VenueWorld.Json(content), null, null, reactions));
}
