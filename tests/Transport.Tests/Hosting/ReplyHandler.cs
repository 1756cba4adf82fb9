using System.Buffers;
using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Transport.Tests.Hosting;

/// <summary>Answers every message with a constant text and does nothing else, so that measurements show the transport.</summary>
internal sealed class ReplyHandler(Connection connection) : IMessageHandler
{
    public int Messages { get; private set; }

    public int Closed { get; private set; }

    public ValueTask OnOpenAsync() => ValueTask.CompletedTask;

    public ValueTask OnMessageAsync(in ReadOnlySequence<byte> message, MessageType type)
    {
        Messages++;
        var frame = SharedFrame.CreateText("[\"pong\",1]"u8);
        connection.TryEnqueue(frame);
        frame.Release();
        return ValueTask.CompletedTask;
    }

    public bool TryHandleWhileBusy(in ReadOnlySequence<byte> message, MessageType type) => false;

    public ValueTask OnClosedAsync(ConnectionClosed closed)
    {
        Closed++;
        return ValueTask.CompletedTask;
    }
}
