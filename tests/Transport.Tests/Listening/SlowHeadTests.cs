using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using Venueless.Fast.Testing;
using Venueless.Fast.Transport.Tests.Hosting;

namespace Venueless.Fast.Transport.Tests.Listening;

/// <summary>The first bytes of a request, and then nothing. Without a time limit for handshakes, so that nothing else ends them.</summary>
public sealed class SlowHeadTests
{
    [Fact]
    public async Task StartOfAHead_ThenNothing_IsHttpsAfterAWhile_WhichStillUpgradesIt()
    {
        var clock = new FakeTimeProvider();
        await using var host = await TestHost.StartAsync(static options => options.HandshakeTimeout = TimeSpan.Zero, clock);
        await using var client = await WireClient.ConnectRawAsync(host.Port);
        var head = WireClient.Request("/ws/echo");

        await client.SendBytesAsync(head[..6]);
        await host.WaitForSocketsAsync(1);
        clock.Advance(TimeSpan.FromSeconds(0.9));
        Assert.Equal(1, host.Server.Sockets);
        await TestHost.WaitUntilAsync(() => Advance(clock) && host.Server.Sockets == 0, "It was looked at for ever.");

        await client.SendBytesAsync(head[6..]);
        await client.ReceiveUpgradeAsync();
        await client.SendTextAsync("hello");
        Assert.Equal("hello", await client.ReceiveTextAsync());
    }

    [LinuxFact]
    public async Task StartOfAHead_ThenTheEnd_IsLetGo()
    {
        var clock = new FakeTimeProvider();
        await using var host = await TestHost.StartAsync(static options => options.HandshakeTimeout = TimeSpan.Zero, clock, maxConnections: 1);
        await using var client = await WireClient.ConnectRawAsync(host.Port);

        await client.SendBytesAsync("GET /w");
        await host.WaitForSocketsAsync(1);
        client.Socket.Shutdown(SocketShutdown.Send);
        await TestHost.WaitUntilAsync(() => Advance(clock) && host.Server.Sockets == 0, "It was looked at for ever.");

        // Not HTTP's either: there is room again.
        await using var next = await host.ConnectAsync();
    }

    [Fact]
    public async Task StartOfAHead_WhenTheServerStops_IsNotWaitedFor()
    {
        await using var host = await TestHost.StartAsync(clock: new FakeTimeProvider());
        await using var client = await WireClient.ConnectRawAsync(host.Port);
        await client.SendBytesAsync("GET /w");
        await host.WaitForEntriesAsync(1);

        await host.StopAsync().WaitAsync(WireClient.DefaultTimeout);

        Assert.Equal(0, host.Server.Sockets);
    }

    private static bool Advance(FakeTimeProvider clock)
    {
        clock.Advance(TimeSpan.FromSeconds(1.0 / 16));
        return true;
    }
}
