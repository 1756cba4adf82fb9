using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Messaging.Delivery;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Transport.KeepAlive;

namespace Venueless.Fast.Transport.Outbound;

/// <summary>Everything that one connection sends: many producers, one writer at a time, bounded in bytes.</summary>
/// <remarks>
/// <para>Per delivery; 0 B; see BroadcastBenchmarks and OutboundAllocationTests. A frame goes straight into the sink while the receiver keeps up (Direct).
/// When a flush is pending, later frames are queued as references (Draining), and the pending flush's one continuation
/// sends what has gathered in as few flushes as possible.</para>
/// <para>The lock guards every field unless its comment says otherwise. Nobody waits inside it: flushes are started, never awaited. The owner is
/// called outside of it. The queue owns one reference of each queued frame and gives it back after the write, on close and on abort.</para>
/// </remarks>
internal sealed partial class OutboundQueue
{
    // What a pipe takes by default before it asks to wait; bigger flushes would only lengthen the time under the lock.
    internal const int MaxBytesPerFlush = 64 * 1024;

    /// <summary>Size of one; see <see cref="CacheLine"/>.</summary>
    internal const int Bytes = 128;

    // Also the lock: every send needs it anyway.
    private readonly FrameSink _sink;
    private readonly IOutboundOwner _owner;
    private readonly TickRegistry _clock;
    private readonly int _maxQueuedBytes;

    private FrameQueue _queue;
    // Volatile for the readers without the lock, see IsClosing.
    private volatile OutboundState _state = OutboundState.Draining;
    private CloseReason? _reason;
    private bool _isCorked;
    private int _unflushedBytes;
    private TaskCompletionSource? _drained;

    // True from the start until Open, and while a flush is pending. Written under the lock, read without it by the tick: a stale value
    // costs one tick.
    private volatile bool _isFlushPending = true;
    private int _progressTick;

    public OutboundQueue(FrameSink sink, IOutboundOwner owner, TickRegistry clock, int maxQueuedBytes)
    {
        _sink = sink;
        _owner = owner;
        _clock = clock;
        _maxQueuedBytes = maxQueuedBytes;
        _progressTick = clock.Now;
        sink.Attach(this);
    }

    /// <summary>Read without the lock by the receive loop and the tick: the state only moves forward beyond Draining, so a stale value is an earlier one.</summary>
    public bool IsClosing => _state >= OutboundState.Closing;

    /// <inheritdoc cref="IsClosing"/>
    public bool IsClosed => _state == OutboundState.Closed;

    /// <summary>True when nothing waits for the sink; read by the tick without the lock, see <see cref="IsStalled"/>.</summary>
    public bool IsDrained => !_isFlushPending;

    /// <summary>The first reason that was given; null while open.</summary>
    public CloseReason? Reason
    {
        get
        {
            lock (_sink)
            {
                return _reason;
            }
        }
    }

    /// <summary>See <see cref="FrameSink.CanEndSending"/>: the sending side then ends behind the close frame, by itself.</summary>
    public bool CanEndSending => _sink.CanEndSending;

    internal OutboundState State => _state;

    internal long QueuedBytes
    {
        get
        {
            lock (_sink)
            {
                return _queue.Bytes;
            }
        }
    }

    /// <summary>Writes the answer of the handshake and then whatever was queued before it.</summary>
    public void Open(ReadOnlySpan<byte> handshakeAnswer)
    {
        EnqueueOutcome outcome;
        lock (_sink)
        {
            if (_state == OutboundState.Closed)
            {
                return;
            }

            _isFlushPending = false;
            _sink.Write(handshakeAnswer);
            _unflushedBytes = handshakeAnswer.Length;
            outcome = DrainLocked();
        }

        FinishOutsideLock(outcome);
    }

    /// <summary>See <see cref="Connection.TryEnqueue(SharedFrame)"/>: adds a reference of its own when it keeps the frame.</summary>
    public bool TryEnqueue(SharedFrame frame)
    {
        EnqueueOutcome outcome;
        lock (_sink)
        {
            outcome = CanWriteDirectLocked(frame.Length) ? WriteDirectLocked(frame.Bytes) : EnqueueLocked(frame);
        }

        return Finish(outcome);
    }

    /// <summary>The same for several, which leave in one flush.</summary>
    public bool TryEnqueue(FrameBatch batch)
    {
        EnqueueOutcome outcome;
        lock (_sink)
        {
            outcome = CanWriteDirectLocked(batch.Length) ? WriteDirectLocked(batch.Join()) : EnqueueLocked(batch);
        }

        return Finish(outcome);
    }

    /// <summary>See <see cref="Connection.FetchForSending"/>; from step 2 on.</summary>
    public void FetchForSending(int step)
    {
        if (step == 2)
        {
            CacheLine.Fetch(_sink, FrameSink.SendingBytes);
        }
        else
        {
            _sink.FetchForSending();
        }
    }

    /// <summary>Holds flushes back while the receive loop works through its read buffer, so that all replies leave in one.</summary>
    public void Cork()
    {
        lock (_sink)
        {
            _isCorked = true;
        }
    }

    public void Uncork()
    {
        var outcome = EnqueueOutcome.Accepted;
        lock (_sink)
        {
            _isCorked = false;
            if (_state == OutboundState.Direct && (_unflushedBytes > 0 || !_queue.IsEmpty))
            {
                outcome = DrainLocked();
            }
        }

        FinishOutsideLock(outcome);
    }

    /// <summary>True when a flush has been pending for that many ticks.</summary>
    public bool IsStalled(int now, int ticks) => _isFlushPending && now - Volatile.Read(ref _progressTick) >= ticks;

    private bool CanWriteDirectLocked(long bytes) => _state == OutboundState.Direct && bytes <= MaxBytesPerFlush && _queue.IsEmpty;

    private EnqueueOutcome WriteDirectLocked(ReadOnlySpan<byte> bytes)
    {
        if (_isCorked && _unflushedBytes + bytes.Length < MaxBytesPerFlush)
        {
            _sink.Write(bytes);
            _unflushedBytes += bytes.Length;
            return EnqueueOutcome.Accepted;
        }

        _unflushedBytes = 0;
        return AfterFlushLocked(_sink.WriteAndFlush(bytes));
    }

    private EnqueueOutcome EnqueueLocked(SharedFrame frame) => AddLocked(frame) is not EnqueueOutcome.Accepted and var refused ? refused : SendQueuedLocked();

    private EnqueueOutcome EnqueueLocked(FrameBatch batch)
    {
        foreach (var frame in batch.Frames)
        {
            if (AddLocked(frame) is not EnqueueOutcome.Accepted and var refused)
            {
                return refused;
            }
        }

        return SendQueuedLocked();
    }

    private EnqueueOutcome AddLocked(SharedFrame frame)
    {
        if (_state >= OutboundState.Closing)
        {
            return EnqueueOutcome.Refused;
        }

        // Not a large first frame: one reply may exceed the limit (an audit log), and that there are pushes while it is on its way says nothing about the receiver.
        if (_state == OutboundState.Draining && _queue.BytesBehindLargeFirst(MaxBytesPerFlush) + frame.Length > _maxQueuedBytes && !_queue.IsEmpty)
        {
            return EnqueueOutcome.Full;
        }

        frame.AddRef();
        _queue.Enqueue(frame);
        return EnqueueOutcome.Accepted;
    }

    // A frame too large for one flush is sent in pieces, so that the pipe never holds a copy of all of it.
    private EnqueueOutcome SendQueuedLocked() =>
        _state == OutboundState.Direct && (!_isCorked || _queue.Bytes >= MaxBytesPerFlush) ? DrainLocked() : EnqueueOutcome.Accepted;

    private void SetStateLocked(OutboundState state)
    {
        if (_state < OutboundState.Closing)
        {
            _state = state;
        }
    }

    private bool Finish(EnqueueOutcome outcome)
    {
        FinishOutsideLock(outcome);
        return outcome == EnqueueOutcome.Accepted;
    }

    private void FinishOutsideLock(EnqueueOutcome outcome)
    {
        if (outcome is EnqueueOutcome.Full or EnqueueOutcome.Gone)
        {
            _owner.OnOutboundFailed(outcome == EnqueueOutcome.Full ? CloseReason.SlowConsumer : CloseReason.Disconnected);
        }
    }
}
