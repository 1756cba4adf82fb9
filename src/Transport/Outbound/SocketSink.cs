using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Venueless.Fast.Core.Buffers;

namespace Venueless.Fast.Transport.Outbound;

/// <summary>Sends straight to a plain TCP socket, past the pipe that its owner puts in front of it.</summary>
/// <remarks>
/// <para>Per delivery one non-blocking system call and no copy while the kernel takes everything; 0 B, see SocketSinkTests. What it does not take is copied
/// and finished asynchronously. An idle connection holds no buffer.</para>
/// <para>Everything that the connection sends has to leave through here, the answer of the handshake included: direct sends and the pipe's output are not
/// ordered with each other. A non-blocking send does not know of an asynchronous one under way either, so the queue writes nothing while a flush is pending.
/// The owner disposes the socket on its own threads; every call then fails like one on a reset connection, and a reused descriptor is out of reach because the
/// socket's handle is counted.</para>
/// </remarks>
[SuppressMessage("Usage", "CA2012", Justification = "The one pending send is kept in a field and its result is taken exactly once.")]
[SuppressMessage("Usage", "VSTHRD002", Justification = "GetResult is called on completed sends only; nothing blocks.")]
internal sealed class SocketSink : FrameSink
{
    private const int SmallestBuffer = 4096;

    private readonly Socket _socket;
    private readonly SafeSocketHandle _handle;
    private readonly PipeWriter _output;

    // Bytes that wait for a flush, or that a flush could not send; null when there are none.
    private byte[]? _buffer;
    private int _start;
    private int _end;
    private ValueTaskAwaiter<int> _pending;
    private Action? _onSent;

    /// <param name="socket">Made non-blocking.</param>
    /// <param name="output">The owner's pipe to the same socket; nothing is ever written to it, its completion ends the connection.</param>
    public SocketSink(Socket socket, PipeWriter output)
    {
        _socket = socket;
        _handle = socket.SafeHandle;
        _output = output;
        try
        {
            socket.Blocking = false;
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Gone already: the first send says so.
        }
    }

    public override bool CanEndSending => true;

    public override void FetchForSending() => CacheLine.Fetch(_handle);

    public override void Expect(int bytes)
    {
        if (_buffer is null || _buffer.Length - _end < bytes)
        {
            GrowSlow(bytes);
        }
    }

    public override void Write(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        Expect(bytes.Length);
        bytes.CopyTo(_buffer.AsSpan(_end));
        _end += bytes.Length;
    }

    public override FlushStatus WriteAndFlush(ReadOnlySpan<byte> bytes)
    {
        if (_buffer is not null)
        {
            Write(bytes);
            return Flush();
        }

        if (!TrySend(bytes, out var sent))
        {
            return FlushStatus.Gone;
        }

        if (sent == bytes.Length)
        {
            return FlushStatus.Completed;
        }

        Write(bytes[sent..]);
        return SendRest();
    }

    public override FlushStatus Flush()
    {
        if (_buffer is null)
        {
            return FlushStatus.Completed;
        }

        if (!TrySend(_buffer.AsSpan(_start, _end - _start), out var sent))
        {
            ReturnBuffer();
            return FlushStatus.Gone;
        }

        return Advance(sent) ? FlushStatus.Completed : SendRest();
    }

    public override FlushStatus GetFlushResult()
    {
        var pending = _pending;
        _pending = default;
        try
        {
            return Advance(pending.GetResult()) ? FlushStatus.Completed : SendRest();
        }
        catch (Exception)
        {
            // A reset or aborted peer; which one makes no difference any more.
            ReturnBuffer();
            return FlushStatus.Gone;
        }
    }

    public override void EndSending()
    {
        try
        {
            // Everything is in the kernel's hands, which sends it before the end.
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Gone in this moment.
        }
    }

    public override void Complete() => _output.Complete();

    private bool TrySend(ReadOnlySpan<byte> bytes, out int sent)
    {
        try
        {
            return NonBlockingSend.TrySend(_socket, _handle, bytes, out sent);
        }
        catch (ObjectDisposedException)
        {
            sent = 0;
            return false;
        }
    }

    // Where the kernel has taken a part, the rest waits until there is room for it.
    private FlushStatus SendRest()
    {
        try
        {
            while (true)
            {
                var awaiter = _socket.SendAsync(_buffer.AsMemory(_start, _end - _start), SocketFlags.None).GetAwaiter();
                if (!awaiter.IsCompleted)
                {
                    _pending = awaiter;
                    awaiter.UnsafeOnCompleted(_onSent ??= SignalFlushed);
                    return FlushStatus.Pending;
                }

                if (Advance(awaiter.GetResult()))
                {
                    return FlushStatus.Completed;
                }
            }
        }
        catch (Exception)
        {
            ReturnBuffer();
            return FlushStatus.Gone;
        }
    }

    /// <summary>True: nothing is left.</summary>
    private bool Advance(int sent)
    {
        _start += sent;
        if (_start < _end)
        {
            return false;
        }

        ReturnBuffer();
        return true;
    }

    private void ReturnBuffer()
    {
        if (_buffer is { } buffer)
        {
            _buffer = null;
            _start = _end = 0;
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void GrowSlow(int bytes)
    {
        var waiting = _end - _start;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(SmallestBuffer, waiting + bytes));
        _buffer.AsSpan(_start, waiting).CopyTo(larger);
        if (_buffer is { } buffer)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        _buffer = larger;
        _start = 0;
        _end = waiting;
    }
}
