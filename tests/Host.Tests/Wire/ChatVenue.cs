using System.Text.Json.Nodes;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>A server and the moves that every scenario in its chat rooms is made of.</summary>
internal sealed class ChatVenue : IAsyncDisposable
{
    public const string Ada = "5f6e0f4e-6f2b-4a57-8f1e-0a4c8a0c3b01";
    public const string Ben = "5f6e0f4e-6f2b-4a57-8f1e-0a4c8a0c3b02";
    public const string Cleo = "5f6e0f4e-6f2b-4a57-8f1e-0a4c8a0c3b03";

    private ChatVenue(WireServer server) => Server = server;

    public WireServer Server { get; }

    public string Channel => Server.Channel;

    public static async Task<ChatVenue> OpenAsync() => new(await WireServer.StartAsync(isPatient: true));

    public Task<VenuelessClient> LogInAsync(string guest, string? name = null) =>
        VenuelessClient.LogInAsync(Server.Port, WireServer.World, guest, name);

    /// <summary>A connection of a new member; its own join event is taken.</summary>
    public async Task<VenuelessClient> JoinAsync(string guest, string name)
    {
        var client = await LogInAsync(guest, name);
        await client.CallAsync("chat.join", Body());
        await client.ReceivePushAsync("chat.event");
        return client;
    }

    /// <summary>Members who no longer receive events.</summary>
    public async Task<VenuelessClient> JoinAndUnsubscribeAsync(string guest, string name)
    {
        var client = await JoinAsync(guest, name);
        await client.CallAsync("chat.unsubscribe", Body());
        return client;
    }

    /// <summary>The id of a new text message; the sender's push of it stays to be received.</summary>
    public async Task<long> SendAsync(VenuelessClient client, string text, string? channel = null) =>
        (long)(await client.CallAsync("chat.send", Message(new JsonObject { ["type"] = "text", ["body"] = text }, channel)))["event"]!["event_id"]!;

    public Task<JsonNode> MarkReadAsync(VenuelessClient client, long id, string? channel = null)
    {
        var body = Body(channel);
        body["id"] = id;
        return client.CallAsync("chat.mark_read", body);
    }

    public JsonObject Body(string? channel = null) => new() { ["channel"] = channel ?? Channel };

    public JsonObject Message(JsonNode content, string? channel = null)
    {
        var body = Body(channel);
        body["event_type"] = "channel.message";
        body["content"] = content;
        return body;
    }

    public JsonObject Reaction(long id, JsonNode? emoji, bool isRemoval = false, string? channel = null)
    {
        var body = Body(channel);
        body["event"] = id;
        body["reaction"] = emoji;
        if (isRemoval)
        {
            body["delete"] = true;
        }

        return body;
    }

    /// <summary>The next push must be this one, with this payload.</summary>
    public static async Task ExpectPushAsync(VenuelessClient client, string name, string payload)
    {
        var push = await client.ReceivePushAsync(name);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(payload), push), $"Instead of {payload}: {push.ToJsonString()}");
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
