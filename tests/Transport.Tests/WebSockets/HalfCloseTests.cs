using System.Net.Sockets;
using System.Net.WebSockets;
using Microsoft.Extensions.Time.Testing;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Testing;
using Venueless.Fast.Transport.Tests.Hosting;

namespace Venueless.Fast.Transport.Tests.WebSockets;

/// <summary>The end of the TCP connection (RFC 6455 section 7.1.1), on a clock that stands still: no time limit helps a server that waits for the wrong thing.</summary>
public sealed class HalfCloseTests
{
    // More than both sides' socket buffers and the server's pipe hold together: it only gets through while the server reads.
    private static readonly byte[] MuchData = ClientFrame.Encode(WireFrame.BinaryOpcode, new byte[16 * 1024 * 1024]);

    [LinuxFact]
    public async Task Close_ByTheServer_EndsOnlyItsSendingSide()
    {
        await using var host = await TestHost.StartAsync(clock: new FakeTimeProvider());
        await using var client = await host.ConnectAsync();
        var handler = await host.Endpoint.NextHandlerAsync();

        handler.Connection.Close(CloseReason.Normal);
        Assert.Equal(1000, (await client.ReceiveFrameAsync()).CloseCode);
        await ReceiveFinAsync(client);

        await client.SendBytesAsync(MuchData);
        Assert.False(handler.Closed.IsCompleted);
        await client.SendCloseAsync(1000);
        Assert.Equal(new ConnectionClosed(CloseReason.Normal, 1000), await handler.Closed);
        await client.SendBytesAsync(MuchData);
        client.Socket.Shutdown(SocketShutdown.Send);
        await host.StopAsync().WaitAsync(WireClient.DefaultTimeout);
    }

    [LinuxFact]
    public async Task Close_ByThePeer_IsAnsweredAndEndsTheSendingSide()
    {
        await using var host = await TestHost.StartAsync(clock: new FakeTimeProvider());
        await using var client = await host.ConnectAsync();
        var handler = await host.Endpoint.NextHandlerAsync();

        await client.SendCloseAsync(1001);
        Assert.Equal(1001, (await client.ReceiveFrameAsync()).CloseCode);
        await ReceiveFinAsync(client);

        // The session ends with the close frame, not with the socket.
        Assert.Equal(new ConnectionClosed(CloseReason.ClosedByPeer, 1001), await handler.Closed);
        await client.SendBytesAsync(MuchData);
        client.Socket.Shutdown(SocketShutdown.Send);
        await host.StopAsync().WaitAsync(WireClient.DefaultTimeout);
    }

    [LinuxFact]
    public async Task PeerThatFloodsBehindTheCloseFrame_StillReadsIt()
    {
        await using var host = await TestHost.StartAsync(clock: new FakeTimeProvider());
        await using var client = await host.ConnectAsync();
        var handler = await host.Endpoint.NextHandlerAsync();
        handler.Send("last words");

        handler.Connection.Close(CloseReason.ServiceRestart);
        for (var i = 0; i < 4; i++)
        {
            await client.SendBytesAsync(MuchData);
        }

        Assert.Equal("last words", await client.ReceiveTextAsync());
        Assert.Equal(1012, (await client.ReceiveFrameAsync()).CloseCode);
        await ReceiveFinAsync(client);
    }

    [LinuxTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task PeerThatNeverCloses_IsLetGoAfterTheTimeLimit(bool hasPeerClosedFirst)
    {
        var clock = new FakeTimeProvider();
        await using var host = await TestHost.StartAsync(clock: clock);
        await using var client = await host.ConnectAsync();
        var handler = await host.Endpoint.NextHandlerAsync();
        if (hasPeerClosedFirst)
        {
            await client.SendCloseAsync(1000);
        }
        else
        {
            handler.Connection.Close(CloseReason.Normal);
        }

        Assert.Equal(1000, (await client.ReceiveFrameAsync()).CloseCode);
        await ReceiveFinAsync(client);
        var stopping = host.StopAsync();
        clock.Advance(TimeSpan.FromSeconds(1));
        await client.SendBytesAsync(MuchData);
        Assert.False(stopping.IsCompleted);

        clock.Advance(TimeSpan.FromSeconds(2));

        await stopping.WaitAsync(WireClient.DefaultTimeout);
        await handler.Closed;
    }

    [Fact]
    public async Task SlowPeerWithAFullQueue_IsResetAfterTheTimeLimit()
    {
        var clock = new FakeTimeProvider();
        await using var host = await TestHost.StartAsync(clock: clock);
        await using var client = await WireClient.ConnectAsync(host.Port, "/ws/echo", receiveBufferBytes: 4096);
        var handler = await host.Endpoint.NextHandlerAsync();
        var text = new string('x', 300_000);
        while (handler.Send(text) && handler.OutboundBytes == 0)
        {
        }

        handler.Connection.Close(CloseReason.Normal);
        clock.Advance(TimeSpan.FromSeconds(4));

        await handler.Closed;
        var failure = await Assert.ThrowsAsync<IOException>(client.ReceiveAllAsync);
        Assert.Equal(SocketError.ConnectionReset, Assert.IsType<SocketException>(failure.InnerException).SocketErrorCode);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public async Task Close_BehindMuchData_ReachesAnOrdinaryClientWhole(bool isByTheServer, bool usesTls)
    {
        await using var host = await TestHost.StartAsync(clock: new FakeTimeProvider(), usesTls: usesTls);
        using var client = new ClientWebSocket();
        client.Options.RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate?.Subject == "CN=localhost";
        using var limit = new CancellationTokenSource(WireClient.DefaultTimeout);
        await client.ConnectAsync(new Uri($"{(usesTls ? "wss" : "ws")}://localhost:{host.Port}/ws/echo"), limit.Token);
        var handler = await host.Endpoint.NextHandlerAsync();
        var text = new string('x', 3 * 1024 * 1024);
        Assert.True(handler.Send(text));

        if (isByTheServer)
        {
            handler.Connection.Close(CloseReason.Normal);
        }
        else
        {
            await client.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, limit.Token);
        }

        var received = 0;
        var buffer = new byte[64 * 1024];
        while (await client.ReceiveAsync(buffer, limit.Token) is { MessageType: not WebSocketMessageType.Close } result)
        {
            received += result.Count;
        }

        Assert.Equal(text.Length, received);
        Assert.Equal(WebSocketCloseStatus.NormalClosure, client.CloseStatus);
        client.Dispose();
        await handler.Closed;
    }

    // In order: a reset would throw.
    private static async Task ReceiveFinAsync(WireClient client) => Assert.Empty(await client.ReceiveAllAsync());
}
