using Microsoft.Extensions.Logging;
using Venueless.Fast.Core.Diagnostics;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Messaging.Delivery;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Core.Sessions;

// What is counted of a connection. Per message, command and delivery; 0 B (MeterBudgetTests).
public sealed partial class Session
{
    // When the message of the current command came. Receive loop's chain only: a ping that is answered meanwhile has no part in it.
    private long _commandSince;

    // For the log; receive loop only.
    private int _messageCount;
    private int _commandCount;

    /// <summary>A push of a topic is for this connection. Any thread.</summary>
    internal void CountDelivery(TopicKind audience) => Volatile.Read(ref _meter)?.CountDeliveries(audience, 1);

    /// <summary>The same, together with those of the batch's other receivers.</summary>
    internal void CountDelivery(TopicKind audience, FrameBatch batch)
    {
        if (Volatile.Read(ref _meter) is { } meter)
        {
            batch.CountDelivery(meter, audience);
        }
    }

    /// <summary>Answers <c>authenticate</c> with a refusal.</summary>
    public void RefuseLogin(ErrorCode code, LoginFailure reason, string? message = null, ReadOnlySpan<byte> id = default)
    {
        _meter?.CountFailure(reason);
        SendError(code, message, id);
    }

    private void BeginCounting()
    {
        Volatile.Write(ref _meter, Services.Meter?.Of(_worldId));
        _meter?.CountOpened();
    }

    private void CountMessage()
    {
        _messageCount++;
        _meter?.CountMessage();
    }

    /// <param name="command">-1: not in the table.</param>
    private void CountCommand(int command)
    {
        _commandCount++;
        _meter?.CountCommand(command);
    }

    /// <summary>The command has had its answer.</summary>
    private void RecordCommand(int command)
    {
        if (Services.Meter is { } meter)
        {
            meter.Durations.Record(command, Services.Time.GetElapsedTime(_commandSince));
        }
    }

    // Neither addresses nor anything of a login: operations.md section 2.2.
    private void LogEnd(ConnectionClosed closed)
    {
        // Of a world that the store does not know, the name is what a stranger has typed.
        if (Services.Logger.IsEnabled(LogLevel.Debug))
        {
            Log.ConnectionEnded(
                Services.Logger,
                Connection.Id,
                WorldState?.Id.Value ?? "unknown",
                Services.Time.GetElapsedTime(_openedAt).TotalSeconds,
                closed.Reason,
                closed.PeerCode,
                UserState?.Id.Value,
                _messageCount,
                _commandCount);
        }
    }
}
