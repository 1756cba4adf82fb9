using System.Text;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Testing;
using Venueless.Fast.Transport.Tests.Hosting;

namespace Venueless.Fast.Transport.Tests.WebSockets;

/// <summary>
/// The case groups of the Autobahn suite (1 framing, 2 pings, 3 reserved bits, 4 opcodes, 5 fragmentation, 6 UTF-8, 7 close handling, 9 limits, 10 fragments made
/// by the sender), written as wire tests against an echo. Groups 12 and 13, compression, are in CompressedEchoTests. Only strict results pass.
/// </summary>
public sealed class ConformanceTests
{
    private static Task<TestHost> StartAsync() => TestHost.StartAsync(static options =>
    {
        options.MaxMessageBytesBeforeLogin = options.MaxMessageBytes = 64 * 1024 * 1024;
        options.MaxQueuedBytes = 128 * 1024 * 1024;
        options.CommandsPerSecond = 0;
    });

    [Theory]
    [InlineData(0)]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    public async Task Group1_TextAndBinary_AreEchoed(int bytes)
    {
        await using var host = await StartAsync();
        await using var client = await host.ConnectAsync();
        var payload = Enumerable.Repeat((byte)'*', bytes).ToArray();

        await client.SendFrameAsync(WireFrame.TextOpcode, payload);
        Assert.Equal(payload, (await client.ReceiveFrameAsync()).Payload);
        var frame = ClientFrame.Encode(WireFrame.BinaryOpcode, Enumerable.Repeat((byte)0xFE, bytes).ToArray());
        // 1.1.8 and 1.2.8: in pieces of 997 bytes.
        foreach (var piece in frame.Chunk(997))
        {
            await client.SendBytesAsync(piece);
        }

        var echo = await client.ReceiveFrameAsync();
        Assert.Equal((WireFrame.BinaryOpcode, bytes), (echo.Opcode, echo.Payload.Length));
        await CloseAsync(client);
    }

    [Fact]
    public async Task Group2_Pings_AreAnsweredInOrderWithTheirPayload()
    {
        await using var host = await StartAsync();
        await using var client = await host.ConnectAsync();

        foreach (var payload in new byte[][] { [], "Hello, world!"u8.ToArray(), [0x00, 0xFF, 0xFE, 0xFD, 0xFC, 0xFB, 0x00, 0xFF], [.. Enumerable.Repeat((byte)0xFE, 125)] })
        {
            // 2.6: octet by octet.
            foreach (var value in ClientFrame.Encode(WireFrame.PingOpcode, payload))
            {
                await client.SendBytesAsync([value]);
            }

            var pong = await client.ReceiveFrameAsync("a pong");
            Assert.Equal(WireFrame.PongOpcode, pong.Opcode);
            Assert.Equal(payload, pong.Payload);
        }

        // 2.7 to 2.9: unsolicited pongs are ignored. 2.10 and 2.11: ten pings at once.
        await client.SendFrameAsync(WireFrame.PongOpcode, "unsolicited"u8.ToArray());
        await client.SendBytesAsync([.. Enumerable.Range(0, 10).SelectMany(static i => ClientFrame.Encode(WireFrame.PingOpcode, [(byte)i]))]);
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal([(byte)i], (await client.ReceiveFrameAsync("a pong")).Payload);
        }

        await CloseAsync(client);
    }

    public static TheoryData<string, byte[]> ProtocolErrors()
    {
        var data = new TheoryData<string, byte[]> { { "2.5 ping of 126 bytes", ClientFrame.Encode(9, new byte[126]) } };
        for (var bits = 1; bits < 8; bits++)
        {
            data.Add($"3 RSV {bits}", ClientFrame.Encode(1, "Hello, world!"u8, reservedBits: bits));
            data.Add($"3 RSV {bits} of a close frame", ClientFrame.Encode(8, [], reservedBits: bits));
        }

        foreach (var opcode in new[] { 3, 4, 5, 6, 7, 11, 12, 13, 14, 15 })
        {
            data.Add($"4 opcode {opcode}", ClientFrame.Encode(opcode, "reserved"u8));
            data.Add($"4 opcode {opcode}, empty", ClientFrame.Encode(opcode, []));
        }

        data.Add("5.1 fragmented ping", [.. ClientFrame.Encode(9, "frag"u8, isFinal: false), .. ClientFrame.Encode(0, "ment"u8)]);
        data.Add("5.2 fragmented pong", [.. ClientFrame.Encode(10, "frag"u8, isFinal: false), .. ClientFrame.Encode(0, "ment"u8)]);
        data.Add("5.9 continuation of nothing, final", [.. ClientFrame.Encode(0, "non"u8), .. ClientFrame.Encode(1, "Hello"u8)]);
        data.Add("5.12 continuation of nothing", [.. ClientFrame.Encode(0, "non"u8, isFinal: false), .. ClientFrame.Encode(1, "Hello"u8)]);
        data.Add("5.18 second text inside a message", [.. ClientFrame.Encode(1, "a"u8, isFinal: false), .. ClientFrame.Encode(1, "b"u8)]);
        data.Add("7.3.2 close of one byte", ClientFrame.Encode(8, [3]));
        data.Add("7.3.6 close of 126 bytes", ClientFrame.Encode(8, [0x03, 0xE8, .. Enumerable.Repeat((byte)'*', 124)]));
        foreach (var code in new[] { 0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535 })
        {
            data.Add($"7.9 close {code}", ClientFrame.Close(code));
        }

        data.Add("unmasked", ClientFrame.Encode(1, "a"u8, isMasked: false));
        return data;
    }

    [Theory]
    [MemberData(nameof(ProtocolErrors))]
    public async Task Groups2To7_ProtocolErrors_CloseWith1002AtOnce(string name, byte[] bytes)
    {
        await using var host = await StartAsync();
        await using var client = await host.ConnectAsync();

        // What came before the error is still answered.
        await client.SendBytesAsync([.. ClientFrame.Encode(1, "before"u8), .. bytes]);

        Assert.Equal("before", await client.ReceiveTextAsync(name));
        Assert.Equal(1002, await client.ReceiveCloseAsync());
        Assert.Equal(CloseReason.ProtocolError, (await (await host.Endpoint.NextHandlerAsync()).Closed).Reason);
        Assert.Equal(1, host.Server.Counters.Violations);
    }

    [Fact]
    public async Task Group5_Fragments_WithPingsBetween_AreOneMessage()
    {
        await using var host = await StartAsync();
        await using var client = await host.ConnectAsync();

        // 5.19: the pongs come at once, the message in one piece.
        await client.SendFrameAsync(1, "fragment1"u8.ToArray(), isFinal: false);
        await client.SendFrameAsync(0, "fragment2"u8.ToArray(), isFinal: false);
        await client.SendFrameAsync(9, "pongme 1!"u8.ToArray());
        Assert.Equal("pongme 1!", (await client.ReceiveFrameAsync("the first pong")).Text);
        await client.SendFrameAsync(0, "fragment3"u8.ToArray(), isFinal: false);
        await client.SendFrameAsync(9, "pongme 2!"u8.ToArray());
        Assert.Equal("pongme 2!", (await client.ReceiveFrameAsync("the second pong")).Text);
        await client.SendFrameAsync(0, "fragment5"u8.ToArray());

        Assert.Equal("fragment1fragment2fragment3fragment5", await client.ReceiveTextAsync());
        // 6.1.2 and 6.1.3: empty fragments.
        await client.SendFrameAsync(1, [], isFinal: false);
        await client.SendFrameAsync(0, "middle"u8.ToArray(), isFinal: false);
        await client.SendFrameAsync(0, []);
        Assert.Equal("middle", await client.ReceiveTextAsync());
        await CloseAsync(client);
    }

    [Theory]
    [InlineData("48656C6C6F2DC2B540C39FC3B6C3A4C3BCC3A0C3A12D5554462D382121")]
    [InlineData("F0908080F48FBFBFEFBFBFED9FBFEE8080EFBFBD")]
    [InlineData("00CEBAE1BDB9CF83CEBCCEB57F")]
    public async Task Group6_ValidText_IsEchoedHoweverItIsCut(string hex)
    {
        await using var host = await StartAsync();
        await using var client = await host.ConnectAsync();
        var payload = Convert.FromHexString(hex);

        await client.SendFrameAsync(1, payload);
        Assert.Equal(payload, (await client.ReceiveFrameAsync()).Payload);
        // 6.2.3: one byte per fragment.
        await client.SendFrameAsync(1, [], isFinal: false);
        foreach (var value in payload)
        {
            await client.SendFrameAsync(0, [value], isFinal: false);
        }

        await client.SendFrameAsync(0, []);
        Assert.Equal(payload, (await client.ReceiveFrameAsync()).Payload);
        await CloseAsync(client);
    }

    [Theory]
    [InlineData("CEBAE1BDB9CF83CEBCCEB5EDA080656469746564")]
    [InlineData("80")]
    [InlineData("C0AF")]
    [InlineData("E08080")]
    [InlineData("F4908080")]
    [InlineData("F888808080")]
    [InlineData("EDADBFEDB080")]
    [InlineData("FE")]
    [InlineData("CEBA7FE1BD")]
    public async Task Group6_InvalidText_ClosesWith1007(string hex)
    {
        await using var host = await StartAsync();
        await using var client = await host.ConnectAsync();

        await client.SendFrameAsync(1, Convert.FromHexString(hex));

        Assert.Equal(1007, await client.ReceiveCloseAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Group6_4_InvalidText_FailsBeforeItsEnd(bool isFragmented)
    {
        await using var host = await StartAsync();
        await using var client = await host.ConnectAsync();
        var valid = Convert.FromHexString("CEBAE1BDB9CF83CEBCCEB5");
        byte[] invalid = [0xF4, 0x90];
        var rest = Convert.FromHexString("8080656469746564");

        if (isFragmented)
        {
            await client.SendFrameAsync(1, valid, isFinal: false);
            await client.SendFrameAsync(0, invalid, isFinal: false);
        }
        else
        {
            var frame = ClientFrame.Encode(1, [.. valid, .. invalid, .. rest]);
            await client.SendBytesAsync(frame[..^rest.Length]);
        }

        // Nothing more is sent: the server must know already.
        var close = await client.ReceiveFrameAsync("a close frame before the end of the message");
        Assert.Equal(1007, close.CloseCode);
        if (!isFragmented)
        {
            await client.SendBytesAsync(ClientFrame.Encode(1, [.. valid, .. invalid, .. rest])[^rest.Length..]);
        }

        await client.SendCloseAsync(1007);
        await client.ReceiveEndAsync();
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(1001)]
    [InlineData(1002)]
    [InlineData(1003)]
    [InlineData(1007)]
    [InlineData(1008)]
    [InlineData(1009)]
    [InlineData(1010)]
    [InlineData(1011)]
    [InlineData(1012)]
    [InlineData(1014)]
    [InlineData(3000)]
    [InlineData(3999)]
    [InlineData(4000)]
    [InlineData(4999)]
    public async Task Group7_ValidClose_IsEchoed(int code)
    {
        await using var host = await StartAsync();
        await using var client = await host.ConnectAsync();

        // 7.1: what follows a close frame is ignored, and the 123 bytes of 7.3.5 are allowed.
        await client.SendBytesAsync([.. ClientFrame.Close(code, new string('*', 123)), .. ClientFrame.Encode(1, "late"u8), .. ClientFrame.Encode(9, []), .. ClientFrame.Close(1000)]);

        Assert.Equal(code, await client.ReceiveCloseAsync(answers: false));
        var closed = await (await host.Endpoint.NextHandlerAsync()).Closed;
        Assert.Equal(new(Core.Sessions.CloseReason.ClosedByPeer, (ushort)code), closed);
    }

    [Fact]
    public async Task Group7_EmptyClose_IsEchoedEmpty()
    {
        await using var host = await StartAsync();
        await using var client = await host.ConnectAsync();

        await client.SendCloseAsync(null);

        Assert.Null(await client.ReceiveCloseAsync(answers: false));
    }

    [Fact]
    public async Task Group7_5_CloseWithInvalidReason_Is1007()
    {
        await using var host = await StartAsync();
        await using var client = await host.ConnectAsync();

        await client.SendBytesAsync(ClientFrame.Encode(8, [0x03, 0xE8, 0xCE, 0xBA, 0xED, 0xA0, 0x80]));

        Assert.Equal(1007, await client.ReceiveCloseAsync(answers: false));
    }

    [Fact]
    public async Task Group7_1_6_CloseBehindALargeMessage_IsAnsweredAfterTheEcho()
    {
        await using var host = await StartAsync();
        await using var client = await host.ConnectAsync();

        await client.SendBytesAsync([.. ClientFrame.Encode(1, Filled(256 * 1024)), .. ClientFrame.Encode(1, "Hello"u8), .. ClientFrame.Close(1000)]);

        Assert.Equal(256 * 1024, (await client.ReceiveFrameAsync()).Payload.Length);
        Assert.Equal("Hello", await client.ReceiveTextAsync());
        Assert.Equal(1000, await client.ReceiveCloseAsync(answers: false));
    }

    [Theory]
    [InlineData(4 * 1024 * 1024, 0)]
    [InlineData(16 * 1024 * 1024, 0)]
    [InlineData(4 * 1024 * 1024, 64)]
    [InlineData(4 * 1024 * 1024, 1024)]
    [InlineData(65_536, 1300)]
    public async Task Groups9And10_LargeMessages_AreEchoed(int bytes, int fragmentBytes)
    {
        await using var host = await StartAsync();
        await using var client = await host.ConnectAsync();
        var payload = Filled(bytes);

        var sending = client.SendBytesAsync(fragmentBytes == 0 ? ClientFrame.Encode(1, payload) : Fragmented(payload, fragmentBytes));
        var echo = await client.ReceiveFrameAsync();

        await sending;
        Assert.True(payload.AsSpan().SequenceEqual(echo.Payload));
        await CloseAsync(client);
    }

    [Fact]
    public async Task Group9_7_ThousandsOfMessages_AreEchoedInOrder()
    {
        await using var host = await StartAsync();
        await using var client = await host.ConnectAsync();
        var messages = Enumerable.Range(0, 5000).Select(static i => Encoding.ASCII.GetBytes($"{i:D16}")).ToArray();

        var sending = client.SendBytesAsync([.. messages.SelectMany(static message => ClientFrame.Encode(1, message))]);
        foreach (var message in messages)
        {
            Assert.Equal(message, (await client.ReceiveFrameAsync()).Payload);
        }

        await sending;
        await CloseAsync(client);
    }

    private static byte[] Filled(int bytes)
    {
        var payload = new byte[bytes];
        for (var i = 0; i < bytes; i++)
        {
            payload[i] = (byte)(' ' + (i % 94));
        }

        return payload;
    }

    private static byte[] Fragmented(byte[] payload, int fragmentBytes)
    {
        using var stream = new MemoryStream();
        for (var offset = 0; offset < payload.Length; offset += fragmentBytes)
        {
            var length = Math.Min(fragmentBytes, payload.Length - offset);
            stream.Write(ClientFrame.Encode(offset == 0 ? 1 : 0, payload.AsSpan(offset, length), isFinal: offset + length == payload.Length));
        }

        return stream.ToArray();
    }

    private static async Task CloseAsync(WireClient client)
    {
        await client.SendCloseAsync();
        Assert.Equal(1000, await client.ReceiveCloseAsync(answers: false));
    }
}
