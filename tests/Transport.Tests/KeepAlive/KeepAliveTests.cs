using Microsoft.Extensions.Time.Testing;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Testing;
using Venueless.Fast.Transport.KeepAlive;
using Venueless.Fast.Transport.Tests.Hosting;

namespace Venueless.Fast.Transport.Tests.KeepAlive;

public sealed class KeepAliveTests
{
    [Fact]
    public async Task SilentPeer_IsPingedOnceAndDroppedWithin40Seconds()
    {
        var clock = new FakeTimeProvider();
        await using var host = await TestHost.StartAsync(clock: clock);
        await using var client = await host.ConnectAsync();
        var handler = await host.Endpoint.NextHandlerAsync();

        clock.Advance(TimeSpan.FromSeconds(19));
        Assert.False(handler.Closed.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(2));
        var ping = await client.ReceiveFrameAsync("a ping");
        Assert.Equal((WireFrame.PingOpcode, 0), (ping.Opcode, ping.Payload.Length));
        clock.Advance(TimeSpan.FromSeconds(19));

        Assert.Equal(new ConnectionClosed(CloseReason.PeerDead, null), await handler.Closed);
        await client.ReceiveEndAsync();
        Assert.Equal(1, host.Server.Counters.DeadPeers);
    }

    [Fact]
    public async Task PeerThatAnswersPings_Lives()
    {
        var clock = new FakeTimeProvider();
        await using var host = await TestHost.StartAsync(clock: clock);
        await using var client = await host.ConnectAsync();

        for (var round = 0; round < 5; round++)
        {
            clock.Advance(TimeSpan.FromSeconds(21));
            Assert.Equal(WireFrame.PingOpcode, (await client.ReceiveFrameAsync("a ping")).Opcode);
            await client.SendFrameAsync(WireFrame.PongOpcode, []);
            // A round trip behind the pong: now the server has read it.
            await client.SendTextAsync("x");
            Assert.Equal("x", await client.ReceiveTextAsync());
        }

        Assert.Equal(0, host.Server.Counters.DeadPeers);
    }

    [Fact]
    public async Task StartedMessage_Unfinished_EndsAfter30Seconds()
    {
        var clock = new FakeTimeProvider();
        await using var host = await TestHost.StartAsync(clock: clock);
        await using var client = await host.ConnectAsync();
        var handler = await host.Endpoint.NextHandlerAsync();
        await client.SendFrameAsync(1, "start"u8.ToArray(), isFinal: false);
        await PingPongAsync(client);
        clock.Advance(TimeSpan.FromSeconds(18));
        await PingPongAsync(client);

        clock.Advance(TimeSpan.FromSeconds(13));

        Assert.Equal(CloseReason.PeerDead, (await handler.Closed).Reason);
    }

    [Fact]
    public void Tick_AllocatesNothing()
    {
        using var registry = new TickRegistry(new FakeTimeProvider(), Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        var entries = Enumerable.Range(0, 1000).Select(static _ => new Entry()).ToArray();
        Array.ForEach(entries, registry.Register);
        registry.Tick();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            registry.Tick();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.All(entries, static entry => Assert.Equal(101, entry.Ticks));
    }

    [Fact]
    public void Unregister_InsideATick_SkipsNobody()
    {
        using var registry = new TickRegistry(new FakeTimeProvider(), Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        var entries = Enumerable.Range(0, 1000).Select(static i => new Entry { LeavesAtTick = i % 3 == 0 ? 2 : 0 }).ToArray();
        foreach (var entry in entries)
        {
            entry.Registry = registry;
            registry.Register(entry);
        }

        registry.Tick();
        registry.Tick();

        Assert.All(entries, static entry => Assert.Equal(entry.LeavesAtTick == 2 ? 1 : 2, entry.Ticks));
        Assert.Equal(entries.Count(static entry => entry.LeavesAtTick == 0), registry.Count);
    }

    // What was sent before has been read when the answer comes.
    private static async Task PingPongAsync(WireClient client)
    {
        await client.SendFrameAsync(WireFrame.PingOpcode, "sync"u8.ToArray());
        while ((await client.ReceiveFrameAsync("a pong")).Opcode != WireFrame.PongOpcode)
        {
        }
    }

    private sealed class Entry : ITicked
    {
        private TickRegistration _registration;

        public int Ticks { get; private set; }

        public int LeavesAtTick { get; init; }

        public TickRegistry? Registry { get; set; }

        ref TickRegistration ITicked.Registration => ref _registration;

        public void OnTick(int now)
        {
            Ticks++;
            if (now == LeavesAtTick)
            {
                Registry!.Unregister(this);
            }
        }
    }
}
