using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Messaging.Delivery;
using Venueless.Fast.Transport.Outbound;

namespace Venueless.Fast.Transport.WebSockets;

internal sealed partial class WebSocketConnection
{
    // The first receiver of a frame makes its compressed form; for the others it is a field.
    public override bool TryEnqueue(SharedFrame frame)
    {
        var form = frame.Length < CompressionThreshold ? frame : frame.CompressedForm();
        return _outbound.TryEnqueue(form) && Count(1, form.Length);
    }

    public override bool TryEnqueue(FrameBatch batch)
    {
        if (TakesCompressed)
        {
            for (var index = 0; index < batch.Count; index++)
            {
                if (batch.Frames[index] is var frame && frame.Length >= CompressionThreshold)
                {
                    batch.Exchange(index, frame.CompressedForm());
                }
            }
        }

        return _outbound.TryEnqueue(batch) && Count(batch.Count, batch.Length);
    }

    // The queue, its sink, the socket.
    public override void FetchForSending(int step)
    {
        if (step == 1)
        {
            CacheLine.Fetch(_outbound, OutboundQueue.Bytes);
        }
        else
        {
            _outbound.FetchForSending(step);
        }
    }

    private bool Count(int frames, long bytes)
    {
        _services.Counters.AddFrames(frames, bytes);
        return true;
    }

    private void EnqueueAndRelease(SharedFrame frame)
    {
        _outbound.TryEnqueue(frame);
        frame.Release();
    }
}
