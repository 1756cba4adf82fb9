using System.Text.Json;
using System.Text.Json.Nodes;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Crash;

/// <summary>
/// One attendee that talks in one channel as fast as the replies come, through all crashes, and remembers what the server promised. Not thread-safe.
/// </summary>
/// <param name="number">Tells its messages from those of others.</param>
/// <param name="isPatient">True: <c>server.unavailable</c> is counted, and the next message follows; false: it fails, like any other error.</param>
internal sealed class CrashClient(int number, bool isPatient = false) : IAsyncDisposable
{
    // While the store is away an error comes at once; the store needs the processor to come back.
    private static readonly TimeSpan RefusalPause = TimeSpan.FromMilliseconds(50);

    private readonly string _clientId = Guid.NewGuid().ToString();
    private VenuelessClient? _connection;
    private int _sent;
    private int _lastId;
    private int _refused;

    /// <summary>The messages whose <c>success</c> has arrived.</summary>
    public List<SeenEvent> Acknowledged { get; } = [];

    /// <summary>Every <c>chat.event</c> in the order of its arrival, over all connections.</summary>
    public List<SeenEvent> Pushed { get; } = [];

    /// <summary>How many messages got <c>server.unavailable</c>. Any thread.</summary>
    public int Refused => Volatile.Read(ref _refused);

    /// <summary>Connects and logs in; returns the channels in which this attendee may talk. Ends the connection before.</summary>
    public async Task<IReadOnlyList<Guid>> LogInAsync(int port, string world)
    {
        await DisposeAsync();
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
    /// <param name="silence">Ends the talk between two messages; the connection stays.</param>
    public async Task TalkAsync(Guid channel, Action onAcknowledged, CancellationToken silence = default)
    {
        while (!silence.IsCancellationRequested)
        {
            var reply = await SendAsync(channel, $"{number}/{_sent++}");
            if (reply is null)
            {
                await _connection!.DisposeAsync();
                return;
            }

            if (isPatient && IsRefusal(reply))
            {
                Interlocked.Increment(ref _refused);
                await Task.Delay(RefusalPause, CancellationToken.None);
                continue;
            }

            Acknowledged.Add(Read(SuccessOf(reply)["event"]!));
            onAcknowledged();
        }
    }

    /// <summary>Sends one message, which must be acknowledged.</summary>
    public async Task SayAsync(Guid channel, string text) =>
        Acknowledged.Add(Read(SuccessOf(await SendAsync(channel, text) ?? throw new InvalidOperationException("The server ended the connection instead of taking a message."))["event"]!));

    /// <summary>Takes pushes until the message with this text has come; at once if it has come already.</summary>
    public async Task HearAsync(string text)
    {
        while (!Pushed.Any(seen => seen.Body == text))
        {
            Note(await _connection!.ReceiveAsync($"the message {text}"));
        }
    }

    /// <summary>Ends the connection. Any thread.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_connection is { } connection)
        {
            await connection.DisposeAsync();
        }
    }

    private static bool IsRefusal(JsonArray reply) => (string?)reply[0] == "error" && (string?)reply[2]!["code"] == "server.unavailable";

    private static JsonNode SuccessOf(JsonArray reply) =>
        (string?)reply[0] == "success" ? reply[2]! : throw new InvalidOperationException($"A command was refused: {reply.ToJsonString()}");

    private static SeenEvent Read(JsonNode json) => new((long)json["event_id"]!, Guid.Parse((string)json["channel"]!), (string?)json["content"]!["body"]);

    private async Task CallAsync(string name, JsonObject body) =>
        SuccessOf(await ExchangeAsync(name, body) ?? throw new InvalidOperationException($"The server ended the connection instead of answering {name}."));

    private Task<JsonArray?> SendAsync(Guid channel, string text) => ExchangeAsync("chat.send", new JsonObject
    {
        ["channel"] = channel,
        ["event_type"] = "channel.message",
        ["content"] = new JsonObject { ["type"] = "text", ["body"] = text },
    });

    private void Note(JsonArray message)
    {
        if ((string?)message[0] == "chat.event")
        {
            Pushed.Add(Read(message[1]!));
        }
    }

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

            if (frame.Opcode == WireFrame.PingOpcode)
            {
                await _connection.Wire.SendFrameAsync(WireFrame.PongOpcode, frame.Payload);
                continue;
            }

            var message = JsonNode.Parse(frame.Text)!.AsArray();
            if (message.Count == 3 && message[1]!.GetValueKind() == JsonValueKind.Number && (int)message[1]! == id)
            {
                return message;
            }

            Note(message);
        }

        return null;
    }
}
