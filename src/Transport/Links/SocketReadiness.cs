using System.Net.Sockets;

namespace Venueless.Fast.Transport.Links;

/// <summary>The operation "something can be read" of one socket: a receive of no bytes, which holds no buffer while it waits.</summary>
internal sealed class SocketReadiness : SocketAsyncEventArgs
{
    private readonly SocketLink _link;

    // Without the flow of execution contexts, for which nobody has a use.
    public SocketReadiness(SocketLink link)
        : base(true)
    {
        _link = link;
        SetBuffer(Memory<byte>.Empty);
    }

    protected override void OnCompleted(SocketAsyncEventArgs e) => _link.OnReadable();
}
