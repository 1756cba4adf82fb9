using Microsoft.Extensions.Logging;
using Venueless.Fast.Transport.Inbound;
using Venueless.Fast.Transport.KeepAlive;

namespace Venueless.Fast.Transport.WebSockets;

/// <summary>What all connections of a server share: the common timer, the limits in ticks and bytes, the counters. Immutable but for counters.</summary>
internal sealed class TransportServices
{
    private int _sockets;
    private int _stop;

    public TransportServices(TransportOptions options, TimeProvider timeProvider, ILogger logger)
    {
        options.Validate();
        Logger = logger;
        Time = timeProvider;
        Registry = new TickRegistry(timeProvider, logger);
        Budget = new InboundBudget(options.MaxUnfinishedBytes);
        MaxMessageBytesBeforeLogin = options.MaxMessageBytesBeforeLogin;
        MaxMessageBytes = options.MaxMessageBytes;
        MaxQueuedBytes = options.MaxQueuedBytes;
        UsesCompression = options.UsesCompression;
        CompressionThreshold = options.CompressionThreshold;
        MaxRequestHeadBytes = options.MaxRequestHeadBytes;
        CommandsPerSecond = options.CommandsPerSecond;
        CommandBurst = options.CommandBurst;
        HandshakeTicks = ToTicksOrNever(options.HandshakeTimeout);
        MessageTicks = ToTicksOrNever(options.MessageTimeout);
        SendProgressTicks = ToTicksOrNever(options.SendProgressTimeout);
        PingTicks = ToTicksOrNever(options.PingInterval);
        // Activity is stamped with the tick before it, so one tick less keeps the promise "within".
        DeadPeerTicks = options.PingInterval == TimeSpan.Zero ? TickRegistry.ToTicks(TimeSpan.MaxValue) : TickRegistry.ToTicks(options.DeadPeerTimeout) - 1;
        CloseTicks = Math.Max(1, TickRegistry.ToTicks(options.CloseTimeout) - 1);
    }

    public ILogger Logger { get; }

    /// <summary>The registry's clock, for pauses shorter than its ticks.</summary>
    public TimeProvider Time { get; }

    public TickRegistry Registry { get; }

    public InboundBudget Budget { get; }

    public TransportCounters Counters { get; } = new();

    public int MaxMessageBytesBeforeLogin { get; }

    public int MaxMessageBytes { get; }

    public int MaxQueuedBytes { get; }

    public bool UsesCompression { get; }

    public int CompressionThreshold { get; }

    public int MaxRequestHeadBytes { get; }

    public int CommandsPerSecond { get; }

    public int CommandBurst { get; }

    public int HandshakeTicks { get; }

    public int MessageTicks { get; }

    public int SendProgressTicks { get; }

    public int PingTicks { get; }

    public int DeadPeerTicks { get; }

    public int CloseTicks { get; }

    /// <summary>Sockets that belong to this server, those in their handshake included. Any thread.</summary>
    public int Sockets => Volatile.Read(ref _sockets);

    /// <summary>How far the server's end has come; see <see cref="AdvanceStop"/>. Read by every tick.</summary>
    public ServerStop Stop => (ServerStop)Volatile.Read(ref _stop);

    public void AddSocket() => Interlocked.Increment(ref _sockets);

    public void RemoveSocket() => Interlocked.Decrement(ref _sockets);

    /// <summary>The end comes so far at least; what has come further stays there. Any thread.</summary>
    public void AdvanceStop(ServerStop stop)
    {
        var seen = Volatile.Read(ref _stop);
        while (seen < (int)stop && Interlocked.CompareExchange(ref _stop, (int)stop, seen) is var current && current != seen)
        {
            seen = current;
        }
    }

    private static int ToTicksOrNever(TimeSpan time) => TickRegistry.ToTicks(time == TimeSpan.Zero ? TimeSpan.MaxValue : time);
}
