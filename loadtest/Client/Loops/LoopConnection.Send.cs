using System.Buffers;
using System.Net.Sockets;

namespace Venueless.Fast.LoadTest.Client.Loops;

/// <summary>Sending: at once, and what the socket does not take when it is writable again.</summary>
public abstract partial class LoopConnection
{
    private byte[]? _unsent;
    private int _unsentStart;
    private int _unsentEnd;
    private bool _closesWhenSent;

    /// <summary>Bytes that the socket has not taken yet.</summary>
    public int UnsentBytes => _unsentEnd - _unsentStart;

    /// <summary>Sends, or keeps what the socket does not take until it does.</summary>
    private protected void Send(ReadOnlySpan<byte> bytes)
    {
        if (IsClosed)
        {
            return;
        }

        Loop.SentBytes += bytes.Length;
        if (UnsentBytes == 0)
        {
            var sent = Socket.Send(bytes, SocketFlags.None, out var error);
            if (error is not (SocketError.Success or SocketError.WouldBlock))
            {
                // Not here: the caller is in the middle of something, and the loop will hear of it too.
                Loop.Post(new WorkItem(static state => ((LoopConnection)state!).Abort("the connection was reset"), this));
                return;
            }

            bytes = bytes[(error == SocketError.Success ? sent : 0)..];
            if (bytes.IsEmpty)
            {
                return;
            }

            Loop.AwaitWritable(this);
        }

        Keep(bytes);
    }

    /// <summary>Closes as soon as everything is sent.</summary>
    private protected void CloseWhenSent(string reason)
    {
        _closesWhenSent = true;
        if (UnsentBytes == 0)
        {
            Abort(reason);
        }
    }

    private void SendUnsent()
    {
        var sent = Socket.Send(_unsent.AsSpan(_unsentStart, UnsentBytes), SocketFlags.None, out var error);
        if (error is not (SocketError.Success or SocketError.WouldBlock))
        {
            Abort("the connection was reset");
            return;
        }

        _unsentStart += error == SocketError.Success ? sent : 0;
        if (UnsentBytes > 0)
        {
            Loop.AwaitWritable(this);
            return;
        }

        Release(ref _unsent);
        _unsentStart = _unsentEnd = 0;
        if (_closesWhenSent)
        {
            Abort("closed");
        }
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (_unsent is null || _unsent.Length - _unsentEnd < bytes.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(2 * (UnsentBytes + bytes.Length));
            _unsent.AsSpan(_unsentStart, UnsentBytes).CopyTo(larger);
            (_unsentStart, _unsentEnd) = (0, UnsentBytes);
            Release(ref _unsent);
            _unsent = larger;
        }

        bytes.CopyTo(_unsent.AsSpan(_unsentEnd));
        _unsentEnd += bytes.Length;
    }
}
