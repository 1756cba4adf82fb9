using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace Venueless.Fast.Transport.Outbound;

/// <summary>Sends through a <see cref="PipeWriter"/>: Kestrel's socket pipe, TLS, an upgraded stream, or the in-memory pipes of tests.</summary>
/// <remarks>
/// Per delivery one copy and one flush; 0 B: the one continuation delegate is made when a flush is pending for the first time. The pipe must not run
/// its reader inline (the default scheduler, the thread pool, does not), else that would run under our lock.
/// </remarks>
[SuppressMessage("Usage", "CA2012", Justification = "The one pending flush is kept in a field and its result is taken exactly once.")]
[SuppressMessage("Usage", "VSTHRD002", Justification = "GetResult is called on completed flushes only; nothing blocks.")]
internal sealed class PipeSink : FrameSink
{
    private readonly PipeWriter _writer;
    private ValueTaskAwaiter<FlushResult> _pending;
    private Action? _onFlushed;

    // The thread that hands over its continuation: a pipe that runs it on that very thread has flushed meanwhile.
    private int _waitingThread;
    private bool _isFlushedAtOnce;

    public PipeSink(PipeWriter writer)
    {
        _writer = writer;
    }

    public override void Write(ReadOnlySpan<byte> bytes) => _writer.Write(bytes);

    public override FlushStatus Flush()
    {
        try
        {
            var awaiter = _writer.FlushAsync().GetAwaiter();
            if (awaiter.IsCompleted)
            {
                return ToStatus(awaiter.GetResult());
            }

            _pending = awaiter;
            _waitingThread = Environment.CurrentManagedThreadId;
            awaiter.UnsafeOnCompleted(_onFlushed ??= OnFlushed);
            _waitingThread = 0;
            if (!_isFlushedAtOnce)
            {
                return FlushStatus.Pending;
            }

            _isFlushedAtOnce = false;
            return GetFlushResult();
        }
        catch (Exception)
        {
            // A reset or aborted peer; which one makes no difference any more.
            return FlushStatus.Gone;
        }
    }

    public override FlushStatus GetFlushResult()
    {
        var pending = _pending;
        _pending = default;
        try
        {
            return ToStatus(pending.GetResult());
        }
        catch (Exception)
        {
            return FlushStatus.Gone;
        }
    }

    private void OnFlushed()
    {
        if (Volatile.Read(ref _waitingThread) == Environment.CurrentManagedThreadId)
        {
            _isFlushedAtOnce = true;
            return;
        }

        SignalFlushed();
    }

    public override void Complete() => _writer.Complete();

    private static FlushStatus ToStatus(FlushResult result) => result.IsCompleted ? FlushStatus.Gone : FlushStatus.Completed;
}
