using System.Text;
using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Messaging.Delivery;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Core.Tests.Sessions;

/// <summary>A connection that keeps what is enqueued, as text.</summary>
internal sealed class RecordingConnection : Connection
{
    private readonly Lock _lock = new();
    private readonly List<string> _messages = [];
    private CloseReason? _closed;

    public CloseReason? Closed
    {
        get
        {
            lock (_lock)
            {
                return _closed;
            }
        }
    }

    public bool AllowsLargeMessages { get; private set; }

    /// <summary>When set, frames are counted but not kept, so that allocation tests see the server alone.</summary>
    public bool IsSilent { get; set; }

    public int Count { get; private set; }

    /// <summary>See <see cref="Connection.CompressionThreshold"/>.</summary>
    public int Threshold
    {
        init => CompressionThreshold = value;
    }

    public string[] Take()
    {
        lock (_lock)
        {
            string[] taken = [.. _messages];
            _messages.Clear();
            return taken;
        }
    }

    /// <summary>How many frames came together, each time when it was more than one.</summary>
    public List<int> Batches { get; } = [];

    public override bool TryEnqueue(FrameBatch batch)
    {
        lock (_lock)
        {
            if (batch.Count > 1)
            {
                Batches.Add(batch.Count);
            }
        }

        return base.TryEnqueue(batch);
    }

    public override bool TryEnqueue(SharedFrame frame)
    {
        lock (_lock)
        {
            if (_closed is not null)
            {
                return false;
            }

            Count++;
            if (!IsSilent)
            {
                _messages.Add(Encoding.UTF8.GetString(frame.Payload));
            }

            return true;
        }
    }

    public override void Close(CloseReason reason)
    {
        lock (_lock)
        {
            _closed ??= reason;
        }
    }

    public override void AllowLargeMessages() => AllowsLargeMessages = true;
}
