using System.Text.Json.Nodes;
using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Testing;

/// <summary>A connection without a network: keeps what the peer would receive, as JSON. Thread-safe.</summary>
public sealed class FakeConnection : Connection
{
    private readonly Lock _lock = new();
    private readonly List<JsonArray> _messages = [];
    private CloseReason? _closed;
    private int _read;

    /// <summary>Everything received so far.</summary>
    public IReadOnlyList<JsonArray> Messages
    {
        get
        {
            lock (_lock)
            {
                return [.. _messages];
            }
        }
    }

    /// <summary>Null while the connection is open.</summary>
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

    /// <summary>Whether the larger limit after login is in force.</summary>
    public bool AllowsLargeMessages { get; private set; }

    /// <summary>See <see cref="Connection.CompressionThreshold"/>; nothing is compressed here, but what is sent is prepared as if it were.</summary>
    public int Threshold
    {
        set => CompressionThreshold = value;
    }

    /// <summary>Called with every frame when it arrives; borrowed for the call.</summary>
    public Action<SharedFrame>? OnFrame { get; set; }

    /// <summary>Called with every message when it arrives, before <see cref="TryEnqueue"/> returns.</summary>
    public Action<JsonArray>? OnMessage { get; set; }

    /// <summary>The next message in order. Fails when there is none: nothing here arrives later by itself.</summary>
    public JsonArray Take()
    {
        lock (_lock)
        {
            return _read < _messages.Count ? _messages[_read++] : throw new InvalidOperationException("No further message has arrived.");
        }
    }

    /// <summary>The messages that nobody has taken yet; takes them.</summary>
    public IReadOnlyList<JsonArray> TakeAll()
    {
        lock (_lock)
        {
            var rest = _messages[_read..];
            _read = _messages.Count;
            return rest;
        }
    }

    /// <inheritdoc/>
    public override bool TryEnqueue(SharedFrame frame)
    {
        OnFrame?.Invoke(frame);
        for (var rest = frame.Bytes; !rest.IsEmpty;)
        {
            var message = JsonNode.Parse(WireFrame.TakePayload(ref rest))!.AsArray();
            lock (_lock)
            {
                if (_closed is not null)
                {
                    return false;
                }

                _messages.Add(message);
            }

            OnMessage?.Invoke(message);
        }

        return true;
    }

    /// <inheritdoc/>
    public override void Close(CloseReason reason)
    {
        lock (_lock)
        {
            _closed ??= reason;
        }
    }

    /// <inheritdoc/>
    public override void AllowLargeMessages() => AllowsLargeMessages = true;
}
