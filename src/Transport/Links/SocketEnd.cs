using System.IO.Pipelines;

namespace Venueless.Fast.Transport.Links;

/// <summary>The output that <see cref="Outbound.SocketSink"/> completes behind the last byte it has sent itself: ends the link. Nothing is ever written to it.</summary>
internal sealed class SocketEnd(SocketLink link) : PipeWriter
{
    private readonly SocketLink _link = link;

    public override void Complete(Exception? exception = null) => _link.Close();

    public override void Advance(int bytes) => throw new NotSupportedException();

    public override void CancelPendingFlush() => throw new NotSupportedException();

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public override Memory<byte> GetMemory(int sizeHint = 0) => throw new NotSupportedException();

    public override Span<byte> GetSpan(int sizeHint = 0) => throw new NotSupportedException();
}
