using System.Buffers;

namespace Venueless.Fast.Core.Sessions;

/// <summary>
/// What Transport talks to: the receiver of one connection's messages. Calls come from the connection's receive loop only.
/// </summary>
/// <remarks>
/// <see cref="OnOpenAsync"/> is called once and first. <see cref="OnMessageAsync"/> is called only when the task of the call before (including
/// OnOpen) has completed, so one connection's commands run strictly in arrival order. While such a task is pending the loop goes on reading: control
/// frames are answered, and each further message is offered to <see cref="TryHandleWhileBusy"/>; when that refuses, the loop waits for the task.
/// <see cref="OnClosedAsync"/> is called once, last, after the pending task has completed, on every kind of end.
/// </remarks>
public interface IMessageHandler
{
    /// <summary>The handshake is answered; nothing has been received yet.</summary>
    ValueTask OnOpenAsync();

    /// <summary>
    /// One complete message. The bytes are borrowed until the method <em>returns</em>, not until its task completes: what is needed later is copied first.
    /// An exception is a defect; the transport logs it and closes the connection.
    /// </summary>
    ValueTask OnMessageAsync(in ReadOnlySequence<byte> message, MessageType type);

    /// <summary>Offers a message while an earlier one is still being handled; true when it was dealt with at once (a JSON ping). Bytes borrowed until return.</summary>
    bool TryHandleWhileBusy(in ReadOnlySequence<byte> message, MessageType type);

    /// <summary>The connection has ended; clean up. Frames enqueued from here on are dropped.</summary>
    ValueTask OnClosedAsync(ConnectionClosed closed);
}
