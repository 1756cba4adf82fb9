using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Testing;
using Venueless.Fast.Transport.Tests.Hosting;

namespace Venueless.Fast.Transport.Tests.WebSockets;

public sealed class CloseTests
{
    [Theory]
    [InlineData(CloseReason.Normal, 1000)]
    [InlineData(CloseReason.ServiceRestart, 1012)]
    public async Task Close_ByTheServer_ComesBehindWhatIsQueued(CloseReason reason, int code)
    {
        await using var host = await TestHost.StartAsync();
        await using var client = await host.ConnectAsync();
        var handler = await host.Endpoint.NextHandlerAsync();

        handler.Send("one");
        handler.Send("two");
        handler.Connection.Close(reason);
        Assert.False(handler.Send("late"));
        handler.Connection.Close(CloseReason.ProtocolError);

        Assert.Equal("one", await client.ReceiveTextAsync());
        Assert.Equal("two", await client.ReceiveTextAsync());
        // A message on its way is not executed any more.
        await client.SendTextAsync("ignored");
        Assert.Equal(code, await client.ReceiveCloseAsync());
        Assert.Equal(new ConnectionClosed(reason, (ushort)code), await handler.Closed);
        Assert.Equal(["open", "closed"], handler.Calls);
    }

    [Fact]
    public async Task Close_WhenThePeerDoesNotAnswer_EndsAfterTheTimeLimit()
    {
        var clock = new FakeTimeProvider();
        await using var host = await TestHost.StartAsync(clock: clock);
        await using var client = await host.ConnectAsync();
        var handler = await host.Endpoint.NextHandlerAsync();

        handler.Connection.Close(CloseReason.Normal);
        Assert.Equal(1000, (await client.ReceiveFrameAsync()).CloseCode);
        clock.Advance(TimeSpan.FromSeconds(3));

        await client.ReceiveEndAsync();
        Assert.Equal(new ConnectionClosed(CloseReason.Normal, null), await handler.Closed);
    }

    [Fact]
    public async Task Close_WhenThePeerDoesNotRead_EndsAfterTheTimeLimit()
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

        Assert.Equal(CloseReason.Normal, (await handler.Closed).Reason);
    }

    [Fact]
    public async Task TcpEnd_WithoutCloseFrame_IsDisconnected()
    {
        await using var host = await TestHost.StartAsync();
        var client = await host.ConnectAsync();
        var handler = await host.Endpoint.NextHandlerAsync();

        await client.DisposeAsync();

        Assert.Equal(new ConnectionClosed(CloseReason.Disconnected, null), await handler.Closed);
    }

    [Fact]
    public async Task TcpReset_IsDisconnected()
    {
        await using var host = await TestHost.StartAsync();
        await using var client = await host.ConnectAsync();
        var handler = await host.Endpoint.NextHandlerAsync();

        client.Reset();

        Assert.Equal(new ConnectionClosed(CloseReason.Disconnected, null), await handler.Closed);
    }

    [Fact]
    public async Task TcpHalfClose_InsideAMessage_IsDisconnected()
    {
        await using var host = await TestHost.StartAsync();
        await using var client = await host.ConnectAsync();
        var handler = await host.Endpoint.NextHandlerAsync();

        await client.SendFrameAsync(1, new byte[50_000], isFinal: false);
        client.Socket.Shutdown(SocketShutdown.Send);

        Assert.Equal(new ConnectionClosed(CloseReason.Disconnected, null), await handler.Closed);
        await client.ReceiveEndAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task GracefulStop_ClosesWith1012(bool hasRawPath)
    {
        await using var host = await TestHost.StartAsync(hasRawPath: hasRawPath);
        await using var client = await host.ConnectAsync();

        var stopping = host.StopAsync();

        Assert.Equal(1012, await client.ReceiveCloseAsync());
        await client.DisposeAsync();
        await stopping.WaitAsync(WireClient.DefaultTimeout);
    }

    [Fact]
    public async Task MessageLimit_RisesAfterLogin()
    {
        await using var host = await TestHost.StartAsync(static options => (options.MaxMessageBytesBeforeLogin, options.MaxMessageBytes) = (100, 200));
        await using var client = await host.ConnectAsync();
        var handler = await host.Endpoint.NextHandlerAsync();

        await client.SendTextAsync(new string('a', 100));
        Assert.Equal(100, (await client.ReceiveTextAsync()).Length);
        handler.Connection.AllowLargeMessages();
        await client.SendTextAsync(new string('a', 200));
        Assert.Equal(200, (await client.ReceiveTextAsync()).Length);
        await client.SendTextAsync(new string('a', 201));

        Assert.Equal(1009, await client.ReceiveCloseAsync());
        Assert.Equal(CloseReason.MessageTooBig, (await handler.Closed).Reason);
    }

    [Fact]
    public async Task MessageTooBig_StillBeingSent_StillReadsTheCloseFrame()
    {
        await using var host = await TestHost.StartAsync(clock: new FakeTimeProvider());
        await using var client = await host.ConnectAsync();

        // 3 MiB of a refused message: without reading on, the server's end would reset the connection and the close frame could be lost.
        var sending = client.SendBytesAsync([.. ClientFrame.Encode(1, new byte[3 * 1024 * 1024]), .. ClientFrame.Close(1009)]);

        Assert.Equal(1009, await client.ReceiveCloseAsync(answers: false));
        await sending;
    }
}
