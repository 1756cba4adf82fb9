using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Testing;
using Venueless.Fast.Transport.WebSockets;

namespace Venueless.Fast.Transport.Tests.Hosting;

/// <summary>A handler whose every step a test may replace; echoes by default.</summary>
internal sealed class ScriptedHandler(Connection connection) : IMessageHandler
{
    private readonly TaskCompletionSource<ConnectionClosed> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Connection Connection { get; } = connection;

    public Func<ScriptedHandler, ValueTask>? Open { get; set; }

    public Func<ScriptedHandler, string, ValueTask>? Message { get; set; }

    public Func<ScriptedHandler, string, bool>? Busy { get; set; }

    public Func<ScriptedHandler, ValueTask>? End { get; set; }

    /// <summary>Every call in order: open, message, busy, closed.</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    public Task<ConnectionClosed> Closed => _closed.Task.WaitAsync(WireClient.DefaultTimeout);

    /// <summary>Bytes that the connection's queue holds.</summary>
    public long OutboundBytes => ((WebSocketConnection)Connection).Outbound.QueuedBytes;

    public bool Send(string text)
    {
        var frame = SharedFrame.CreateText(Encoding.UTF8.GetBytes(text));
        var accepted = Connection.TryEnqueue(frame);
        frame.Release();
        return accepted;
    }

    public ValueTask OnOpenAsync()
    {
        Calls.Enqueue("open");
        return Open?.Invoke(this) ?? ValueTask.CompletedTask;
    }

    public ValueTask OnMessageAsync(in ReadOnlySequence<byte> message, MessageType type)
    {
        if (Message is { } script)
        {
            var text = Encoding.UTF8.GetString(message);
            Calls.Enqueue("message " + text);
            return script(this, text);
        }

        var payload = message.ToArray();
        var frame = type == MessageType.Text ? SharedFrame.CreateText(payload) : SharedFrame.CreateBinary(payload);
        Connection.TryEnqueue(frame);
        frame.Release();
        return ValueTask.CompletedTask;
    }

    public bool TryHandleWhileBusy(in ReadOnlySequence<byte> message, MessageType type)
    {
        var text = Encoding.UTF8.GetString(message);
        Calls.Enqueue("busy " + text);
        return Busy?.Invoke(this, text) ?? false;
    }

    public ValueTask OnClosedAsync(ConnectionClosed closed)
    {
        Calls.Enqueue("closed");
        if (!_closed.TrySetResult(closed))
        {
            throw new InvalidOperationException("OnClosedAsync was called twice.");
        }

        return End?.Invoke(this) ?? ValueTask.CompletedTask;
    }
}
