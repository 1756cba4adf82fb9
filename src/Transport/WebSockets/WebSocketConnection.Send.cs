using Venueless.Fast.Core.Buffers;

namespace Venueless.Fast.Transport.WebSockets;

internal sealed partial class WebSocketConnection
{
    public override int CompressionThreshold => _compressionThreshold;

    // The first receiver of a frame makes its compressed form; for the others it is a field.
    public override bool TryEnqueue(SharedFrame frame) => _outbound.TryEnqueue(frame.Length < _compressionThreshold ? frame : frame.CompressedForm());

    private void EnqueueAndRelease(SharedFrame frame)
    {
        _outbound.TryEnqueue(frame);
        frame.Release();
    }
}
