namespace Venueless.Fast.Transport.Outbound;

/// <summary>
/// Where a connection's bytes leave. The seam behind which another mechanism than the pipe (a direct non-blocking send on the socket) can be put.
/// </summary>
/// <remarks>Every call but the hint is made under the lock of the <see cref="OutboundQueue"/> that owns the sink, so implementations need none. Failures are values, never exceptions.</remarks>
internal abstract class FrameSink
{
    /// <summary>So much of the beginning of a sink is read when something is sent; see <see cref="Core.Buffers.CacheLine"/>.</summary>
    internal const int SendingBytes = 48;

    private OutboundQueue? _queue;

    /// <summary>Several <see cref="Write"/>s of so many bytes together follow: room for them can be made at once.</summary>
    public virtual void Expect(int bytes)
    {
    }

    /// <summary>Takes a copy of the bytes.</summary>
    public abstract void Write(ReadOnlySpan<byte> bytes);

    /// <summary>As <see cref="Write"/> and <see cref="Flush"/>, without the copy where there need be none.</summary>
    public virtual FlushStatus WriteAndFlush(ReadOnlySpan<byte> bytes)
    {
        Write(bytes);
        return Flush();
    }

    /// <summary>Sends what was written. After <see cref="FlushStatus.Pending"/>, <see cref="SignalFlushed"/> follows exactly once, never from inside this call.</summary>
    public abstract FlushStatus Flush();

    /// <summary>Result of the flush that was pending; called once after each signal. Pending: it has come further, and another signal follows.</summary>
    public abstract FlushStatus GetFlushResult();

    /// <summary>True when the sending side can end while the receiving side stays open.</summary>
    public virtual bool CanEndSending => false;

    /// <summary>The last step of <see cref="Core.Sessions.Connection.FetchForSending"/>.</summary>
    public virtual void FetchForSending()
    {
    }

    /// <summary>Ends the sending side behind everything flushed (RFC 6455 section 7.1.1); nothing is pending, and only <see cref="Complete"/> follows.</summary>
    public virtual void EndSending()
    {
    }

    /// <summary>Gives the connection's output back to its owner; nothing is called afterwards.</summary>
    public abstract void Complete();

    internal void Attach(OutboundQueue queue) => _queue = queue;

    /// <summary>Called without the lock.</summary>
    protected void SignalFlushed() => _queue!.OnFlushed();
}
