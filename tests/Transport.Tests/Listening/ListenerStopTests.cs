using Microsoft.Extensions.Time.Testing;
using Venueless.Fast.Testing;
using Venueless.Fast.Transport.Tests.Hosting;
using Venueless.Fast.Transport.WebSockets;

namespace Venueless.Fast.Transport.Tests.Listening;

/// <summary>A graceful stop with peers that do nothing of themselves, on a clock that stands still: no time limit helps it.</summary>
public sealed class ListenerStopTests
{
    [Fact]
    public async Task PeerThatHasSaidNothing_IsLetGo()
    {
        await using var host = await TestHost.StartAsync(clock: new FakeTimeProvider());
        await using var client = await WireClient.ConnectRawAsync(host.Port);
        await host.WaitForEntriesAsync(1);

        await host.StopAsync().WaitAsync(WireClient.DefaultTimeout);

        Assert.Empty(await client.ReceiveAllAsync());
    }

    [Fact]
    public async Task PeerInTheMiddleOfItsHead_IsLetGo()
    {
        await using var host = await TestHost.StartAsync(clock: new FakeTimeProvider());
        var client = await WireClient.ConnectRawAsync(host.Port);
        await client.SendBytesAsync("GET /ws/echo HTTP/1.1\r\nHost: a\r\n");
        await host.WaitForEntriesAsync(1);

        var stopping = host.StopAsync();
        try
        {
            // Nothing if it was not yet seen whose it is, else that it took too long.
            var answer = System.Text.Encoding.ASCII.GetString(await client.ReceiveAllAsync());
            Assert.True(answer.Length == 0 || answer.StartsWith("HTTP/1.1 408 ", StringComparison.Ordinal), answer);
        }
        catch (IOException)
        {
            // Its bytes were not read at all.
        }

        await client.DisposeAsync();
        await stopping.WaitAsync(WireClient.DefaultTimeout);
    }

    [Fact]
    public async Task PeerWhoseReadingPauses_IsClosedInOrder()
    {
        await using var host = await TestHost.StartAsync(static options => (options.CommandsPerSecond, options.CommandBurst) = (1, 1), new FakeTimeProvider());
        await using var client = await host.ConnectAsync();
        for (var i = 0; i < 5; i++)
        {
            await client.SendTextAsync("one too many");
        }

        Assert.Equal("one too many", await client.ReceiveTextAsync());
        var stopping = host.StopAsync();

        Assert.Equal(1012, await client.ReceiveCloseAsync());
        await client.DisposeAsync();
        await stopping.WaitAsync(WireClient.DefaultTimeout);
    }

    [Fact]
    public void Stop_OnlyGoesOn()
    {
        using var server = new WebSocketServer(new ScriptedEndpoint(), new TransportOptions(), new FakeTimeProvider(), new CollectingLogger());
        server.BeginStop();
        Assert.Equal(ServerStop.Closing, server.Services.Stop);
        server.Abort();

        server.BeginStop();

        Assert.Equal(ServerStop.Aborting, server.Services.Stop);
    }
}
