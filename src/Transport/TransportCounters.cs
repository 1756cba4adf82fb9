using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Transport;

/// <summary>What the transport counted since its start. Written by any connection with interlocked adds, read by metrics and the operator page.</summary>
public sealed class TransportCounters
{
    private long _opened;
    private long _ended;
    private long _refused;
    private long _slowConsumers;
    private long _deadPeers;
    private long _violations;

    /// <summary>Websockets accepted.</summary>
    public long Opened => Interlocked.Read(ref _opened);

    /// <summary>Websockets that have ended, for whatever reason.</summary>
    public long Ended => Interlocked.Read(ref _ended);

    /// <summary>Websockets open now.</summary>
    public long Open => Math.Max(0, Opened - Ended);

    /// <summary>Handshakes refused.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Ended as <see cref="CloseReason.SlowConsumer"/>.</summary>
    public long SlowConsumers => Interlocked.Read(ref _slowConsumers);

    /// <summary>Ended as <see cref="CloseReason.PeerDead"/>.</summary>
    public long DeadPeers => Interlocked.Read(ref _deadPeers);

    /// <summary>Ended because the peer broke a rule: protocol error, invalid payload, message too big.</summary>
    public long Violations => Interlocked.Read(ref _violations);

    internal void AddOpened() => Interlocked.Increment(ref _opened);

    internal void AddRefused() => Interlocked.Increment(ref _refused);

    internal void AddEnded(CloseReason reason)
    {
        Interlocked.Increment(ref _ended);
        switch (reason)
        {
            case CloseReason.SlowConsumer:
                Interlocked.Increment(ref _slowConsumers);
                break;
            case CloseReason.PeerDead:
                Interlocked.Increment(ref _deadPeers);
                break;
            case CloseReason.ProtocolError or CloseReason.InvalidPayload or CloseReason.MessageTooBig:
                Interlocked.Increment(ref _violations);
                break;
        }
    }
}
