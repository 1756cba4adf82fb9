using Microsoft.Extensions.Time.Testing;
using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Testing;
using Venueless.Fast.Transport.Tests.Hosting;

namespace Venueless.Fast.Transport.Tests.Outbound;

public sealed class SlowConsumerTests
{
    [Fact]
    public async Task ClientThatStopsReading_IsClosedAndNobodyElseWaits()
    {
        await using var host = await TestHost.StartAsync();
        await using var slow = await WireClient.ConnectAsync(host.Port, "/ws/echo", receiveBufferBytes: 4096);
        var slowHandler = await host.Endpoint.NextHandlerAsync();
        await using var quick = await host.ConnectAsync();
        var quickHandler = await host.Endpoint.NextHandlerAsync();
        var frame = SharedFrame.CreateText(new byte[50_000]);
        var delivered = 0;

        while (slowHandler.Connection.TryEnqueue(frame))
        {
            delivered++;
            Assert.True(quickHandler.Connection.TryEnqueue(frame));
            Assert.Equal(50_000, (await quick.ReceiveFrameAsync("the broadcast")).Payload.Length);
            Assert.True(delivered < 10_000, "The queue of a client that does not read never filled up.");
        }

        frame.Release();
        Assert.Equal(new ConnectionClosed(CloseReason.SlowConsumer, null), await slowHandler.Closed);
        Assert.Equal(1, host.Server.Counters.SlowConsumers);
        await quick.SendTextAsync("alive");
        Assert.Equal("alive", await quick.ReceiveTextAsync());
    }

    [Fact]
    public async Task SendWithoutProgress_IsClosedAfter30Seconds()
    {
        var clock = new FakeTimeProvider();
        await using var host = await TestHost.StartAsync(static options => (options.MaxQueuedBytes, options.PingInterval) = (100 * 1024 * 1024, TimeSpan.Zero), clock);
        await using var client = await WireClient.ConnectAsync(host.Port, "/ws/echo", receiveBufferBytes: 4096);
        var handler = await host.Endpoint.NextHandlerAsync();
        var text = new string('x', 1024 * 1024);
        for (var i = 0; i < 20; i++)
        {
            Assert.True(handler.Send(text));
        }

        clock.Advance(TimeSpan.FromSeconds(31));

        Assert.Equal(CloseReason.SlowConsumer, (await handler.Closed).Reason);
    }

    [Fact]
    public async Task ClientThatReadsLate_GetsEverythingInOrder()
    {
        await using var host = await TestHost.StartAsync(static options => options.MaxQueuedBytes = 100 * 1024 * 1024, new FakeTimeProvider());
        await using var client = await WireClient.ConnectAsync(host.Port, "/ws/echo", receiveBufferBytes: 4096);
        var handler = await host.Endpoint.NextHandlerAsync();
        for (var i = 0; i < 3000; i++)
        {
            Assert.True(handler.Send($"{i} {new string('x', i)}"));
        }

        handler.Connection.Close(CloseReason.Normal);
        for (var i = 0; i < 3000; i++)
        {
            Assert.StartsWith($"{i} ", await client.ReceiveTextAsync(), StringComparison.Ordinal);
        }

        Assert.Equal(1000, await client.ReceiveCloseAsync());
    }
}
