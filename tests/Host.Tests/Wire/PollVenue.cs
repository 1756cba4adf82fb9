using System.Text.Json.Nodes;
using Venueless.Fast.Testing;
using static Venueless.Fast.Host.Tests.Wire.ForumServer;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>The moves that scenarios about polls are made of.</summary>
internal sealed class PollVenue(ForumServer forum)
{
    public ForumServer Forum { get; } = forum;

    public static string IdOf(JsonNode poll) => (string)poll["id"]!;

    public static string Option(JsonNode poll, int index) => (string)poll["options"]![index]!["id"]!;

    public static JsonArray Changed(JsonNode poll) => Push("poll.created_or_updated", new JsonObject { ["poll"] = poll.DeepClone() });

    public JsonArray Named(string push, JsonNode poll) => Push(push, JsonNode.Parse($$"""{"room": "{{Forum.Room}}", "id": "{{IdOf(poll)}}"}""")!);

    /// <summary>The poll with these counts of its first options.</summary>
    public static JsonNode Counted(JsonNode poll, params int[] votes) => With(
        poll, new JsonObject { ["results"] = new JsonObject(votes.Select((count, index) => KeyValuePair.Create(Option(poll, index), (JsonNode?)count))) }.ToJsonString());

    /// <summary>A draft with two options; what was pushed to these is taken.</summary>
    public async Task<JsonNode> CreateAsync(VenuelessClient manager, params VenuelessClient[] others)
    {
        var poll = (await Forum.CallAsync(
            manager, "poll.create", """{"content": "Lunch?", "options": [{"content": "Pizza", "order": 1}, {"content": "Salad", "order": 2}]}"""))["poll"]!;
        await SettleAsync([manager, .. others]);
        return poll;
    }

    /// <summary>The same, open.</summary>
    public async Task<JsonNode> OpenAsync(VenuelessClient manager, params VenuelessClient[] others)
    {
        var poll = await UpdateAsync(manager, await CreateAsync(manager, others), """{"state": "open"}""");
        await SettleAsync([manager, .. others]);
        return poll;
    }

    public async Task<JsonNode> UpdateAsync(VenuelessClient client, JsonNode poll, string members) =>
        (await Forum.CallAsync(client, "poll.update", With(JsonNode.Parse(members)!, $$"""{"id": "{{IdOf(poll)}}"}""").ToJsonString()))["poll"]!;

    public async Task<JsonNode> VoteAsync(VenuelessClient client, JsonNode poll, params int[] options) =>
        (await Forum.CallAsync(client, "poll.vote", Vote(poll, options)))["poll"]!;

    public static string Vote(JsonNode poll, params int[] options) => new JsonObject
    {
        ["id"] = IdOf(poll),
        ["options"] = new JsonArray([.. options.Select(index => JsonValue.Create(Option(poll, index)))]),
    }.ToJsonString();

    public async Task<JsonArray> ListAsync(VenuelessClient client) => (await client.CallAsync("poll.list", Forum.Body())).AsArray();

    private static async Task SettleAsync(VenuelessClient[] clients)
    {
        foreach (var client in clients)
        {
            await client.SettleAsync();
        }
    }
}
