using System.Buffers;
using System.Diagnostics;
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
    // The usual message many times over.
    private const int SmallestBuffer = 4 * 1024;

    // For who sends faster than we read.
    private const int LargerBuffer = 16 * 1024;

    private readonly Socket _socket;
    private readonly SocketReadiness _readiness;
    private readonly TransportServices _services;
    private int _isClosed;

    // The reader's own: received and not consumed. Null: nothing.
    private byte[]? _buffer;
    private int _start;
    private int _end;

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

    public FrameSink OpenSink() => new SocketSink(_socket, new SocketEnd(this));

    /// <summary>Compares what lies in the kernel, which stays there, with the first bytes of a websocket request. Before <see cref="BeginReading"/>, after a read.</summary>
    public PrefixMatch Compare(ReadOnlySpan<byte> prefix)
    {
        Span<byte> peeked = prefix.Length <= 64 ? stackalloc byte[prefix.Length] : new byte[prefix.Length];
        _isDrained = true;
        if (!TryReceive(peeked, SocketFlags.Peek, out var count))
        {
            return _isEnded ? PrefixMatch.Gone : PrefixMatch.Part;
        }

        if (count == 0)
        {
            return PrefixMatch.Gone;
        }

        return !peeked[..count].SequenceEqual(prefix[..count]) ? PrefixMatch.None : count == peeked.Length ? PrefixMatch.Whole : PrefixMatch.Part;
    }

    /// <summary>The connection is ours: reads give bytes from now on.</summary>
    public void BeginReading() => (_isPeeking, _isDrained) = (false, false);

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
        DiscardReceived();
    }

    public void Release()
    {
        Close();
        ReturnBuffer();
        _readiness.Dispose();
        _services.RemoveSocket();
    }

    /// <summary>True: the buffer has more than before, or the end has come.</summary>
    private bool Receive()
    {
        if (_isDrained)
        {
            return false;
        }

        MakeRoom();
        var room = _buffer.AsSpan(_end);
        if (!TryReceive(room, SocketFlags.None, out var count))
        {
            if (_isEnded)
            {
                return true;
            }

            _isDrained = true;
            if (_start == _end)
            {
                ReturnBuffer();
            }

            return false;
        }

        _isEnded = count == 0;
        _end += count;
        _isExamined = false;
        _isDrained = count < room.Length;
        return true;
    }

    /// <summary>False: nothing to receive now, or <see cref="_isEnded"/>.</summary>
    private bool TryReceive(Span<byte> bytes, SocketFlags flags, out int count)
    {
        try
        {
            count = _socket.Receive(bytes, flags, out var error);
            _isEnded |= error is not (SocketError.Success or SocketError.WouldBlock);
            return error == SocketError.Success;
        }
        catch (ObjectDisposedException)
        {
            count = 0;
            _isEnded = true;
            return false;
        }
    }

    private void MakeRoom()
    {
        if (_buffer is null)
        {
            _buffer = ArrayPool<byte>.Shared.Rent(SmallestBuffer);
        }
        else if (_end == _buffer.Length)
        {
            var waiting = _buffer.AsSpan(_start, _end - _start);
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(LargerBuffer, waiting.Length * 2));
            waiting.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            (_buffer, _start, _end) = (larger, 0, waiting.Length);
        }
    }

    private void ReturnBuffer()
    {
        if (_buffer is { } buffer)
        {
            (_buffer, _start, _end) = (null, 0, 0);
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // Bytes that nobody has read turn the end of the socket into a reset, which may overtake the answer.
    private void DiscardReceived()
    {
        ReturnBuffer();
        _isDrained = false;
        for (var bytes = 0; bytes < LargerBuffer * 4 && !_isEnded && Receive(); ReturnBuffer())
        {
            bytes += _end - _start;
        }

        Debug.Assert(_buffer is null, "A buffer was kept.");
    }
}
