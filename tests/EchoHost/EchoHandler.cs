using System.Buffers;
using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.EchoHost;

/// <summary>Sends every message back as one frame of the same kind.</summary>
internal sealed class EchoHandler(Connection connection) : IMessageHandler
{
    public ValueTask OnOpenAsync() => ValueTask.CompletedTask;

    public ValueTask OnMessageAsync(in ReadOnlySequence<byte> message, MessageType type)
    {
        var payload = message.IsSingleSegment ? message.FirstSpan : message.ToArray();
        var frame = type == MessageType.Text ? SharedFrame.CreateText(payload) : SharedFrame.CreateBinary(payload);
        connection.TryEnqueue(frame);
        frame.Release();
        return ValueTask.CompletedTask;
    }

    public bool TryHandleWhileBusy(in ReadOnlySequence<byte> message, MessageType type) => false;

    public ValueTask OnClosedAsync(ConnectionClosed closed) => ValueTask.CompletedTask;
}
