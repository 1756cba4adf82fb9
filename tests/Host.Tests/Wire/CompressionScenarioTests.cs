using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Venueless.Fast.Testing;
using Xunit.Abstractions;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>permessage-deflate (connection.md section 1): the same messages in fewer bytes, beside clients that do not know it.</summary>
public sealed class CompressionScenarioTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const string World = "lighthouse";

    private readonly ITestOutputHelper _output = output;
    private WireServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await WireServer.StartAsync();
        await _server.ImportSampleAsync();
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Login_Compressed_IsTheSameMessageInFewerBytes()
    {
        // The first login of a guest makes the user.
        await using (var first = await ConnectAsync(World, isCompressed: false))
        {
            await AskAsync(first, """["authenticate",{"client_id":"guest"}]""");
        }

        await using var plain = await ConnectAsync(World, isCompressed: false);
        await using var compressed = await ConnectAsync(World, isCompressed: true);
        await using var again = await ConnectAsync(World, isCompressed: true);

        var (text, bytes) = await AskAsync(plain, """["authenticate",{"client_id":"guest"}]""");
        var (sameText, fewerBytes) = await AskAsync(compressed, """["authenticate",{"client_id":"guest"}]""");
        var (thirdText, thirdBytes) = await AskAsync(again, """["authenticate",{"client_id":"guest"}]""");

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(text), JsonNode.Parse(sameText)));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(text), JsonNode.Parse(thirdText)));
        Assert.InRange(bytes, 10_000, 1_000_000);
        Assert.InRange(fewerBytes, 1000, bytes / 3);
        Assert.Equal(fewerBytes, thirdBytes);
        _output.WriteLine($"authenticated: {bytes} bytes, compressed {fewerBytes}");
    }

    [Fact]
    public async Task WorldUpdate_ReachesBothKindsOfClientsAlike()
    {
        await using var plain = await ConnectAsync(World, isCompressed: false);
        await using var compressed = await ConnectAsync(World, isCompressed: true);
        await AskAsync(plain, """["authenticate",{"client_id":"plain"}]""");
        await AskAsync(compressed, """["authenticate",{"client_id":"compressed"}]""");
        await using var admin = await VenuelessClient.ConnectAsync(_server.Port, World);
        await admin.AuthenticateAsync(WireToken.Body(
            new JsonObject { ["uid"] = "admin", ["traits"] = new JsonArray("admin") }, "lighthouse-demo-secret-not-for-production-0001"));

        await admin.CallAsync("world.config.patch", new JsonObject { ["title"] = "Lighthouse by night" });

        var (text, bytes) = await ReceiveAsync(plain, "[\"world.updated\"");
        var (sameText, fewerBytes) = await ReceiveAsync(compressed, "[\"world.updated\"");
        Assert.Contains("Lighthouse by night", sameText, StringComparison.Ordinal);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(text), JsonNode.Parse(sameText)));
        Assert.InRange(fewerBytes, 1, bytes / 3);
    }

    [Fact]
    public async Task LongMessage_ReachesBothKindsOfClients_AndItsHistoryIsCompressed()
    {
        await using var sender = await ConnectAsync(WireServer.World, isCompressed: true);
        await using var other = await ConnectAsync(WireServer.World, isCompressed: true);
        await using var plain = await VenuelessClient.LogInAsync(_server.Port, WireServer.World, "plain", "Plain");
        foreach (var client in new[] { sender, other })
        {
            await AskAsync(client, $$"""["authenticate",{"client_id":"{{(client == sender ? "sender" : "other")}}"}]""");
            await AskAsync(client, """["user.update",1,{"profile":{"display_name":"A guest"}}]""");
            await AskAsync(client, $$"""["chat.subscribe",2,{"channel":"{{_server.Channel}}"}]""");
        }

        await plain.CallAsync("chat.subscribe", new JsonObject { ["channel"] = _server.Channel });
        await AskAsync(sender, $$"""["chat.join",3,{"channel":"{{_server.Channel}}"}]""");
        var body = string.Concat(Enumerable.Repeat("The tide table of the pier. ", 100));
        var send = new JsonArray("chat.send", 4, new JsonObject
        {
            ["channel"] = _server.Channel,
            ["event_type"] = "channel.message",
            ["content"] = new JsonObject { ["type"] = "text", ["body"] = body },
        });

        // A command may come compressed as well.
        await sender.SendBytesAsync(ClientFrame.Encode(WireFrame.TextOpcode, Deflate(send.ToJsonString()), reservedBits: 4));

        var (pushed, pushedBytes) = await ReceiveAsync(other, body);
        Assert.InRange(pushedBytes, 1, body.Length / 2);
        var plainPush = await ReceivePlainAsync(plain.Wire, body);
        var same = JsonNode.Parse(pushed)![1]!;
        Assert.True(JsonNode.DeepEquals(same["content"], plainPush[1]!["content"]));
        Assert.True(JsonNode.DeepEquals(same["event_id"], plainPush[1]!["event_id"]));
        await other.SendTextAsync($$"""["chat.fetch",5,{"channel":"{{_server.Channel}}","count":20,"before_id":100000}]""");
        var (history, historyBytes) = await ReceiveAsync(other, "[\"success\",5,");
        Assert.Contains(body, history, StringComparison.Ordinal);
        Assert.InRange(historyBytes, 1, history.Length / 2);
    }

    [Fact]
    public async Task History_Compressed_IsTheSameInFewerBytes()
    {
        await using var writer = await VenuelessClient.LogInAsync(_server.Port, WireServer.World, "writer", "Writer");
        await writer.CallAsync("chat.join", new JsonObject { ["channel"] = _server.Channel });
        for (var number = 0; number < 50; number++)
        {
            await writer.CallAsync("chat.send", new JsonObject
            {
                ["channel"] = _server.Channel,
                ["event_type"] = "channel.message",
                ["content"] = new JsonObject { ["type"] = "text", ["body"] = $"Question {number}: is the talk at {number % 12}:{number % 60} recorded?" },
            });
        }

        var histories = new List<(string Text, int Bytes)>();
        foreach (var isCompressed in new[] { false, true })
        {
            await using var client = await ConnectAsync(WireServer.World, isCompressed);
            await AskAsync(client, """["authenticate",{"client_id":"reader"}]""");
            await AskAsync(client, """["user.update",1,{"profile":{"display_name":"Reader"}}]""");
            await AskAsync(client, $$"""["chat.subscribe",2,{"channel":"{{_server.Channel}}"}]""");
            await client.SendTextAsync($$"""["chat.fetch",5,{"channel":"{{_server.Channel}}","count":50,"before_id":100000}]""");
            histories.Add(await ReceiveAsync(client, "[\"success\",5,"));
        }

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(histories[0].Text), JsonNode.Parse(histories[1].Text)));
        Assert.InRange(histories[1].Bytes, 1, histories[0].Bytes / 3);
        _output.WriteLine($"chat.fetch of 50: {histories[0].Bytes} bytes, compressed {histories[1].Bytes}");
    }

    [Fact]
    public async Task SwitchedOff_NothingIsNegotiated()
    {
        await using var server = await WireServer.StartAsync(usesCompression: false);
        await using var client = await WireClient.ConnectAsync(server.Port, $"/ws/world/{WireServer.World}/", "Sec-WebSocket-Extensions: permessage-deflate\r\n");

        Assert.DoesNotContain("Sec-WebSocket-Extensions", client.ResponseHead, StringComparison.OrdinalIgnoreCase);
        await client.SendTextAsync("""["authenticate",{"client_id":"guest"}]""");
        Assert.StartsWith("[\"authenticated\"", await client.ReceiveTextAsync(), StringComparison.Ordinal);
    }

    private async Task<WireClient> ConnectAsync(string world, bool isCompressed)
    {
        var client = await WireClient.ConnectAsync(
            _server.Port, $"/ws/world/{world}/", isCompressed ? "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n" : "");
        Assert.Equal(isCompressed, client.ResponseHead.Contains("permessage-deflate", StringComparison.Ordinal));
        return client;
    }

    private static async Task<(string Text, int Bytes)> AskAsync(WireClient client, string message)
    {
        await client.SendTextAsync(message);
        return await ReceiveAsync(client, message.Contains("authenticate", StringComparison.Ordinal) ? "[\"authenticated\"" : "[\"success\"");
    }

    // The next message with this text in it, and its payload's bytes on the wire.
    private static async Task<(string Text, int Bytes)> ReceiveAsync(WireClient client, string part)
    {
        while (true)
        {
            var frame = await client.ReceiveFrameAsync($"a message with {part}");
            if (frame.Opcode != WireFrame.TextOpcode)
            {
                continue;
            }

            var text = frame.ReservedBits == 4 ? Inflate(frame.Payload) : frame.Text;
            if (text.Contains(part, StringComparison.Ordinal))
            {
                return (text, frame.Payload.Length);
            }
        }
    }

    private static async Task<JsonArray> ReceivePlainAsync(WireClient client, string part)
    {
        while (true)
        {
            var text = await client.ReceiveTextAsync($"a message with {part}");
            if (text.Contains(part, StringComparison.Ordinal))
            {
                return JsonNode.Parse(text)!.AsArray();
            }
        }
    }

    private static byte[] Deflate(string text)
    {
        using var output = new MemoryStream();
        using var stream = new DeflateStream(output, CompressionLevel.Optimal, leaveOpen: true);
        stream.Write(Encoding.UTF8.GetBytes(text));
        stream.Flush();
        return output.ToArray()[..^4];
    }

    private static string Inflate(byte[] payload)
    {
        using var stream = new DeflateStream(new MemoryStream([.. payload, 0, 0, 0xFF, 0xFF]), CompressionMode.Decompress);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
