using System.Text.Json.Nodes;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>Visitors come while others write: what each has fetched, and what it was pushed besides, is what is stored in the end.</summary>
public sealed class ChatHistoryRaceTests : IAsyncLifetime
{
    private const int Messages = 10;

    private ChatVenue _venue = null!;

    public async Task InitializeAsync() => _venue = await ChatVenue.OpenAsync();

    public async Task DisposeAsync() => await _venue.DisposeAsync();

    [Fact]
    public async Task FetchesAmongChanges_LoseNone()
    {
        await using var ada = await _venue.JoinAsync(ChatVenue.Ada, "Ada");
        await using var ben = await _venue.JoinAsync(ChatVenue.Ben, "Ben");
        var writing = Task.WhenAll(WriteAsync(ada), WriteAsync(ben));
        var visits = new List<(VenuelessClient Client, Seen Seen)>();
        while (!writing.IsCompleted && visits.Count < 60)
        {
            visits.Add(await VisitAsync());
        }

        await writing;
        await ada.SettleAsync();
        await ben.SettleAsync();
        await using var stranger = await _venue.LogInAsync(ChatVenue.Cleo);
        var stored = new Seen();
        stored.AddFetched(await FetchAsync(stranger, 1_000_000));

        foreach (var (client, seen) in visits)
        {
            foreach (var push in await client.SettleAsync())
            {
                seen.AddPushed(push);
            }

            Assert.Equal(stored.ToString(), seen.ToString());
            await client.DisposeAsync();
        }

        Assert.True(visits.Count > 1, "Nobody came while the others wrote.");
    }

    [Fact]
    public async Task FetchAfterPushesWereMissed_IsAsStored()
    {
        await using var client = await _venue.JoinAsync(ChatVenue.Ada, "Ada");
        var id = await _venue.SendAsync(client, "before");
        await client.SettleAsync();
        Assert.Equal("before", await ReadAsync());
        await _venue.Server.ExecuteSqlAsync($$"""UPDATE core_chatevent SET content = '{"type": "text", "body": "after"}' WHERE id = {{id}}""");
        Assert.Equal("before", await ReadAsync());

        _venue.Server.LosePushes();

        Assert.Equal("after", await ReadAsync());

        async Task<string?> ReadAsync() => (string?)(await FetchAsync(client, id + 1))["results"]!.AsArray()[^1]!["content"]!["body"];
    }

    private async Task<(VenuelessClient Client, Seen Seen)> VisitAsync()
    {
        var client = await _venue.LogInAsync(Guid.NewGuid().ToString());
        var next = (long)(await client.CallAsync("chat.subscribe", _venue.Body()))["next_event_id"]!;
        var seen = new Seen();
        seen.AddFetched(await FetchAsync(client, next));
        return (client, seen);
    }

    private Task<JsonNode> FetchAsync(VenuelessClient client, long beforeId)
    {
        var body = _venue.Body();
        body["before_id"] = beforeId;
        body["count"] = 50;
        return client.CallAsync("chat.fetch", body);
    }

    /// <summary>Per message three versions, the last perhaps a deletion, and a reaction.</summary>
    private async Task WriteAsync(VenuelessClient client)
    {
        for (var number = 0; number < Messages; number++)
        {
            var id = await _venue.SendAsync(client, "version 1");
            await client.CallAsync("chat.react", _venue.Reaction(id, "🎉"));
            await ReplaceAsync(client, id, number % 2 == 0 ? new JsonObject { ["type"] = "text", ["body"] = "version 2" } : new JsonObject { ["type"] = "deleted" });
        }
    }

    private Task<JsonNode> ReplaceAsync(VenuelessClient client, long id, JsonObject content)
    {
        var message = _venue.Message(content);
        message["replaces"] = id;
        return client.CallAsync("chat.send", message);
    }

    /// <summary>What a client knows of each event. Nothing in these tests is ever undone, so whatever was seen last is right.</summary>
    private sealed class Seen
    {
        private readonly SortedDictionary<long, (int Version, int Reactions)> _events = [];

        public void AddFetched(JsonNode reply)
        {
            foreach (var chatEvent in reply["results"]!.AsArray())
            {
                Add(chatEvent!);
            }
        }

        public void AddPushed(JsonArray push)
        {
            if ((string?)push[0] is "chat.event" or "chat.event.reaction")
            {
                Add(push[1]!);
                if ((long?)push[1]!["replaces"] is { } original)
                {
                    Note(original, VersionOf(push[1]!), 0);
                }
            }
        }

        public override string ToString() => string.Join('\n', _events);

        private void Add(JsonNode chatEvent) => Note((long)chatEvent["event_id"]!, VersionOf(chatEvent), chatEvent["reactions"]!.AsObject().Count);

        private void Note(long id, int version, int reactions)
        {
            var known = _events.GetValueOrDefault(id);
            _events[id] = (Math.Max(known.Version, version), Math.Max(known.Reactions, reactions));
        }

        private static int VersionOf(JsonNode chatEvent) => (string?)chatEvent["content"]!["body"] switch
        {
            "version 1" => 1,
            _ => 2,
        };
    }
}
