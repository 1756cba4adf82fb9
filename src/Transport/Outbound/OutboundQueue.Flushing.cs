namespace Venueless.Fast.Transport.Outbound;

// From the queue into the sink, in as few flushes as possible.
internal sealed partial class OutboundQueue
{
    /// <summary>The pending flush is over; called by the sink.</summary>
    internal void OnFlushed()
    {
        EnqueueOutcome outcome;
        TaskCompletionSource? drained = null;
        lock (_sink)
        {
            if (_state == OutboundState.Closed)
            {
                // The transport may have gone back to its owner already.
                return;
            }

            _isFlushPending = false;
            outcome = AfterFlushLocked(_sink.GetFlushResult());
            if (!_isFlushPending && outcome == EnqueueOutcome.Accepted)
            {
                outcome = DrainLocked();
            }

            if (!_isFlushPending && _state == OutboundState.Closing)
            {
                drained = _drained;
            }
        }

        drained?.TrySetResult();
        FinishOutsideLock(outcome);
    }

    private EnqueueOutcome DrainLocked()
    {
        while (true)
        {
            if (_unflushedBytes == 0 && _queue.Count == 1 && _queue.PeekBytes() is { Length: <= MaxBytesPerFlush } whole)
            {
                var taking = AfterFlushLocked(_sink.WriteAndFlush(whole));
                _queue.Take(whole.Length);
                if (_isFlushPending || taking != EnqueueOutcome.Accepted)
                {
                    return taking;
                }
            }

            if (_queue.Bytes > 0)
            {
                _sink.Expect((int)Math.Min(_queue.Bytes, MaxBytesPerFlush));
            }

            while (!_queue.IsEmpty && _unflushedBytes < MaxBytesPerFlush)
            {
                var bytes = _queue.PeekBytes();
                var taken = Math.Min(bytes.Length, MaxBytesPerFlush - _unflushedBytes);
                _sink.Write(bytes[..taken]);
                _unflushedBytes += taken;
                _queue.Take(taken);
            }

            if (_unflushedBytes == 0)
            {
                if (_state == OutboundState.Closing)
                {
                    _sink.EndSending();
                }

                SetStateLocked(OutboundState.Direct);
                return EnqueueOutcome.Accepted;
            }

            var outcome = FlushLocked();
            if (_isFlushPending || outcome != EnqueueOutcome.Accepted)
            {
                return outcome;
            }
        }
    }

    private EnqueueOutcome FlushLocked()
    {
        _unflushedBytes = 0;
        return AfterFlushLocked(_sink.Flush());
    }

    private EnqueueOutcome AfterFlushLocked(FlushStatus status)
    {
        switch (status)
        {
            case FlushStatus.Completed:
                _owner.OnOutboundFlushed();
                return EnqueueOutcome.Accepted;
            case FlushStatus.Pending:
                Volatile.Write(ref _progressTick, _clock.Now);
                _isFlushPending = true;
                SetStateLocked(OutboundState.Draining);
                return EnqueueOutcome.Accepted;
            default:
                return EnqueueOutcome.Gone;
        }
    }
}
