using System.Buffers;
using System.Net.Sockets;

namespace Venueless.Fast.Transport.Links;

// What was received: a pooled buffer, only as long as there is something in it.
internal sealed partial class SocketLink
{
    // The usual message many times over.
    private const int SmallestBuffer = 4 * 1024;

    // For who sends faster than we read.
    private const int LargerBuffer = 16 * 1024;

    // A rest of so much moves out of a larger buffer: budgets count the bytes of unfinished messages, not what holds them.
    private const int SmallRest = SmallestBuffer / 2;

    // The reader's own: received and not consumed. Null: nothing.
    private byte[]? _buffer;
    private int _start;
    private int _end;

    private ReadOnlySequence<byte> Received => _buffer is null ? default : new ReadOnlySequence<byte>(_buffer, _start, _end - _start);

    /// <summary>What is held for bytes that were not consumed. For tests.</summary>
    internal int BufferBytes => _buffer?.Length ?? 0;

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
            MoveTo(Math.Max(LargerBuffer, (_end - _start) * 2));
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

    private void KeepRest()
    {
        if (_start == _end)
        {
            ReturnBuffer();
        }
        else if (_buffer!.Length > SmallestBuffer && _end - _start <= SmallRest)
        {
            MoveTo(SmallestBuffer);
        }
    }

    private void MoveTo(int bytes)
    {
        var waiting = _buffer.AsSpan(_start, _end - _start);
        var other = ArrayPool<byte>.Shared.Rent(bytes);
        waiting.CopyTo(other);
        ArrayPool<byte>.Shared.Return(_buffer!);
        (_buffer, _start, _end) = (other, 0, waiting.Length);
    }
}
