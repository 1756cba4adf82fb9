using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>The newest page from memory is what the store would give, right after each kind of change, on the node of the change and on others.</summary>
public sealed class ChatHistoryScenarioTests : IAsyncLifetime
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // As the text of a reply shows it here.
    private const string Party = @"\uD83C\uDF89";

    private readonly List<VenuelessClient> _readers = [];
    private DirectVenue _venue = null!;

    public async Task InitializeAsync() => _venue = await DirectVenue.OpenAsync();

    public async Task DisposeAsync()
    {
        foreach (var reader in _readers)
        {
            await reader.DisposeAsync();
        }

        await _venue.DisposeAsync();
    }

    [Fact]
    public async Task Fetch_RightAfterEachChange_ShowsIt()
    {
        await using var ada = await _venue.LogInAsync("Ada");
        await using var manager = await _venue.LogInAsync("Manager", DirectVenue.Manager);
        await using var ben = await _venue.LogInAsync("Ben");
        var readers = await LogInReadersAsync();
        await ada.CallAsync("chat.join", Body());
        await ExpectStoredAsync(readers);

        var id = (long)(await ada.CallAsync("chat.send", Message("first", null)))["event"]!["event_id"]!;
        Assert.Contains("first", await ExpectStoredAsync(readers), StringComparison.Ordinal);

        await ada.CallAsync("chat.send", Message("second", id));
        Assert.DoesNotContain("first", await ExpectStoredAsync(readers), StringComparison.Ordinal);

        await ada.CallAsync("chat.react", new JsonObject { ["channel"] = _venue.RoomChannel, ["event"] = id, ["reaction"] = "🎉" });
        Assert.Contains(Party, await ExpectStoredAsync(readers), StringComparison.Ordinal);

        await ada.CallAsync("chat.react", new JsonObject { ["channel"] = _venue.RoomChannel, ["event"] = id, ["reaction"] = "🎉", ["delete"] = true });
        Assert.DoesNotContain(Party, await ExpectStoredAsync(readers), StringComparison.Ordinal);

        await manager.CallAsync("chat.join", Body());
        Assert.Contains(DirectVenue.IdOf(manager), await ExpectStoredAsync(readers), StringComparison.Ordinal);
        await manager.CallAsync("chat.send", Deletion(id));
        Assert.Contains("deleted\"", await ExpectStoredAsync(readers), StringComparison.Ordinal);

        await ben.CallAsync("chat.join", Body());
        Assert.Contains(DirectVenue.IdOf(ben), await ExpectStoredAsync(readers), StringComparison.Ordinal);
        await ben.CallAsync("chat.leave", Body());
        Assert.Contains("leave", await ExpectStoredAsync(readers), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_RightAfterAChangeOfTheSender_ShowsIt()
    {
        await using var ada = await _venue.LogInAsync("Ada");
        await using var manager = await _venue.LogInAsync("Manager", DirectVenue.Manager);
        await using var ben = await _venue.LogInAsync("Ben");
        var readers = await LogInReadersAsync();
        foreach (var client in new[] { ada, ben })
        {
            await client.CallAsync("chat.join", Body());
            await client.CallAsync("chat.send", Message("hello", null));
        }

        Assert.Contains("\"Ada\"", await ExpectStoredAsync(readers), StringComparison.Ordinal);

        await ada.CallAsync("user.update", new JsonObject { ["profile"] = new JsonObject { ["display_name"] = "Ada L." } });
        Assert.Contains("\"Ada L.\"", await ExpectStoredAsync(readers), StringComparison.Ordinal);

        // Nobody of them is connected any more.
        await ada.CallAsync("user.update", new JsonObject { ["profile"] = new JsonObject { ["display_name"] = "Countess" } });
        await ada.DisposeAsync();
        await WireServer.WaitUntilAsync(() => _venue.Server.CountSessions(WireServer.UserIdOf(ada)) == 0, "the end of the connection");
        Assert.Contains("\"Countess\"", await ExpectStoredAsync(readers), StringComparison.Ordinal);

        await manager.CallAsync("user.silence", new JsonObject { ["id"] = DirectVenue.IdOf(ada) });
        Assert.Contains("silenced", await ExpectStoredAsync(readers), StringComparison.Ordinal);

        await manager.CallAsync("user.ban", new JsonObject { ["id"] = DirectVenue.IdOf(ben) });
        await manager.SettleAsync();
        Assert.Contains("banned", await ExpectStoredAsync(readers), StringComparison.Ordinal);

        await manager.CallAsync("user.delete", new JsonObject { ["id"] = DirectVenue.IdOf(ada) });
        await manager.SettleAsync();
        Assert.DoesNotContain("Countess", UsersOf(await ExpectStoredAsync(readers)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text")]
    [InlineData("stage")]
    public async Task Fetch_OfEveryPart_IsWhatTheStoreGives(string room)
    {
        var channel = await _venue.Server.FindChannelAsync(_venue.World, room);
        await using var ada = await _venue.LogInAsync("Ada", DirectVenue.Manager);
        await using var reader = await _venue.LogInAsync("Reader");
        await using var stranger = await _venue.LogInAsync("Stranger");
        await ada.CallAsync("chat.join", new JsonObject { ["channel"] = channel, ["volatile"] = false });
        var ids = new List<long>();
        for (var number = 0; number < 60; number++)
        {
            ids.Add((long)(await ada.CallAsync("chat.send", Message($"m{number}", null, channel)))["event"]!["event_id"]!);
        }

        await reader.CallAsync("chat.subscribe", Body(channel));
        await reader.SettleAsync();
        foreach (var beforeId in new[] { ids[^1] + 1, ids[^1], ids[35], ids[10], ids[0], 1, 0, -1, 1_000_000, long.MaxValue })
        {
            foreach (var count in new[] { 0, 1, 25, 50, 51, 1000 })
            {
                // Twice: the first may read the page.
                await FetchAsync(reader, channel, beforeId, count);
                await reader.CallAsync("chat.subscribe", Body(channel));
                var received = await FetchAsync(reader, channel, beforeId, count);

                await stranger.CallAsync("chat.unsubscribe", Body(channel));
                var stored = await FetchAsync(stranger, channel, beforeId, count);
                Assert.True(JsonNode.DeepEquals(stored, received), $"{beforeId}, {count}: instead of {stored.ToJsonString()}: {received.ToJsonString()}");
            }
        }
    }

    /// <summary>
    /// What each subscriber gets as a fresh visitor; it must be what a stranger with the same rights gets from the store. Returns the last one's, which has the admin
    /// fields.
    /// </summary>
    private async Task<string> ExpectStoredAsync((VenuelessClient Subscriber, VenuelessClient Stranger)[] readers)
    {
        var text = "";
        foreach (var (subscriber, stranger) in readers)
        {
            await subscriber.SettleAsync();
            await stranger.SettleAsync();
            var next = (long)(await subscriber.CallAsync("chat.subscribe", Body()))["next_event_id"]!;
            var received = await FetchAsync(subscriber, _venue.RoomChannel, next, 25);
            await stranger.CallAsync("chat.unsubscribe", Body());
            var stored = await FetchAsync(stranger, _venue.RoomChannel, next, 25);

            text = received.ToJsonString(Readable);
            Assert.True(JsonNode.DeepEquals(stored, received), $"Instead of {stored.ToJsonString(Readable)}: {text}");
        }

        return text;
    }

    /// <summary>Two subscribers with each of two rights: one on each node, where there are two.</summary>
    private async Task<(VenuelessClient Subscriber, VenuelessClient Stranger)[]> LogInReadersAsync()
    {
        foreach (var right in new[] { DirectVenue.Talker, DirectVenue.Talker, DirectVenue.Manager, DirectVenue.Manager })
        {
            _readers.Add(await _venue.LogInAsync($"Subscriber {_readers.Count}", right));
        }

        var talker = await _venue.LogInAsync("Stranger", DirectVenue.Talker);
        var manager = await _venue.LogInAsync("Strange manager", DirectVenue.Manager);
        _readers.AddRange([talker, manager]);
        return [(_readers[0], talker), (_readers[1], talker), (_readers[2], manager), (_readers[3], manager)];
    }

    private static string UsersOf(string reply) => JsonNode.Parse(reply)!["users"]!.ToJsonString();

    private static Task<JsonNode> FetchAsync(VenuelessClient client, string channel, long beforeId, int count) =>
        client.CallAsync("chat.fetch", new JsonObject { ["channel"] = channel, ["before_id"] = beforeId, ["count"] = count });

    private JsonObject Body(string? channel = null) => new() { ["channel"] = channel ?? _venue.RoomChannel };

    private JsonObject Message(string text, long? replaces, string? channel = null) => new()
    {
        ["channel"] = channel ?? _venue.RoomChannel,
        ["event_type"] = "channel.message",
        ["content"] = new JsonObject { ["type"] = "text", ["body"] = text },
        ["replaces"] = replaces,
    };

    private JsonObject Deletion(long id) => new()
    {
        ["channel"] = _venue.RoomChannel,
        ["event_type"] = "channel.message",
        ["content"] = new JsonObject { ["type"] = "deleted" },
        ["replaces"] = id,
    };
}
