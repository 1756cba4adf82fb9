using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Bench.Core;

/// <summary>Counts what is enqueued and forgets it.</summary>
internal sealed class CountingConnection : Connection
{
    public int Bytes { get; private set; }

    public bool KeepsLast { get; set; }

    public byte[] Last { get; private set; } = [];

    public override bool TryEnqueue(SharedFrame frame)
    {
        Bytes += frame.Length;
        if (KeepsLast)
        {
            Last = frame.Payload.ToArray();
        }

        return true;
    }

    public override void Close(CloseReason reason)
    {
    }

    public override void AllowLargeMessages()
    {
    }
}
