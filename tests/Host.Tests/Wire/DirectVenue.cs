using System.Text.Json.Nodes;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>A server with a world of people who may write to each other, and the moves that every scenario of direct messages is made of.</summary>
internal sealed class DirectVenue : IAsyncDisposable
{
    /// <summary>Whoever has it may open direct channels.</summary>
    public const string Talker = "talker";

    /// <summary>Whoever has it sees admin fields and may moderate.</summary>
    public const string Manager = "manager";

    private const string Roles = """
        {
          "attendee": ["world:view"],
          "talker": ["world:chat.direct"],
          "participant": ["room:view", "room:chat.read", "room:chat.join", "room:chat.send"],
          "manager": ["world:users.list", "world:users.manage", "room:chat.moderate", "room:chat.read"]
        }
        """;

    private const string Grants = """{"attendee": [], "talker": ["talker"], "manager": ["manager"]}""";

    private DirectVenue(WireServer server, string world, string room)
    {
        Server = server;
        World = world;
        RoomChannel = room;
    }

    public WireServer Server { get; }

    public string World { get; }

    /// <summary>The channel of an open room.</summary>
    public string RoomChannel { get; }

    public static async Task<DirectVenue> OpenAsync()
    {
        var server = await WireServer.StartAsync(isPatient: true);
        var world = await server.ImportWorldAsync(WireToken.Config(), Roles, Grants);
        return new DirectVenue(server, world, await server.FindChannelAsync(world, "text"));
    }

    /// <summary>A connection of somebody who may open direct channels.</summary>
    public Task<VenuelessClient> LogInAsync(string name) => LogInAsync(name, Talker);

    public async Task<VenuelessClient> LogInAsync(string name, params string[] traits)
    {
        var client = await VenuelessClient.ConnectAsync(Server.Port, World);
        await AuthenticateAsync(client, name, traits);
        return client;
    }

    /// <summary>The payload of <c>authenticated</c> of somebody who may open direct channels.</summary>
    public static Task<JsonObject> AuthenticateAsync(VenuelessClient client, string name, params string[] traits) => client.AuthenticateAsync(WireToken.Body(new JsonObject
    {
        ["uid"] = name,
        ["traits"] = new JsonArray([.. traits.Select(static trait => JsonValue.Create(trait))]),
        ["profile"] = new JsonObject { ["display_name"] = name },
    }));

    /// <summary>The reply to <c>chat.direct.create</c>; join events stay to be received.</summary>
    public static Task<JsonNode> CreateAsync(VenuelessClient client, bool? hide, params VenuelessClient[] others) =>
        client.CallAsync("chat.direct.create", Users(hide, others));

    /// <summary>A new channel of the client and the others, with its join events taken and everybody's push of the list, if there is one.</summary>
    public static async Task<string> OpenChannelAsync(VenuelessClient client, params VenuelessClient[] others)
    {
        var channel = (string)(await CreateAsync(client, hide: false, others))["id"]!;
        await client.SettleAsync();
        foreach (var other in others)
        {
            await other.SettleAsync();
        }

        return channel;
    }

    public static JsonObject Users(bool? hide, params VenuelessClient[] others)
    {
        var body = new JsonObject { ["users"] = new JsonArray([.. others.Select(static other => JsonValue.Create(IdOf(other)))]) };
        if (hide is { } value)
        {
            body["hide"] = value;
        }

        return body;
    }

    public static string IdOf(VenuelessClient client) => WireServer.UserIdOf(client).ToString();

    public static JsonObject Body(string channel) => new() { ["channel"] = channel };

    public static JsonObject Message(string channel, JsonNode content, long? replaces = null)
    {
        var body = Body(channel);
        body["event_type"] = "channel.message";
        body["content"] = content;
        if (replaces is { } id)
        {
            body["replaces"] = id;
        }

        return body;
    }

    public static JsonObject Text(string channel, string text, long? replaces = null) =>
        Message(channel, new JsonObject { ["type"] = "text", ["body"] = text }, replaces);

    /// <summary>The id of a new text message; pushes stay to be received.</summary>
    public static async Task<long> SendAsync(VenuelessClient client, string channel, string text) =>
        (long)(await client.CallAsync("chat.send", Text(channel, text)))["event"]!["event_id"]!;

    public static Task<JsonNode> MarkReadAsync(VenuelessClient client, string channel, long id) =>
        client.CallAsync("chat.mark_read", new JsonObject { ["channel"] = channel, ["id"] = id });

    public static Task BlockAsync(VenuelessClient client, VenuelessClient other) => client.CallAsync("user.block", new JsonObject { ["id"] = IdOf(other) });

    public static async Task ExpectRefusedAsync(VenuelessClient client, string command, JsonNode body, string code) =>
        Assert.Equal(code, (string?)(await client.CallForErrorAsync(command, body))["code"]);

    /// <summary>The ids of the next list's channels, in any order.</summary>
    public static async Task<string[]> ReceiveListAsync(VenuelessClient client) =>
        [.. (await client.ReceivePushAsync("chat.channels"))["channels"]!.AsArray().Select(static channel => (string)channel!["id"]!)];

    /// <summary>Display names of a list of users, sorted.</summary>
    public static string[] NamesOf(JsonNode? users) =>
        [.. users!.AsArray().Select(static user => (string)user!["profile"]!["display_name"]!).Order(StringComparer.Ordinal)];

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
