using System.Diagnostics.CodeAnalysis;
using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Transport.Outbound;

// The ends of a connection: behind everything queued, at once, or after the last flush.
internal sealed partial class OutboundQueue
{
    /// <summary>Queues the close frame and accepts nothing behind it. False, and the frame is released, when an end has begun already.</summary>
    /// <param name="reason">Kept when it is the first one.</param>
    /// <param name="closeFrame">The caller's reference moves here.</param>
    public bool Close(CloseReason reason, SharedFrame closeFrame)
    {
        var outcome = EnqueueOutcome.Accepted;
        lock (_sink)
        {
            if (_state >= OutboundState.Closing)
            {
                closeFrame.Release();
                return false;
            }

            _reason = reason;
            _state = OutboundState.Closing;
            _queue.Enqueue(closeFrame);
            if (!_isFlushPending)
            {
                outcome = DrainLocked();
            }
        }

        FinishOutsideLock(outcome);
        return true;
    }

    /// <summary>Ends sending at once and drops what is queued; the sink is not touched again. False when it has ended before.</summary>
    public bool Abort(CloseReason reason)
    {
        TaskCompletionSource? drained;
        lock (_sink)
        {
            if (_state == OutboundState.Closed)
            {
                return false;
            }

            _reason ??= reason;
            drained = CloseLocked();
        }

        drained?.TrySetResult();
        return true;
    }

    /// <summary>After <see cref="WhenDrainedAsync"/>: ends the sending side of the transport. The last call before the transport goes back to its owner.</summary>
    public void Complete()
    {
        TaskCompletionSource? drained;
        lock (_sink)
        {
            if (_state == OutboundState.Closed)
            {
                return;
            }

            drained = CloseLocked();
            _sink.Complete();
        }

        drained?.TrySetResult();
    }

    /// <summary>Completes when everything up to the close frame is in the sink and flushed, or the queue was aborted. Only after <see cref="Close"/>.</summary>
    [SuppressMessage("Usage", "VSTHRD003", Justification = "A completion source of its own; there is no context that could deadlock.")]
    public Task WhenDrainedAsync()
    {
        lock (_sink)
        {
            if (_state == OutboundState.Closed || (_queue.IsEmpty && !_isFlushPending))
            {
                return Task.CompletedTask;
            }

            _drained ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _drained.Task;
        }
    }

    private TaskCompletionSource? CloseLocked()
    {
        _state = OutboundState.Closed;
        _queue.ReleaseAll();
        return _drained;
    }
}
