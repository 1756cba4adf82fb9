using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Transport.Outbound;

namespace Venueless.Fast.Transport.WebSockets;

// An orderly end: the close frame goes behind everything queued, the receive loop looks for the peer's answer (FrameReader.SeekClose), then the output is
// completed and the connection goes back to its owner. Each step has its time limit in .KeepAlive; beyond it the connection is aborted.
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
            _outbound.Close(reason, FrameWriter.Close(code));
        }
    }

    void IOutboundOwner.OnOutboundFailed(CloseReason reason) => AbortWith(reason);

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
