using System.Buffers;
using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Bench.Transport;

/// <summary>Answers every message with a constant.</summary>
internal sealed class ReplyHandler(Connection connection) : IMessageHandler
{
    public ValueTask OnOpenAsync() => ValueTask.CompletedTask;

    public ValueTask OnMessageAsync(in ReadOnlySequence<byte> message, MessageType type)
    {
        var frame = SharedFrame.CreateText("[\"pong\",1]"u8);
        connection.TryEnqueue(frame);
        frame.Release();
        return ValueTask.CompletedTask;
    }

    public bool TryHandleWhileBusy(in ReadOnlySequence<byte> message, MessageType type) => false;

    public ValueTask OnClosedAsync(ConnectionClosed closed) => ValueTask.CompletedTask;
}
