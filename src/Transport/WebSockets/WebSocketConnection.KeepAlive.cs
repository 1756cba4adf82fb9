using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Transport.KeepAlive;

namespace Venueless.Fast.Transport.WebSockets;

// What the common timer does once per tick and connection; 0 B. Values written by the receive loop may be one tick old here.
internal sealed partial class WebSocketConnection
{
    private TickRegistration _registration;

    // Written by the receive loop, read by the tick.
    private int _lastInboundTick;
    private int _messageStartTick;
    private volatile bool _isReadingPaused;

    // Set by the receive loop while it pauses, completed by the tick or by an abort.
    private TaskCompletionSource? _resume;

    // The tick's own.
    private int _pingedInboundTick;
    private int _pausePingTick;
    private int _drainDeadlineTick;
    private int _answerDeadlineTick;
    private int _lingerDeadlineTick;

    // Bytes of the outbound queue as the counters know them.
    private long _reportedBytes;

    ref TickRegistration ITicked.Registration => ref _registration;

    void ITicked.OnTick(int now)
    {
        ReportQueued();

        // Before the wake-up, which ends the pause for the moment that the next messages take.
        var isPaused = _isReadingPaused;
        if (_services.Stop != ServerStop.None)
        {
            End(_services.Stop);
        }

        // Behind the end: a reader that wakes before it would pause until the next tick.
        Volatile.Read(ref _resume)?.TrySetResult();
        if (_outbound.IsClosed)
        {
            Linger(now);
        }
        else if (_outbound.IsClosing)
        {
            CheckClosing(now);
        }
        else
        {
            CheckOpen(now, isPaused);
        }
    }

    private void ReportQueued()
    {
        var queued = _outbound.IsDrained ? 0 : _outbound.QueuedBytes;
        if (queued != _reportedBytes)
        {
            _services.Counters.AddQueuedBytes(queued - _reportedBytes);
            _reportedBytes = queued;
        }
    }

    private void End(ServerStop stop)
    {
        if (stop == ServerStop.Aborting)
        {
            _outbound.Abort(CloseReason.ServiceRestart);
            _link.Abort();
        }
        else if (!_outbound.IsClosing)
        {
            Close(CloseReason.ServiceRestart);
        }
    }

    private void CheckOpen(int now, bool isPaused)
    {
        if (_outbound.IsStalled(now, _services.SendProgressTicks))
        {
            AbortWith(CloseReason.SlowConsumer);
            return;
        }

        if (isPaused || _isReadingPaused)
        {
            PingPaused(now);
            return;
        }

        _pausePingTick = 0;
        var started = Volatile.Read(ref _messageStartTick);
        var lastInbound = Volatile.Read(ref _lastInboundTick);
        var silence = now - lastInbound;
        if (silence >= _services.DeadPeerTicks || (started != 0 && now - started >= _services.MessageTicks))
        {
            AbortWith(CloseReason.PeerDead);
        }
        else if (silence >= _services.PingTicks && _pingedInboundTick != lastInbound)
        {
            // One ping per silence.
            _pingedInboundTick = lastInbound;
            EnqueueAndRelease(FrameWriter.Ping());
        }
    }

    // Who does not read does not see the peer leave either, and what it left behind may take the rate limit many minutes. The socket of a peer that has
    // gone answers a ping with a reset, which the next ping finds.
    private void PingPaused(int now)
    {
        if (_pausePingTick == 0)
        {
            _pausePingTick = now;
        }
        else if (now - _pausePingTick >= _services.PingTicks)
        {
            _pausePingTick = now;
            EnqueueAndRelease(FrameWriter.Ping());
        }
    }

    private void CheckClosing(int now)
    {
        if (!_outbound.IsDrained)
        {
            if (_drainDeadlineTick == 0)
            {
                _drainDeadlineTick = now + _services.CloseTicks;
            }
            else if (now >= _drainDeadlineTick)
            {
                AbortWith(CloseReason.SlowConsumer);
            }
        }
        else if (_answerDeadlineTick == 0)
        {
            _answerDeadlineTick = now + _services.CloseTicks;
        }
        else if (now >= _answerDeadlineTick)
        {
            AbortWith(CloseReason.Disconnected);
        }
    }

    // The connection belongs to its owner again, who waits until the socket has taken the last bytes. A peer that does not read would keep it for ever.
    private void Linger(int now)
    {
        if (_lingerDeadlineTick == 0)
        {
            _lingerDeadlineTick = now + _services.CloseTicks;
        }

        if (_link.IsClosed || now >= _lingerDeadlineTick)
        {
            // The last tick: a closed queue has no bytes.
            ReportQueued();
            _services.Registry.Unregister(this);
            if (!_link.IsClosed)
            {
                _link.Abort();
            }
        }
    }
}
