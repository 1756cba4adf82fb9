using System.Text.Json;
using System.Text.Json.Nodes;

namespace Venueless.Fast.Testing;

/// <summary>
/// Speaks the product's protocol like the web client: login, commands with ids, replies and pushes in the order of the wire. Not thread-safe.
/// </summary>
public sealed class VenuelessClient : IAsyncDisposable
{
    private readonly Queue<JsonArray> _pushes = [];
    private readonly int _port;
    private readonly string _world;
    private int _lastId;

    private VenuelessClient(WireClient wire, int port, string world)
    {
        Wire = wire;
        _port = port;
        _world = world;
    }

    public WireClient Wire { get; }

    /// <summary>The user object of the last login.</summary>
    public JsonObject? User { get; private set; }

    public static async Task<VenuelessClient> ConnectAsync(int port, string world, string suffix = "/", int? receiveBufferBytes = null) =>
        new(await WireClient.ConnectAsync(port, $"/ws/world/{world}{suffix}", receiveBufferBytes: receiveBufferBytes), port, world);

    /// <summary>Connects and logs in as a guest; returns after <c>authenticated</c>.</summary>
    public static async Task<VenuelessClient> LogInAsync(int port, string world, string clientId, string? displayName = null)
    {
        var client = await ConnectAsync(port, world);
        await client.LogInAsync(clientId);
        if (displayName is not null)
        {
            await client.CallAsync("user.update", new JsonObject { ["profile"] = new JsonObject { ["display_name"] = displayName } });
        }

        return client;
    }

    public Task<JsonObject> LogInAsync(string clientId) => AuthenticateAsync(new JsonObject { ["client_id"] = clientId });

    /// <summary>Sends <c>authenticate</c> and returns the payload of <c>authenticated</c>; anything else fails.</summary>
    public async Task<JsonObject> AuthenticateAsync(JsonObject body)
    {
        await SendAsync(new JsonArray("authenticate", body));
        var reply = await ReceiveAsync("authenticated");
        if ((string?)reply[0] != "authenticated")
        {
            throw new InvalidOperationException($"The login was not accepted: {reply.ToJsonString()}");
        }

        var payload = reply[1]!.AsObject();
        User = payload["user.config"]!.AsObject();
        return payload;
    }

    public Task SendAsync(JsonArray message) => Wire.SendTextAsync(message.ToJsonString());

    public Task SendAsync(string message) => Wire.SendTextAsync(message);

    /// <summary>Sends a command and returns the payload of its success; pushes that arrive before it are kept for <see cref="ReceivePushAsync"/>.</summary>
    public async Task<JsonNode> CallAsync(string name, JsonNode? body)
    {
        var reply = await ExchangeAsync(name, body);
        return (string?)reply[0] == "success" ? reply[2]! : throw new InvalidOperationException($"{name} was refused: {reply.ToJsonString()}");
    }

    /// <summary>Sends a command that must be refused and returns the error object.</summary>
    public async Task<JsonObject> CallForErrorAsync(string name, JsonNode? body)
    {
        var reply = await ExchangeAsync(name, body);
        return (string?)reply[0] == "error" ? reply[2]!.AsObject() : throw new InvalidOperationException($"{name} was not refused: {reply.ToJsonString()}");
    }

    /// <summary>As <see cref="CallForErrorAsync"/>: the error's code alone.</summary>
    public async Task<string?> CallForCodeAsync(string name, JsonNode? body) => (string?)(await CallForErrorAsync(name, body))["code"];

    /// <summary>Sends a command that may be refused and returns the error's code; null: it succeeded.</summary>
    public async Task<string?> TryCallAsync(string name, JsonNode? body)
    {
        var reply = await ExchangeAsync(name, body);
        return (string?)reply[0] == "error" ? (string?)reply[2]!["code"] : null;
    }

    /// <summary>The next message of the wire, of any kind.</summary>
    public async Task<JsonArray> ReceiveAsync(string expectation = "a message") =>
        JsonNode.Parse(await Wire.ReceiveTextAsync(expectation))!.AsArray();

    /// <summary>The payload of the next push of that name; other pushes in between fail.</summary>
    public async Task<JsonNode> ReceivePushAsync(string name)
    {
        var push = _pushes.Count > 0 ? _pushes.Dequeue() : await ReceiveAsync($"the push {name}");
        return (string?)push[0] == name
            ? push[1]!
            : throw new InvalidOperationException($"Instead of the push {name} the server sent {push.ToJsonString()}.");
    }

    /// <summary>Takes that many pushes of one name.</summary>
    public async Task ExpectPushesAsync(string name, int count)
    {
        for (var push = 0; push < count; push++)
        {
            await ReceivePushAsync(name);
        }
    }

    /// <summary>
    /// Returns when the server has done everything that this connection asked for, also what it does behind its replies, and when every node has delivered it;
    /// returns what was pushed meanwhile. The proof is the error of an unknown command: commands run one after the other, while a ping is answered although one of
    /// them is still running.
    /// </summary>
    public async Task<IReadOnlyList<JsonArray>> SettleAsync()
    {
        List<JsonArray> pushes = [.. _pushes];
        _pushes.Clear();
        await RunNothingAsync(pushes);
        await NodeBarrier.PassAsync(_port, _world);
        await RunNothingAsync(pushes);
        return pushes;
    }

    /// <summary>Settles and keeps what was pushed meanwhile for <see cref="ReceivePushAsync"/>.</summary>
    public async Task WaitForNodesAsync()
    {
        foreach (var push in await SettleAsync())
        {
            _pushes.Enqueue(push);
        }
    }

    /// <summary>
    /// Settles and fails when the server has pushed anything. What somebody else's command pushes behind its reply comes before this only after a
    /// <see cref="SettleAsync"/> of that connection.
    /// </summary>
    public async Task ExpectNothingAsync()
    {
        if (await SettleAsync() is [var first, ..])
        {
            throw new InvalidOperationException($"The server sent {first.ToJsonString()}.");
        }
    }

    /// <summary>A ping, which must be answered at once, whatever the connection is busy with; nothing else may come before its pong.</summary>
    public async Task PingAsync()
    {
        await SendAsync("""["ping","alive"]""");
        await ExpectAsync("""["pong","alive"]""");
    }

    /// <summary>The next message must be this JSON, key order aside.</summary>
    public async Task ExpectAsync(string json)
    {
        var received = await ReceiveAsync(json);
        if (!JsonNode.DeepEquals(received, JsonNode.Parse(json)))
        {
            throw new InvalidOperationException($"Instead of {json} the server sent {received.ToJsonString()}.");
        }
    }

    /// <summary>The next message must be an error with this code, and with this id or without one.</summary>
    public async Task<JsonObject> ExpectErrorAsync(string code, string? id = null)
    {
        var received = await ReceiveAsync($"the error {code}");
        var error = received[^1] as JsonObject;
        var hasId = received.Count == 3;
        if ((string?)received[0] != "error" || (string?)error?["code"] != code || hasId != (id is not null)
            || (hasId && !JsonNode.DeepEquals(received[1], JsonNode.Parse(id!))))
        {
            throw new InvalidOperationException($"Instead of the error {code} (id {id ?? "none"}) the server sent {received.ToJsonString()}.");
        }

        return error!;
    }

    public ValueTask DisposeAsync() => Wire.DisposeAsync();

    private async Task RunNothingAsync(List<JsonArray> pushes)
    {
        var id = $"settled {++_lastId}";
        await SendAsync(new JsonArray("nothing", id, new JsonObject()));
        while (true)
        {
            var message = await ReceiveAsync("the error of an unknown command");
            if ((string?)message[0] == "error" && message.Count == 3 && JsonNode.DeepEquals(message[1], id))
            {
                return;
            }

            pushes.Add(message);
        }
    }

    private async Task<JsonArray> ExchangeAsync(string name, JsonNode? body)
    {
        var id = ++_lastId;
        await SendAsync(new JsonArray(name, id, body?.DeepClone()));
        while (true)
        {
            var message = await ReceiveAsync($"the reply to {name}");
            if ((string?)message[0] is "success" or "error" && message.Count == 3 && message[1]!.GetValueKind() == JsonValueKind.Number && (int)message[1]! == id)
            {
                return message;
            }

            _pushes.Enqueue(message);
        }
    }
}
