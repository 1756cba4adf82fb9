using System.Text.Json;
using System.Text.Json.Nodes;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Crash;

/// <summary>
/// One attendee that talks in one channel as fast as the replies come, through all crashes, and remembers what the server promised. Not thread-safe.
/// </summary>
internal sealed class CrashClient(int number)
{
    private readonly string _clientId = Guid.NewGuid().ToString();
    private VenuelessClient? _connection;
    private int _sent;
    private int _lastId;

    /// <summary>The messages whose <c>success</c> has arrived.</summary>
    public List<SeenEvent> Acknowledged { get; } = [];

    /// <summary>Every <c>chat.event</c> in the order of its arrival, over all connections.</summary>
    public List<SeenEvent> Pushed { get; } = [];

    /// <summary>Connects and logs in; returns the channels in which this attendee may talk.</summary>
    public async Task<IReadOnlyList<Guid>> LogInAsync(int port, string world)
    {
        _connection = await VenuelessClient.ConnectAsync(port, world);
        var payload = await _connection.AuthenticateAsync(new JsonObject { ["client_id"] = _clientId });
        return [.. payload["world.config"]!["rooms"]!.AsArray()
            .Where(static room => room!["permissions"]!.AsArray().Any(static permission => (string?)permission == "room:chat.send"))
            .SelectMany(static room => room!["modules"]!.AsArray())
            .Where(static module => (string?)module!["type"] == "chat.native")
            .Select(static module => Guid.Parse((string)module!["channel_id"]!))];
    }

    public async Task JoinAsync(Guid channel)
    {
        await CallAsync("user.update", new JsonObject { ["profile"] = new JsonObject { ["display_name"] = $"Sailor {number}" } });
        await CallAsync("chat.join", new JsonObject { ["channel"] = channel });
    }

    /// <summary>Sends one message after the other until the server is gone, and takes everything that it has sent before.</summary>
    /// <param name="onAcknowledged">Called for each success.</param>
    public async Task TalkAsync(Guid channel, Action onAcknowledged)
    {
        while (true)
        {
            var content = new JsonObject { ["type"] = "text", ["body"] = $"{number}/{_sent++}" };
            var reply = await ExchangeAsync("chat.send", new JsonObject { ["channel"] = channel, ["event_type"] = "channel.message", ["content"] = content });
            if (reply is null)
            {
                await _connection!.DisposeAsync();
                return;
            }

            Acknowledged.Add(Read(SuccessOf(reply)["event"]!));
            onAcknowledged();
        }
    }

    private static JsonNode SuccessOf(JsonArray reply) =>
        (string?)reply[0] == "success" ? reply[2]! : throw new InvalidOperationException($"A command was refused: {reply.ToJsonString()}");

    private static SeenEvent Read(JsonNode json) => new((long)json["event_id"]!, Guid.Parse((string)json["channel"]!), (string?)json["content"]!["body"]);

    private async Task CallAsync(string name, JsonObject body) =>
        SuccessOf(await ExchangeAsync(name, body) ?? throw new InvalidOperationException($"The server ended the connection instead of answering {name}."));

    // Null: the connection has ended.
    private async Task<JsonArray?> ExchangeAsync(string name, JsonObject body)
    {
        var id = ++_lastId;
        try
        {
            await _connection!.SendAsync(new JsonArray(name, id, body));
        }
        catch (IOException)
        {
            // Killed. What it sent before can still be read.
        }

        while (await _connection!.Wire.TryReceiveFrameAsync($"the reply to {name}") is { } frame)
        {
            if (frame.Opcode == WireFrame.CloseOpcode)
            {
                return null;
            }

            var message = JsonNode.Parse(frame.Text)!.AsArray();
            if (message.Count == 3 && message[1]!.GetValueKind() == JsonValueKind.Number && (int)message[1]! == id)
            {
                return message;
            }

            if ((string?)message[0] == "chat.event")
            {
                Pushed.Add(Read(message[1]!));
            }
        }

        return null;
    }
}
