using System.Text;
using Venueless.Fast.Testing;
using Venueless.Fast.Transport.Tests.Hosting;

namespace Venueless.Fast.Transport.Tests.Compression;

/// <summary>Compressed messages of a client, over a real connection that has negotiated permessage-deflate: RFC 7692 section 6.2.</summary>
public sealed class CompressedMessageTests
{
    private const string Offer = "Sec-WebSocket-Extensions: permessage-deflate\r\n";

    // RSV1 as WireFrame and ClientFrame count.
    private const int Compressed = 4;

    private static Task<WireClient> ConnectAsync(TestHost host) => WireClient.ConnectAsync(host.Port, "/ws/echo", Offer);

    private static byte[] Frame(int opcode, byte[] payload, bool isFinal = true, int reservedBits = Compressed) =>
        ClientFrame.Encode(opcode, payload, isFinal, reservedBits);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(1000)]
    [InlineData(20_000)]
    [InlineData(65_536)]
    public async Task Message_CompressedOrNot_ArrivesTheSame(int bytes)
    {
        await using var host = await TestHost.StartAsync(static options => options.UsesCompression = true);
        await using var client = await ConnectAsync(host);
        var text = Deflated.Json(bytes);

        await client.SendBytesAsync([.. Frame(WireFrame.TextOpcode, Deflated.Encode(text)), .. ClientFrame.Encode(WireFrame.TextOpcode, Encoding.UTF8.GetBytes(text))]);

        for (var i = 0; i < 2; i++)
        {
            var echo = await client.ReceiveFrameAsync();
            Assert.Equal((WireFrame.TextOpcode, bytes >= 1024 ? Compressed : 0), (echo.Opcode, echo.ReservedBits));
            Assert.Equal(text, Encoding.UTF8.GetString(bytes >= 1024 ? Deflated.Decode(echo.Payload) : echo.Payload));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public async Task Fragments_WithPingsBetween_AreOneMessage(int fragmentBytes)
    {
        await using var host = await TestHost.StartAsync(static options => options.CommandsPerSecond = 0);
        await using var client = await ConnectAsync(host);
        var text = Deflated.Json(3000);
        var fragments = Deflated.Encode(text).Chunk(fragmentBytes).ToArray();

        for (var i = 0; i < fragments.Length; i++)
        {
            await client.SendBytesAsync(Frame(
                i == 0 ? WireFrame.TextOpcode : WireFrame.Continuation, fragments[i], isFinal: i == fragments.Length - 1, i == 0 ? Compressed : 0));
            if (i < fragments.Length - 1)
            {
                await client.SendFrameAsync(WireFrame.PingOpcode, [(byte)i]);
                var pong = await client.ReceiveFrameAsync("a pong");
                Assert.Equal((WireFrame.PongOpcode, 0), (pong.Opcode, pong.ReservedBits));
            }
        }

        Assert.Equal(text, Encoding.UTF8.GetString(Deflated.Decode((await client.ReceiveFrameAsync()).Payload)));
    }

    [Fact]
    public async Task Message_AsOneFrameInManyPieces_Arrives()
    {
        await using var host = await TestHost.StartAsync();
        await using var client = await ConnectAsync(host);
        // Above what an incomplete frame may keep in the pipe.
        var bytes = new byte[40_000];
        new Random(1).NextBytes(bytes);

        foreach (var piece in Frame(WireFrame.BinaryOpcode, Deflated.Encode(bytes)).Chunk(997))
        {
            await client.SendBytesAsync(piece);
        }

        // Random bytes do not get smaller: the echo is plain.
        var echo = await client.ReceiveFrameAsync();
        Assert.Equal((WireFrame.BinaryOpcode, 0), (echo.Opcode, echo.ReservedBits));
        Assert.Equal(bytes, echo.Payload);
    }

    public static TheoryData<string, byte[], int> Violations() => new()
    {
        { "RSV1 on a continuation", [.. Frame(WireFrame.TextOpcode, [0xF2], isFinal: false), .. Frame(WireFrame.Continuation, [0x48])], 1002 },
        { "RSV1 on a continuation of a plain message", [.. ClientFrame.Encode(WireFrame.TextOpcode, "a"u8, isFinal: false), .. Frame(WireFrame.Continuation, [0x48])], 1002 },
        { "RSV1 on a ping", Frame(WireFrame.PingOpcode, []), 1002 },
        { "RSV1 on a pong", Frame(WireFrame.PongOpcode, []), 1002 },
        { "RSV1 on a close frame", Frame(WireFrame.CloseOpcode, [0x03, 0xE8]), 1002 },
        { "RSV2 beside it", Frame(WireFrame.TextOpcode, Deflated.Encode("a"), reservedBits: 6), 1002 },
        { "RSV3 beside it", Frame(WireFrame.TextOpcode, Deflated.Encode("a"), reservedBits: 5), 1002 },
        { "corrupt", Frame(WireFrame.TextOpcode, [0xFF, 0xFF, 0xFF]), 1007 },
        { "corrupt binary", Frame(WireFrame.BinaryOpcode, [0xFF, 0xFF, 0xFF]), 1007 },
        { "cut", Frame(WireFrame.TextOpcode, [0xF2, 0x48, 0xCD, 0xC9]), 1007 },
        { "not UTF-8 inside", Frame(WireFrame.TextOpcode, Deflated.Encode([0x61, 0xFF])), 1007 },
        { "a bomb", Frame(WireFrame.TextOpcode, Deflated.Encode(new byte[32 * 1024 * 1024])), 1009 },
        { "a bomb in fragments", [.. Frame(WireFrame.TextOpcode, [.. Deflated.Encode(new byte[70_000]).Take(10)], isFinal: false), .. ClientFrame.Encode(WireFrame.Continuation, [.. Deflated.Encode(new byte[70_000]).Skip(10)])], 1009 },
        { "too long already compressed", ClientFrame.Encode(WireFrame.TextOpcode, [], reservedBits: Compressed, announcedLength: 80_000), 1009 },
    };

    [Theory]
    [MemberData(nameof(Violations))]
    public async Task Violation_ClosesTheConnection(string name, byte[] bytes, int code)
    {
        Assert.NotEmpty(name);
        await using var host = await TestHost.StartAsync();
        await using var client = await ConnectAsync(host);

        await client.SendBytesAsync(bytes);

        Assert.Equal(code, await client.ReceiveCloseAsync());
        Assert.Equal(0, host.Server.UnfinishedBytes);
    }

    [Fact]
    public async Task CompressedMessage_WithoutNegotiation_IsAProtocolError()
    {
        await using var host = await TestHost.StartAsync();
        await using var client = await host.ConnectAsync();

        await client.SendBytesAsync(Frame(WireFrame.TextOpcode, Deflated.Encode("a")));

        Assert.Equal(1002, await client.ReceiveCloseAsync());
    }

    [Fact]
    public async Task Limit_GrowsWithTheLogin()
    {
        await using var host = await TestHost.StartAsync(static options => options.MaxMessageBytes = 1024 * 1024);
        host.Endpoint.Prepare = static handler => handler.Open = static opened =>
        {
            opened.Connection.AllowLargeMessages();
            return ValueTask.CompletedTask;
        };
        await using var client = await ConnectAsync(host);
        var text = Deflated.Json(1024 * 1024);

        await client.SendBytesAsync(Frame(WireFrame.TextOpcode, Deflated.Encode(text)));
        Assert.Equal(text, Encoding.UTF8.GetString(Deflated.Decode((await client.ReceiveFrameAsync()).Payload)));
        await client.SendBytesAsync(Frame(WireFrame.TextOpcode, Deflated.Encode(text + "!")));

        Assert.Equal(1009, await client.ReceiveCloseAsync());
    }
}
