using System.Text.Json.Nodes;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>
/// A server with a world whose rooms take questions and polls, for members; <see cref="Moderator"/> and <see cref="Early"/> are traits that give more.
/// </summary>
internal sealed class ForumServer : IAsyncDisposable
{
    public const string Moderator = "moderator";
    public const string Early = "early";

    public const string Chat = """{"type": "chat.native", "config": {"volatile": false}}""";
    public const string Questions = """{"type": "question", "config": {"active": true, "requires_moderation": false}}""";
    public const string ModeratedQuestions = """{"type": "question", "config": {"active": true}}""";
    public const string Polls = """{"type": "poll", "config": {"active": true}}""";

    private const string Roles = """
        {
          "attendee": ["world:view"],
          "participant": ["room:view", "room:chat.read", "room:chat.join", "room:chat.send", "room:question.read", "room:question.ask", "room:question.vote",
            "room:poll.read", "room:poll.vote"],
          "moderator": ["room:question.moderate", "room:poll.manage"],
          "early": ["room:poll.early_results"]
        }
        """;

    private ForumServer(WireServer server) => Server = server;

    public WireServer Server { get; }

    public string World { get; private set; } = "";

    /// <summary>The room that most scenarios happen in, with its channel.</summary>
    public string Room { get; private set; } = "";

    public string Channel { get; private set; } = "";

    /// <summary>Another room with the same modules.</summary>
    public string OtherRoom { get; private set; } = "";

    /// <summary>A room with a chat only, for the trait <c>insider</c>.</summary>
    public string PrivateRoom { get; private set; } = "";

    /// <param name="modules">Of the rooms that take questions and polls.</param>
    public static async Task<ForumServer> StartAsync(params string[] modules)
    {
        var forum = new ForumServer(await WireServer.StartAsync());
        forum.World = await forum.Server.ImportWorldAsync(
            WireToken.Config(), Roles, """{"attendee": ["member"], "moderator": ["moderator"], "early": ["early"]}""");
        forum.Room = await forum.Server.FindRoomAsync(forum.World, "text");
        forum.Channel = await forum.Server.FindChannelAsync(forum.World, "text");
        forum.OtherRoom = await forum.Server.FindRoomAsync(forum.World, "stage");
        forum.PrivateRoom = await forum.Server.FindRoomAsync(forum.World, "private");
        var config = string.Join(", ", modules.Length > 0 ? modules : [Chat, Questions, Polls]);
        await forum.Server.ExecuteSqlAsync($"UPDATE core_room SET module_config = '[{config}]' WHERE id IN ('{forum.Room}', '{forum.OtherRoom}')");
        return forum;
    }

    /// <summary>A new connection of the member with this external id.</summary>
    public async Task<VenuelessClient> LogInAsync(string uid, params string[] traits)
    {
        var client = await VenuelessClient.ConnectAsync(Server.Port, World);
        await client.AuthenticateAsync(WireToken.Body(uid, ["member", .. traits]));
        return client;
    }

    /// <summary>The same, in the room, where nothing is on its way to it.</summary>
    public async Task<VenuelessClient> EnterAsync(string uid, params string[] traits)
    {
        var client = await LogInAsync(uid, traits);
        await EnterAsync(client);
        return client;
    }

    public async Task EnterAsync(VenuelessClient client, string? room = null)
    {
        await client.CallAsync("room.enter", Body(room));
        await client.SettleAsync();
    }

    public JsonObject Body(string? room = null) => new() { ["room"] = room ?? Room };

    /// <param name="members">JSON of the other members.</param>
    public JsonObject Body(string members, string? room)
    {
        var body = JsonNode.Parse(members)!.AsObject();
        body["room"] = room ?? Room;
        return body;
    }

    /// <summary>Sends a command for the room and waits until what it causes is delivered on all nodes; the sender's own pushes are kept.</summary>
    /// <param name="members">JSON of the body besides the room.</param>
    public async Task<JsonNode> CallAsync(VenuelessClient client, string name, string members = "{}", string? room = null)
    {
        var reply = await client.CallAsync(name, Body(members, room));
        await client.WaitForNodesAsync();
        return reply;
    }

    /// <summary>A command for the room that must be refused with this error object; nothing may be pushed to the sender.</summary>
    public async Task RefuseAsync(VenuelessClient client, string name, string members, string code, string? message = null, string? room = null)
    {
        var expected = new JsonObject { ["code"] = code };
        if (message is not null)
        {
            expected["message"] = message;
        }

        ExpectSame(expected, await client.CallForErrorAsync(name, Body(members, room)));
        await client.ExpectNothingAsync();
    }

    /// <summary>A command that must be refused as invalid; the connection goes on.</summary>
    public async Task RefuseBodyAsync(VenuelessClient client, string name, JsonNode? body)
    {
        var error = await client.CallForErrorAsync(name, body);
        Assert.Equal("protocol.invalid_body", (string?)error["code"]);
        Assert.NotEmpty((string)error["message"]!);
        await client.ExpectNothingAsync();
    }

    /// <summary>Everything that was pushed to the client must be this, in this order; counts of viewers do not matter.</summary>
    public static async Task ExpectPushesAsync(VenuelessClient client, params JsonNode[] expected)
    {
        var pushed = await TakePushesAsync(client);
        Assert.True(
            pushed.Length == expected.Length && pushed.Zip(expected).All(static pair => JsonNode.DeepEquals(pair.First, pair.Second)),
            $"Instead of\n{string.Join('\n', expected.Select(static push => push.ToJsonString()))}\nthe server sent\n{string.Join('\n', pushed.Select(static push => push.ToJsonString()))}");
    }

    public static async Task<JsonArray[]> TakePushesAsync(VenuelessClient client) =>
        [.. (await client.SettleAsync()).Where(static push => (string?)push[0] != "world.user_count_change")];

    /// <summary>A push: name and payload.</summary>
    public static JsonArray Push(string name, JsonNode payload) => new(name, payload.DeepClone());

    /// <summary>The same object with other members.</summary>
    /// <param name="members">JSON.</param>
    public static JsonObject With(JsonNode node, string members)
    {
        var changed = node.DeepClone().AsObject();
        foreach (var (name, value) in JsonNode.Parse(members)!.AsObject())
        {
            changed[name] = value?.DeepClone();
        }

        return changed;
    }

    /// <summary>The same object without these members.</summary>
    public static JsonObject Without(JsonNode node, params string[] names)
    {
        var changed = node.DeepClone().AsObject();
        foreach (var name in names)
        {
            changed.Remove(name);
        }

        return changed;
    }

    public static void ExpectSame(JsonNode expected, JsonNode? actual) =>
        Assert.True(JsonNode.DeepEquals(expected, actual), $"Instead of {expected.ToJsonString()}: {actual?.ToJsonString()}");

    /// <summary>What is held back of a storm of votes is published now.</summary>
    public async Task EndStormAsync(params VenuelessClient[] clients)
    {
        foreach (var client in clients)
        {
            await client.WaitForNodesAsync();
        }

        Server.Time.Advance(TimeSpan.FromMilliseconds(200));
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
