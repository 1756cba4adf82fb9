using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace Venueless.Fast.Transport.Outbound;

/// <summary>Sends through a <see cref="PipeWriter"/>: Kestrel's socket pipe, TLS, an upgraded stream, or the in-memory pipes of tests.</summary>
/// <remarks>
/// Per delivery one copy and one flush; 0 B: the one continuation delegate is made when a flush is pending for the first time. The pipe must not run
/// continuations inline (the default scheduler, the thread pool, does not), else its reader would run under our lock.
/// </remarks>
[SuppressMessage("Usage", "CA2012", Justification = "The one pending flush is kept in a field and its result is taken exactly once.")]
[SuppressMessage("Usage", "VSTHRD002", Justification = "GetResult is called on completed flushes only; nothing blocks.")]
internal sealed class PipeSink : FrameSink
{
    private readonly PipeWriter _writer;
    private ValueTaskAwaiter<FlushResult> _pending;
    private Action? _onFlushed;

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
            awaiter.UnsafeOnCompleted(_onFlushed ??= SignalFlushed);
            return FlushStatus.Pending;
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

    public override void Complete() => _writer.Complete();

    private static FlushStatus ToStatus(FlushResult result) => result.IsCompleted ? FlushStatus.Gone : FlushStatus.Completed;
}
