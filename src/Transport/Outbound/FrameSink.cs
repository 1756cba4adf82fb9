namespace Venueless.Fast.Transport.Outbound;

/// <summary>
/// Where a connection's bytes leave. The seam behind which another mechanism than the pipe (a direct non-blocking send on the socket) can be put.
/// </summary>
/// <remarks>Every call is made under the lock of the <see cref="OutboundQueue"/> that owns the sink, so implementations need none. Failures are values, never exceptions.</remarks>
internal abstract class FrameSink
{
    private OutboundQueue? _queue;

    /// <summary>Takes a copy of the bytes.</summary>
    public abstract void Write(ReadOnlySpan<byte> bytes);

    /// <summary>Sends what was written. After <see cref="FlushStatus.Pending"/>, <see cref="SignalFlushed"/> follows exactly once, never from inside this call.</summary>
    public abstract FlushStatus Flush();

    /// <summary>Result of the flush that was pending; called once after the signal.</summary>
    public abstract FlushStatus GetFlushResult();

    /// <summary>Ends the sending side; nothing is called afterwards.</summary>
    public abstract void Complete();

    internal void Attach(OutboundQueue queue) => _queue = queue;

    /// <summary>Called without the lock.</summary>
    protected void SignalFlushed() => _queue!.OnFlushed();
}
