using Venueless.Fast.Core.Buffers;

namespace Venueless.Fast.Transport.WebSockets;

internal sealed partial class WebSocketConnection
{
    public override bool TryEnqueue(SharedFrame frame) => _outbound.TryEnqueue(frame);

    private void EnqueueAndRelease(SharedFrame frame)
    {
        _outbound.TryEnqueue(frame);
        frame.Release();
    }
}
