using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Transport.Outbound;

namespace Venueless.Fast.Transport.WebSockets;

// An orderly end (RFC 6455 section 7.1.1): the close frame goes behind everything queued, the sending side is shut down behind it, the receive loop looks for
// the peer's answer (FrameReader.SeekClose), what comes after it is read and discarded until the peer closes, then the connection goes back to its owner. Where
// the sending side cannot end alone, it goes back right after the answer. Each step has its time limit in .KeepAlive; beyond it the connection is aborted.
internal sealed partial class WebSocketConnection
{
    public override void Close(CloseReason reason)
    {
        var code = reason.ToCloseCode();
        if (code == 1006)
        {
            // Reasons that no close frame can carry: the peer is slow, dead or gone.
            AbortWith(reason);
        }
        else
        {
            CloseWith(reason, FrameWriter.Close(code));
        }
    }

    // Any thread. The frame's reference moves to the queue.
    private void CloseWith(CloseReason reason, SharedFrame closeFrame) => _outbound.Close(reason, closeFrame);

    // After the receive loop.
    private async Task EndTransportAsync()
    {
        if (!_outbound.IsClosing)
        {
            _outbound.Abort(CloseReason.Disconnected);
            return;
        }

        await _outbound.WhenDrainedAsync();
        if (_outbound.CanEndSending)
        {
            await DiscardInputAsync();
        }

        // Who is aborted meanwhile gets the reset that goes with it, not an end in order.
        if (!_outbound.IsClosed)
        {
            _outbound.Complete();
            _link.End();
        }
    }

    // Bytes that nobody has read turn the end of the socket into a reset, which may overtake our close frame.
    private async Task DiscardInputAsync()
    {
        try
        {
            while (!_outbound.IsClosed)
            {
                var result = await _input.ReadAsync();
                _input.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted)
                {
                    return;
                }
            }
        }
        catch (Exception)
        {
            // Reset or aborted.
        }
    }

    void IOutboundOwner.OnOutboundFailed(CloseReason reason) => AbortWith(reason);

    void IOutboundOwner.OnOutboundFlushed() => _services.Counters.AddFlush();

    private void AbortWith(CloseReason reason)
    {
        if (!_outbound.Abort(reason))
        {
            return;
        }

        // Whoever enqueues may hold a lock of its own, so nothing here may run the receive loop inline: a transport's abort ends its input on its own
        // threads, while cancelling the read of an upgraded stream would not.
        _link.Abort();
        Volatile.Read(ref _resume)?.TrySetResult();
    }
}
