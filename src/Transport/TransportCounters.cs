using Venueless.Fast.Core.Diagnostics;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Transport;

/// <summary>What the transport counted since its start. Written by any connection with interlocked adds, read by metrics and the operator page.</summary>
public sealed class TransportCounters
{
    private const int Frames = 0;
    private const int Bytes = 1;
    private const int Flushes = 2;

    // Per delivery, unlike the others, which are per connection.
    private readonly LaneCounters _sent = new(3);

    private long _opened;
    private long _refused;
    private long _slowConsumers;
    private long _deadPeers;
    private long _violations;
    private long _otherEnds;
    private long _queuedBytes;
    private long _turnedAway;

    /// <summary>Websockets accepted.</summary>
    public long Opened => Interlocked.Read(ref _opened);

    /// <summary>Websockets that have ended, for whatever reason.</summary>
    public long Ended => SlowConsumers + DeadPeers + Violations + OtherEnds;

    /// <summary>Websockets open now.</summary>
    public long Open => Math.Max(0, Opened - Ended);

    /// <summary>Handshakes refused.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Connections closed without a look at them, because the process has as many as it can have.</summary>
    public long TurnedAway => Interlocked.Read(ref _turnedAway);

    /// <summary>Ended as <see cref="CloseReason.SlowConsumer"/>.</summary>
    public long SlowConsumers => Interlocked.Read(ref _slowConsumers);

    /// <summary>Ended as <see cref="CloseReason.PeerDead"/>.</summary>
    public long DeadPeers => Interlocked.Read(ref _deadPeers);

    /// <summary>Ended because the peer broke a rule: protocol error, invalid payload, message too big.</summary>
    public long Violations => Interlocked.Read(ref _violations);

    /// <summary>Ended for any other reason. Counted and not computed: a difference of counters that are read one after the other would go back at times.</summary>
    public long OtherEnds => Interlocked.Read(ref _otherEnds);

    /// <summary>Messages that connections took, sent or queued. What the protocol itself sends (pings, close frames) is not among them.</summary>
    public long FramesSent => _sent.Sum(Frames);

    /// <summary>Their bytes, as they are sent.</summary>
    public long BytesSent => _sent.Sum(Bytes);

    /// <summary>Times that something was handed to a socket; with <see cref="FramesSent"/> it tells how many messages share one.</summary>
    public long FlushesCompleted => _sent.Sum(Flushes);

    /// <summary>Bytes that wait because their receivers do not keep up; as of the last tick of each connection, a second ago at most.</summary>
    public long QueuedBytes => Math.Max(0, Interlocked.Read(ref _queuedBytes));

    internal void AddFrames(int frames, long bytes) => _sent.Add(Frames, frames, Bytes, bytes);

    internal void AddFlush() => _sent.Add(Flushes, 1);

    internal void AddQueuedBytes(long bytes) => Interlocked.Add(ref _queuedBytes, bytes);

    /// <summary>For the listener in front of the server.</summary>
    public void AddTurnedAway() => Interlocked.Increment(ref _turnedAway);

    internal void AddOpened() => Interlocked.Increment(ref _opened);

    internal void AddRefused() => Interlocked.Increment(ref _refused);

    internal void AddEnded(CloseReason reason)
    {
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
            default:
                Interlocked.Increment(ref _otherEnds);
                break;
        }
    }
}
