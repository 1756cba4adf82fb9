using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Messaging;

namespace Venueless.Fast.Transport.WebSockets;

internal sealed partial class WebSocketConnection
{
    public override bool TryEnqueue(SharedFrame frame) => _outbound.TryEnqueue(frame);

    public override bool TryEnqueue(SharedFrame frame, AudienceSize audience) => _outbound.TryEnqueue(frame, audience);

    private void EnqueueAndRelease(SharedFrame frame)
    {
        _outbound.TryEnqueue(frame);
        frame.Release();
    }
}
