using System.Text.Json.Nodes;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>connection.md section 14, scenarios 1 to 15 and 38, 41: endpoint, envelope, dispatch order, malformed input.</summary>
public sealed class ConnectionScenarioTests : IAsyncLifetime
{
    private const string Guest = "5f6e0f4e-6f2b-4a57-8f1e-0a4c8a0c1a01";
    private const string OtherGuest = "5f6e0f4e-6f2b-4a57-8f1e-0a4c8a0c1a02";

    private WireServer _server = null!;

    public async Task InitializeAsync() => _server = await WireServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Scenario01_ExistingWorld_NothingIsReceivedUntilTheClientSpeaks()
    {
        await using var client = await ConnectAsync();

        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task Scenario02_WithoutTrailingSlash_WorksLikeWithIt()
    {
        await using var client = await VenuelessClient.ConnectAsync(_server.Port, WireServer.World, suffix: "");

        await client.LogInAsync(Guest);
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("Wire")]
    [InlineData("wire%20")]
    [InlineData("wire%00")]
    public async Task Scenario03_UnknownWorld_IsToldAndClosedWith1000(string world)
    {
        await using var client = await VenuelessClient.ConnectAsync(_server.Port, world);

        await client.ExpectAsync("""["error",{"code":"world.unknown_world"}]""");
        Assert.Equal(1000, await client.Wire.ReceiveCloseAsync());
    }

    [Fact]
    public async Task Scenario03_PercentEncodedId_IsDecoded()
    {
        await using var client = await VenuelessClient.ConnectAsync(_server.Port, "%77ire");

        await client.LogInAsync(Guest);
    }

    [Theory]
    [InlineData("/ws/other/")]
    [InlineData("/ws/world/")]
    [InlineData("/ws/world/wire/more/")]
    public async Task Scenario04_OtherPath_HandshakeFailsWith404(string path)
    {
        await using var client = await WireClient.ConnectRawAsync(_server.Port);

        await client.SendBytesAsync(WireClient.Request(path));

        Assert.StartsWith("HTTP/1.1 404 ", await client.ReceiveHeadAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scenario05_PingBeforeLogin_IsAnswered()
    {
        await using var client = await ConnectAsync();

        await client.SendAsync("""["ping", 1]""");

        await client.ExpectAsync("""["pong",1]""");
    }

    [Fact]
    public async Task Scenario06_PingAfterLogin_IsAnswered()
    {
        await using var client = await LogInAsync();

        await client.SendAsync("""["ping", "x"]""");

        await client.ExpectAsync("""["pong","x"]""");
    }

    [Fact]
    public async Task Scenario07_CommandBeforeLogin_IsUnauthenticatedWithId()
    {
        await using var client = await ConnectAsync();

        await client.SendAsync("""["chat.join", 124, {}]""");

        await client.ExpectAsync("""["error",124,{"code":"protocol.unauthenticated"}]""");
    }

    [Fact]
    public async Task Scenario08_TwoElementCommandBeforeLogin_IsUnauthenticatedWithoutId()
    {
        await using var client = await ConnectAsync();

        await client.SendAsync("""["chat.join", {}]""");

        await client.ExpectAsync("""["error",{"code":"protocol.unauthenticated"}]""");
    }

    [Fact]
    public async Task Scenario09_UnknownNamespace_IsUnknownCommand()
    {
        await using var client = await LogInAsync();

        await client.SendAsync("""["foo.bar", 1, 2]""");

        await client.ExpectAsync("""["error",1,{"code":"protocol.unknown_command"}]""");
    }

    [Fact]
    public async Task Scenario10_UnknownActionOfEachNamespace_IsUnsupported()
    {
        await using var client = await LogInAsync();
        string[] namespaces =
        [
            "announcement", "bbb", "chat", "digitalsamba", "exhibition", "januscall", "poll", "poster", "question", "room", "roulette", "user", "world", "zoom",
        ];

        foreach (var name in namespaces)
        {
            await client.SendAsync($$"""["{{name}}.foobar", 123, {}]""");
            await client.ExpectAsync($$"""["error",123,{"code":"{{name}}.unsupported_command"}]""");
            await client.SendAsync($$"""["{{name}}", 124, {}]""");
            await client.ExpectAsync($$"""["error",124,{"code":"{{name}}.unsupported_command"}]""");
        }
    }

    [Fact]
    public async Task Scenario11_AuthenticateAfterLogin_IsUnknownCommand()
    {
        await using var client = await LogInAsync();

        await client.SendAsync("""["authenticate", 5, {"client_id": "x"}]""");

        await client.ExpectAsync("""["error",5,{"code":"protocol.unknown_command"}]""");
    }

    [Theory]
    [InlineData("\"abc\"")]
    [InlineData("null")]
    [InlineData("9007199254740993")]
    [InlineData("1.50")]
    [InlineData("""{"a":1}""")]
    public async Task Scenario12_Id_IsEchoedUnchanged(string id)
    {
        await using var client = await LogInAsync();

        await client.SendAsync($$"""["user.fetch", {{id}}, {"ids": []}]""");

        Assert.Equal($$"""["success",{{id}},{}]""", await client.Wire.ReceiveTextAsync());
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("[null]")]
    [InlineData("[\"ping\"]")]
    [InlineData("")]
    [InlineData("[\"user.fetch\", 1, {\"ids\": []},]")]
    [InlineData("[\"user.fetch\", 1, NaN]")]
    public async Task Scenario13_Malformed_IsInvalidBodyAndTheSocketStays(string message)
    {
        await using var client = await LogInAsync();

        await client.SendAsync(message);

        Assert.NotEmpty((string)(await client.ExpectErrorAsync("protocol.invalid_body"))["message"]!);
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task Scenario13_ThreeNumbers_AreInvalidBodyWithId()
    {
        await using var client = await LogInAsync();

        await client.SendAsync("[1,2,3]");

        await client.ExpectErrorAsync("protocol.invalid_body", "2");
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task Scenario13_BinaryMessage_IsInvalidBodyAndTheSocketStays()
    {
        await using var client = await LogInAsync();

        await client.Wire.SendBinaryAsync("[\"ping\",1]"u8.ToArray());

        await client.ExpectErrorAsync("protocol.invalid_body");
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task Scenario13_InvalidUtf8_ClosesWith1007()
    {
        await using var client = await LogInAsync();

        await client.Wire.SendFrameAsync(WireFrame.TextOpcode, [(byte)'[', 0xC3, 0x28, (byte)']']);

        Assert.Equal(1007, await client.Wire.ReceiveCloseAsync());
    }

    [Fact]
    public async Task Scenario14_CommandOfLengthTwo_IsInvalidBodyWithoutId()
    {
        await using var client = await LogInAsync();

        await client.SendAsync("""["user.fetch", {"id": "x"}]""");

        await client.ExpectErrorAsync("protocol.invalid_body");
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task Scenario15_FailedLogin_MayBeFollowedByAGoodOne()
    {
        await using var client = await ConnectAsync();

        await client.SendAsync("""["authenticate", {}]""");
        await client.ExpectAsync("""["error",{"code":"auth.missing_id_or_token"}]""");
        await client.SendAsync("""["authenticate", 7, {"token": "x"}]""");
        await client.ExpectAsync("""["error",7,{"code":"auth.invalid_token"}]""");

        await client.LogInAsync(Guest);
    }

    [Fact]
    public async Task Scenario38_BroadcastOfAnOwnCommand_FollowsItsReply()
    {
        await using var sender = await JoinAsync(Guest, "Ada");
        await using var reader = await JoinAsync(OtherGuest, "Ben");
        await sender.ReceivePushAsync("chat.event");

        for (var round = 1; round <= 50; round++)
        {
            await sender.SendAsync(new JsonArray("chat.send", round, Message($"message {round}")));
            var reply = await sender.ReceiveAsync("the reply");
            Assert.Equal("success", (string?)reply[0]);
            Assert.Equal(round, (int)reply[1]!);
            var push = await sender.ReceivePushAsync("chat.event");
            Assert.Equal((long)reply[2]!["event"]!["event_id"]!, (long)push["event_id"]!);
            Assert.Equal((long)push["event_id"]!, (long)(await reader.ReceivePushAsync("chat.event"))["event_id"]!);
            if (round == 1)
            {
                await reader.ReceivePushAsync("chat.unread_pointers");
            }
        }
    }

    [Fact]
    public async Task Scenario41_ClientThatStopsReading_IsClosedAndOthersAreNotDelayed()
    {
        await using var slow = await JoinAsync(OtherGuest, "Slow", receiveBufferBytes: 4096);
        await using var sender = await JoinAsync(Guest, "Ada");
        var text = new string('x', 60_000);

        // Well above the outbound limit of 1 MiB plus what the sockets buffer.
        for (var round = 0; round < 300; round++)
        {
            await sender.CallAsync("chat.send", Message(text));
            await sender.ReceivePushAsync("chat.event");
        }

        // The slow one reads what was on its way and then finds the end without a close frame.
        while (await slow.Wire.TryReceiveFrameAsync("the end of the slow connection") is { } frame)
        {
            Assert.Equal(WireFrame.TextOpcode, frame.Opcode);
        }

        Assert.True(_server.SlowConsumers >= 1);
        await sender.ExpectNothingAsync();
    }

    private Task<VenuelessClient> ConnectAsync() => VenuelessClient.ConnectAsync(_server.Port, WireServer.World);

    private Task<VenuelessClient> LogInAsync() => VenuelessClient.LogInAsync(_server.Port, WireServer.World, Guest);

    private JsonObject Message(string text) => new()
    {
        ["channel"] = _server.Channel,
        ["event_type"] = "channel.message",
        ["content"] = new JsonObject { ["type"] = "text", ["body"] = text },
    };

    private async Task<VenuelessClient> JoinAsync(string clientId, string name, int? receiveBufferBytes = null)
    {
        var client = await VenuelessClient.ConnectAsync(_server.Port, WireServer.World, receiveBufferBytes: receiveBufferBytes);
        await client.LogInAsync(clientId);
        await client.CallAsync("user.update", new JsonObject { ["profile"] = new JsonObject { ["display_name"] = name } });
        await client.CallAsync("chat.join", new JsonObject { ["channel"] = _server.Channel });
        Assert.Equal("channel.member", (string?)(await client.ReceivePushAsync("chat.event"))["event_type"]);
        return client;
    }
}
