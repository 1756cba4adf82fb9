using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using System.Net.Sockets;
using Venueless.Fast.Transport.Outbound;
using Venueless.Fast.Transport.WebSockets;

namespace Venueless.Fast.Transport.Links;

/// <summary>A plain TCP socket that belongs to the websocket alone, and at the same time the reader of its input.</summary>
/// <remarks>
/// <para>Per idle connection: this, one operation and what the framework keeps per socket; no buffer, no pipe, no loop of its own. The receive loop that waits in
/// <see cref="ReadAsync"/> is continued by the thread that learns from the system that the socket is readable (a thread of the pool), which then receives into a pooled buffer: 0 B
/// per message, one thread change. What the loop leaves unread stays in the kernel: a connection that pauses takes nothing from its peer.</para>
/// <para>Threads: one reader, as with every pipe reader. <see cref="CancelPendingRead"/>, <see cref="Abort"/> and <see cref="Close"/> may be called by any thread; none of
/// them runs the reader inline. A reset is an end of the input like any other; nothing here throws.</para>
/// </remarks>
[SuppressMessage("Design", "CA1001", Justification = "Release and Detach dispose what it owns.")]
internal sealed partial class SocketLink : PipeReader, ITransportLink
{
    // What a sink completes behind its last byte. Ours has no owner behind it who would have to know: End follows.
    private static readonly PipeWriter NoOutput = CompletedOutput();

    private readonly Socket _socket;
    private readonly SocketReadiness _readiness;
    private readonly TransportServices _services;
    private int _isClosed;

    // The reader's own: nothing in the buffer that it has not looked at; nothing in the kernel as far as known; no more will come; only the kernel's copy is looked at.
    private bool _isExamined = true;
    private bool _isDrained = true;
    private bool _isEnded;
    private bool _isPeeking = true;

    /// <param name="socket">Connected, not yet read from. Made non-blocking.</param>
    /// <param name="services">Counts it until it is released or detached.</param>
    public SocketLink(Socket socket, TransportServices services)
    {
        _socket = socket;
        _services = services;
        _readiness = new SocketReadiness(this);
        services.AddSocket();
        try
        {
            socket.Blocking = false;
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            _isEnded = true;
        }
    }

    public PipeReader Input => this;

    public CancellationToken CloseRequested => default;

    public bool IsClosed => Volatile.Read(ref _isClosed) != 0;

    public FrameSink OpenSink() => new SocketSink(_socket, NoOutput);

    /// <summary>The connection is somebody else's, who finds everything in the socket that its peer has sent. After a read, instead of <see cref="Release"/>.</summary>
    public void Detach()
    {
        _services.RemoveSocket();
        _readiness.Dispose();
    }

    /// <summary>As <see cref="Close"/>, with a reset: a slow peer is not waited for, and what the kernel still has for it is dropped.</summary>
    public void Abort()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) == 0)
        {
            _socket.Close(timeout: 0);
        }
    }

    /// <summary>Closes the socket; what the kernel has taken is still sent. An operation that waits ends on a thread of the pool. Any thread, more than once.</summary>
    public void Close()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) != 0)
        {
            return;
        }

        try
        {
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Reset by the peer.
        }

        _socket.Dispose();
    }

    public async ValueTask EndWithAsync(ReadOnlyMemory<byte> answer)
    {
        await _socket.SendAsync(answer);
        _socket.Shutdown(SocketShutdown.Send);
        await new Linger(this, _services).RunAsync();
    }

    public void End() => Close();

    public void Release()
    {
        Close();
        ReturnBuffer();
        _readiness.Dispose();
        _services.RemoveSocket();
    }

    private static PipeWriter CompletedOutput()
    {
        var output = PipeWriter.Create(Stream.Null);
        output.Complete();
        return output;
    }
}
