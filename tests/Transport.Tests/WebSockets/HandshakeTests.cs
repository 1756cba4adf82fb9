using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Venueless.Fast.Host.Connections;
using Venueless.Fast.Testing;
using Venueless.Fast.Transport.Tests.Hosting;

namespace Venueless.Fast.Transport.Tests.WebSockets;

/// <summary>The same refusals on the raw path and on the path through HTTP.</summary>
public sealed class HandshakeTests
{
    private const string Upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\n";
    private const string Version = "Sec-WebSocket-Version: 13\r\n";
    private const string Key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    private const string Host = "Host: a\r\n";

    [Theory]
    [InlineData(true, "GET /ws/echo HTTP/1.1\r\n" + Host + Upgrade + Version + Key, "101")]
    [InlineData(false, "GET /ws/echo HTTP/1.1\r\n" + Host + Upgrade + Version + Key, "101")]
    [InlineData(true, "GET /ws/echo?x=1 HTTP/1.1\r\nhOST:a\r\nconnection: keep-alive ,  UPGRADE\r\nupgrade: h2c\r\nUpgrade: WebSocket\r\n" + Version + Key, "101")]
    [InlineData(false, "GET /ws/echo?x=1 HTTP/1.1\r\nhOST:a\r\nconnection: keep-alive ,  UPGRADE\r\nupgrade: h2c\r\nUpgrade: WebSocket\r\n" + Version + Key, "101")]
    [InlineData(true, "GET /ws/echo HTTP/1.1\r\n" + Host + Upgrade + Version + Key + "Sec-WebSocket-Protocol: chat\r\nSec-WebSocket-Extensions: permessage-bzip2\r\n", "101")]
    [InlineData(true, "GET http://a/ws/echo?x=1 HTTP/1.1\r\n" + Host + Upgrade + Version + Key, "101")]
    [InlineData(false, "GET http://a/ws/echo HTTP/1.1\r\n" + Host + Upgrade + Version + Key, "101")]
    [InlineData(true, "GET http://a/ws/other HTTP/1.1\r\n" + Host + Upgrade + Version + Key, "404")]
    [InlineData(true, "GET http://a HTTP/1.1\r\n" + Host, "200")]
    [InlineData(true, "GET http://a/?/ws/echo HTTP/1.1\r\n" + Host, "200")]
    [InlineData(true, "GET /ws/other HTTP/1.1\r\n" + Host + Upgrade + Version + Key, "404")]
    [InlineData(false, "GET /ws/other HTTP/1.1\r\n" + Host + Upgrade + Version + Key, "404")]
    [InlineData(true, "GET /ws/echo HTTP/1.1\r\n" + Host, "426")]
    [InlineData(false, "GET /ws/echo HTTP/1.1\r\n" + Host, "426")]
    [InlineData(true, "GET /ws/echo HTTP/1.1\r\n" + Host + "Connection: Upgrade\r\n" + Version + Key, "426")]
    [InlineData(true, "GET /ws/echo HTTP/1.1\r\n" + Host + "Upgrade: websocket\r\n" + Version + Key, "426")]
    [InlineData(true, "GET /ws/echo HTTP/1.1\r\n" + Host + Upgrade + "Sec-WebSocket-Version: 8\r\n" + Key, "426")]
    [InlineData(false, "GET /ws/echo HTTP/1.1\r\n" + Host + Upgrade + "Sec-WebSocket-Version: 8\r\n" + Key, "426")]
    [InlineData(true, "GET /ws/echo HTTP/1.1\r\n" + Host + Upgrade + Key, "426")]
    [InlineData(true, "GET /ws/echo HTTP/1.1\r\n" + Host + Upgrade + Version, "400")]
    [InlineData(true, "GET /ws/echo HTTP/1.1\r\n" + Host + Upgrade + Version + "Sec-WebSocket-Key: c2hvcnQ=\r\n", "400")]
    [InlineData(false, "GET /ws/echo HTTP/1.1\r\n" + Host + Upgrade + Version + "Sec-WebSocket-Key: c2hvcnQ=\r\n", "400")]
    [InlineData(true, "GET /ws/echo HTTP/1.1\r\n" + Host + Upgrade + Version + Key + Key, "400")]
    [InlineData(true, "GET /ws/echo HTTP/1.1\r\n" + Upgrade + Version + Key, "400")]
    [InlineData(true, "GET /ws/echo HTTP/1.0\r\n" + Host + Upgrade + Version + Key, "400")]
    [InlineData(true, "GET /ws/echo HTTP/1.1\r\n" + Host + Upgrade + Version + Key + "Content-Length: 3\r\n", "400")]
    [InlineData(true, "GET /ws/echo HTTP/1.1\r\n" + Host + Upgrade + Version + Key + "Bad header: x\r\n", "400")]
    [InlineData(true, "GET /ws/echo HTTP/1.1\r\n" + Host + Upgrade + Version + Key + " folded\r\n", "400")]
    [InlineData(true, "GET /ws/echo\r\n" + Host + Upgrade + Version + Key, "400")]
    [InlineData(true, "GET /ws/e cho HTTP/1.1\r\n" + Host + Upgrade + Version + Key, "400")]
    [InlineData(true, "POST /ws/echo HTTP/1.1\r\n" + Host + Upgrade + Version + Key, "405")]
    [InlineData(true, "HEAD /ws/echo HTTP/1.1\r\n" + Host, "405")]
    [InlineData(true, "GET / HTTP/1.1\r\n" + Host, "200")]
    [InlineData(true, "GET /w HTTP/1.1\r\n" + Host, "200")]
    public async Task Request_IsAnsweredWith(bool hasRawPath, string head, string status)
    {
        await using var host = await TestHost.StartAsync(hasRawPath: hasRawPath);
        await using var client = await WireClient.ConnectRawAsync(host.Port);

        await client.SendBytesAsync(head + "\r\n");
        var answer = await client.ReceiveHeadAsync();

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        switch (status)
        {
            case "101":
                Assert.Contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n", answer, StringComparison.Ordinal);
                Assert.DoesNotContain("Sec-WebSocket-Protocol", answer, StringComparison.OrdinalIgnoreCase);
                Assert.DoesNotContain("Sec-WebSocket-Extensions", answer, StringComparison.OrdinalIgnoreCase);
                await client.SendTextAsync("hello");
                Assert.Equal("hello", await client.ReceiveTextAsync());
                break;
            case "426":
                Assert.Contains("Sec-WebSocket-Version: 13\r\n", answer, StringComparison.Ordinal);
                Assert.Contains("Upgrade: websocket\r\n", answer, StringComparison.Ordinal);
                break;
            case "405":
                Assert.Contains("Allow: GET\r\n", answer, StringComparison.Ordinal);
                break;
        }
    }

    [Fact]
    public async Task Refusal_IsACompleteAnswerAndEndsTheConnection()
    {
        await using var host = await TestHost.StartAsync();
        await using var client = await WireClient.ConnectRawAsync(host.Port);

        await client.SendBytesAsync(WireClient.Request("/ws/other"));
        var answer = Encoding.ASCII.GetString(await client.ReceiveAllAsync());

        Assert.Equal(
            "HTTP/1.1 404 Not Found\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 35\r\nConnection: close\r\n\r\nThere is no websocket at this path.",
            answer);
        Assert.Equal(1, host.Server.Counters.Refused);
    }

    [Fact]
    public async Task Refusal_OfAnUpload_IsReadWholeWhileTheRestIsStillBeingSent()
    {
        await using var host = await TestHost.StartAsync(clock: new Microsoft.Extensions.Time.Testing.FakeTimeProvider());
        await using var client = await WireClient.ConnectRawAsync(host.Port);

        await client.SendBytesAsync([.. Encoding.ASCII.GetBytes(WireClient.Request("/ws/other")), .. new byte[16 * 1024 * 1024]]);
        client.Socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);

        Assert.StartsWith("HTTP/1.1 404 ", Encoding.ASCII.GetString(await client.ReceiveAllAsync()), StringComparison.Ordinal);
        await host.WaitForSocketsAsync(0);
    }

    [Fact]
    public async Task Refusal_OfAPeerThatNeverCloses_EndsAfterTheTimeLimit()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        await using var host = await TestHost.StartAsync(clock: clock);
        await using var client = await WireClient.ConnectRawAsync(host.Port);
        await client.SendBytesAsync(WireClient.Request("/ws/other"));
        Assert.NotEmpty(await client.ReceiveAllAsync());
        await host.WaitForEntriesAsync(1);
        Assert.Equal(1, host.Server.Sockets);

        clock.Advance(TimeSpan.FromSeconds(2));

        await host.WaitForSocketsAsync(0);
    }

    [Fact]
    public async Task Head_ByteByByte_IsAccepted()
    {
        await using var host = await TestHost.StartAsync();
        await using var client = await WireClient.ConnectRawAsync(host.Port);

        foreach (var value in WireClient.Request("/ws/echo"))
        {
            await client.SendBytesAsync([(byte)value]);
        }

        await client.ReceiveUpgradeAsync();
    }

    [Fact]
    public async Task Http_ByteByByte_IsHandedOnUntouched()
    {
        await using var host = await TestHost.StartAsync();
        await using var client = await WireClient.ConnectRawAsync(host.Port);

        foreach (var value in "GET /wx HTTP/1.1\r\nHost: a\r\n\r\n")
        {
            await client.SendBytesAsync([(byte)value]);
        }

        Assert.StartsWith("HTTP/1.1 200 ", await client.ReceiveHeadAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Http2Preface_IsHandedOnUntouched()
    {
        await using var host = await TestHost.StartAsync();
        await using var client = await WireClient.ConnectRawAsync(host.Port);

        await client.SendBytesAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

        // Without TLS Kestrel refuses HTTP/2 beside HTTP/1.1, but in an HTTP/2 frame (GOAWAY), which shows that it has seen the whole preface.
        Assert.Equal(7, (await client.ReceiveBytesAsync(9))[3]);
        Assert.Equal(0, host.Server.Counters.Refused);
    }

    [Fact]
    public async Task Frames_RightBehindTheHead_AreNotLost()
    {
        await using var host = await TestHost.StartAsync();
        await using var client = await WireClient.ConnectRawAsync(host.Port);

        await client.SendBytesAsync([.. Encoding.ASCII.GetBytes(WireClient.Request("/ws/echo")), .. ClientFrame.Encode(1, "one"u8), .. ClientFrame.Encode(1, "two"u8)]);

        await client.ReceiveUpgradeAsync();
        Assert.Equal("one", await client.ReceiveTextAsync());
        Assert.Equal("two", await client.ReceiveTextAsync());
    }

    [Fact]
    public async Task Upgrade_AfterAnOrdinaryRequest_IsAccepted()
    {
        await using var host = await TestHost.StartAsync();
        await using var client = await WireClient.ConnectRawAsync(host.Port);
        await client.SendBytesAsync("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
        await client.ReceiveHeadAsync();

        await client.UpgradeAsync("/ws/echo");
        await client.SendTextAsync("hello");

        Assert.Equal("hello", await client.ReceiveTextAsync());
        await client.SendCloseAsync(1001);
        Assert.Equal(1001, await client.ReceiveCloseAsync(answers: false));
        var handler = await host.Endpoint.NextHandlerAsync();
        Assert.Equal((ushort?)1001, (await handler.Closed).PeerCode);
    }

    [Fact]
    public async Task Head_TooLarge_Is431()
    {
        await using var host = await TestHost.StartAsync();
        await using var client = await WireClient.ConnectRawAsync(host.Port);

        await client.SendBytesAsync("GET /ws/echo HTTP/1.1\r\nX: " + new string('x', 16 * 1024 - 26));

        Assert.StartsWith("HTTP/1.1 431 ", await client.ReceiveHeadAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Head_Unfinished_Is408AfterTheTimeLimit()
    {
        using var server = new WebSocketServer(
            new ScriptedEndpoint(), new TransportOptions(), new Microsoft.Extensions.Time.Testing.FakeTimeProvider(), new CollectingLogger());
        // Inline, so that the server has read what was flushed.
        var toServer = new Pipe(new PipeOptions(readerScheduler: PipeScheduler.Inline, useSynchronizationContext: false));
        var toClient = new Pipe();
        var connection = new DefaultConnectionContext { Transport = new DuplexPipe(toServer.Reader, toClient.Writer) };
        var accepting = server.TryAcceptAsync(connection);
        await toServer.Writer.WriteAsync("GET /ws/echo HT"u8.ToArray());

        for (var i = 0; i < 9; i++)
        {
            server.Services.Registry.Tick();
        }

        Assert.False(accepting.IsCompleted);
        server.Services.Registry.Tick();

        Assert.True(await accepting.WaitAsync(WireClient.DefaultTimeout));
        var answer = await toClient.Reader.ReadAtLeastAsync(1);
        Assert.StartsWith("HTTP/1.1 408 ", Encoding.ASCII.GetString(answer.Buffer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connection_ThatSaysNothing_EndsAfterTheTimeLimit()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        await using var host = await TestHost.StartAsync(clock: clock);
        await using var client = await WireClient.ConnectRawAsync(host.Port);
        await host.WaitForEntriesAsync(1);

        clock.Advance(TimeSpan.FromSeconds(11));

        Assert.Empty(await client.ReceiveAllAsync());
    }

    [Fact]
    public async Task EndpointThatThrows_Is500AndLogged()
    {
        await using var host = await TestHost.StartAsync();
        host.Endpoint.Prepare = static _ => throw new InvalidOperationException("broken");
        await using var client = await WireClient.ConnectRawAsync(host.Port);

        await client.SendBytesAsync(WireClient.Request("/ws/echo"));

        Assert.StartsWith("HTTP/1.1 500 ", await client.ReceiveHeadAsync(), StringComparison.Ordinal);
        Assert.Contains(host.Logger.Entries, static entry => entry.Exception is InvalidOperationException);
    }
}
