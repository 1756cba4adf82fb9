using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Messaging;

namespace Venueless.Fast.Transport.WebSockets;

internal sealed partial class WebSocketConnection
{
    public override int CompressionThreshold => _compressionThreshold;

    // The first receiver of a frame makes its compressed form; for the others it is a field.
    public override bool TryEnqueue(SharedFrame frame) => TryEnqueue(frame, AudienceSize.Few);

    public override bool TryEnqueue(SharedFrame frame, AudienceSize audience) =>
        _outbound.TryEnqueue(frame.Length < _compressionThreshold ? frame : frame.CompressedForm(), audience);

    private void EnqueueAndRelease(SharedFrame frame)
    {
        _outbound.TryEnqueue(frame);
        frame.Release();
    }
}
