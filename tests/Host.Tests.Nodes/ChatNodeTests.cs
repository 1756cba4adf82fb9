using System.Text.Json.Nodes;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>chat.md section 16, scenarios 85 and 86, and rooms.md section 12, scenario 22: what counts over all nodes.</summary>
public sealed class ChatNodeTests : IAsyncLifetime
{
    private ChatVenue _venue = null!;

    public async Task InitializeAsync() => _venue = await ChatVenue.OpenAsync();

    public async Task DisposeAsync() => await _venue.DisposeAsync();

    [Fact]
    public async Task Scenario85_VolatileMembership_StaysUntilTheLastNodesConnectionCloses()
    {
        var channel = _venue.Server.VolatileChannel;
        await using var first = await _venue.LogInAsync(ChatVenue.Ben, "Ben");
        await using var second = await _venue.LogInAsync(ChatVenue.Ben);
        await first.CallAsync("chat.join", _venue.Body(channel));
        await second.CallAsync("chat.join", _venue.Body(channel));
        Assert.All(_venue.Server.Nodes, static node => Assert.Single(node.Sessions.ToList()));

        first.Wire.Reset();
        await WireServer.WaitUntilAsync(() => _venue.Server.SessionCount == 1, "the first connection to end");
        await _venue.SendAsync(second, "still here", channel);

        second.Wire.Reset();
        await WireServer.WaitUntilAsync(
            async () => await _venue.Server.ReadSqlAsync($"SELECT count(*) FROM core_membership WHERE channel_id = '{channel}'") == "0", "the membership to end");
    }

    [Fact]
    public async Task Scenario86_MarkedReadOnOneNode_TheOtherGetsThePointers()
    {
        await using var first = await _venue.JoinAsync(ChatVenue.Ben, "Ben");
        await using var second = await _venue.LogInAsync(ChatVenue.Ben);
        var id = await _venue.SendAsync(first, "hello");

        await _venue.MarkReadAsync(first, id);

        var pointers = await second.ReceivePushAsync("chat.read_pointers");
        Assert.Equal(id, (long)pointers[_venue.Channel]!);
    }

    [Fact]
    public async Task Scenario22_ReactionsOnTwoNodes_AreOnePushWithTheSumOnBoth()
    {
        await using var ada = await _venue.LogInAsync(ChatVenue.Ada);
        await using var ben = await _venue.LogInAsync(ChatVenue.Ben);
        var room = new JsonObject { ["room"] = _venue.Server.StageRoom };
        foreach (var client in new[] { ada, ben })
        {
            await client.CallAsync("room.enter", room);
            await client.SettleAsync();
        }

        await ada.SettleAsync();
        foreach (var client in new[] { ada, ben })
        {
            var reaction = room.DeepClone();
            reaction["reaction"] = "👏";
            await client.CallAsync("room.react", reaction);
        }

        _venue.Server.Time.Advance(TimeSpan.FromSeconds(1));
        foreach (var client in new[] { ada, ben })
        {
            var push = await client.ReceivePushAsync("room.reaction");
            Assert.True(JsonNode.DeepEquals(new JsonObject { ["👏"] = 2 }, push["reactions"]), push.ToJsonString());
        }
    }
}
