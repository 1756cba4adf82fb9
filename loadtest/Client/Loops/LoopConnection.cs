using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using Venueless.Fast.LoadTest.Client.Measuring;

namespace Venueless.Fast.LoadTest.Client.Loops;

/// <summary>
/// A TCP connection of an event loop. It owns memory only while a message is incomplete or the socket takes no more bytes. All members: loop thread only.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Abort disposes the socket; whoever holds a connection waits for OnClosed, not for a Dispose.")]
public abstract partial class LoopConnection
{
    // Linux: choose the local port at connect, so that ports are shared between destinations although the address is fixed.
    private const int BindAddressNoPort = 24;

    private Socket? _socket;
    private byte[]? _unfinished;
    private int _unfinishedLength;
    private bool _isConnected;
    private bool _isPaused;

    private protected LoopConnection(EventLoop loop)
    {
        Loop = loop;
    }

    public EventLoop Loop { get; }

    public bool IsClosed { get; private set; }

    internal Socket Socket => _socket!; // Registered connections have one.

    internal IPEndPoint Remote { get; private set; } = null!; // Set with the socket.

    /// <summary>Which entry of the loop this is.</summary>
    internal int Slot { get; set; } = -1;

    /// <summary>Stops reading: what the peer sends stays in the sockets' buffers, then with the peer.</summary>
    public void PauseReading() => _isPaused = true;

    public void ResumeReading()
    {
        if (_isPaused)
        {
            _isPaused = false;
            Loop.Post(new WorkItem(static state => ((LoopConnection)state!).OnReadable(true), this));
        }
    }

    /// <summary>Closes without a word; <see cref="OnClosed"/> is called before this returns.</summary>
    public void Abort(string reason)
    {
        if (!IsClosed)
        {
            IsClosed = true;
            if (_socket is { } socket)
            {
                Loop.Unregister(this);
                socket.Dispose();
            }

            Release(ref _unfinished);
            Release(ref _unsent);
            _unsentStart = _unsentEnd = 0;
            OnClosed(reason);
        }
    }

    /// <param name="source">Local address; null: the kernel's choice.</param>
    /// <param name="receiveBufferBytes">What the kernel may hold back for a reader that pauses; 0: the kernel's choice.</param>
    private protected void Open(IPEndPoint remote, IPAddress? source, int receiveBufferBytes)
    {
        Remote = remote;
        try
        {
            _socket = new Socket(remote.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { Blocking = false, NoDelay = true };
            if (receiveBufferBytes > 0)
            {
                _socket.ReceiveBufferSize = receiveBufferBytes;
            }

            if (source is not null)
            {
                if (OperatingSystem.IsLinux())
                {
                    _socket.SetRawSocketOption(0, BindAddressNoPort, [1, 0, 0, 0]);
                }

                _socket.Bind(new IPEndPoint(source, 0));
            }

            Loop.Register(this);
        }
        catch (SocketException failure)
        {
            // No descriptor or port left, or refused at once.
            Abort(failure.SocketErrorCode.ToString());
        }
    }

    private protected abstract void OnConnected();

    /// <param name="data">Everything received and not yet consumed; valid during the call.</param>
    /// <returns>How many bytes were consumed; the rest comes again with what follows it.</returns>
    private protected abstract int OnReceived(ReadOnlySpan<byte> data, long receivedAt);

    private protected abstract void OnClosed(string reason);

    /// <summary>The loop: the socket takes bytes, or its connect has ended.</summary>
    internal void OnWritable()
    {
        if (IsClosed)
        {
            return;
        }

        if (!_isConnected)
        {
            var error = (SocketError)(int)Socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)!;
            if (error != SocketError.Success)
            {
                Abort(error.ToString());
                return;
            }

            _isConnected = true;
            OnConnected();
            return;
        }

        if (UnsentBytes > 0)
        {
            SendUnsent();
        }
    }

    /// <summary>The loop: both directions are closed. Who does not read would not find out.</summary>
    internal void OnHangUp()
    {
        if (_isPaused)
        {
            Abort("the connection was reset");
        }
    }

    /// <summary>The loop: there is something to read.</summary>
    /// <param name="untilEmpty">True when the peer has closed too, so that a short read is not the end.</param>
    internal void OnReadable(bool untilEmpty)
    {
        while (!IsClosed && !_isPaused)
        {
            var buffer = Loop.ReceiveBuffer;
            if (_unfinishedLength > 0)
            {
                // What is unfinished goes before what comes, in one piece.
                if (buffer.Length < 2 * _unfinishedLength)
                {
                    buffer = Loop.ReceiveBuffer = new byte[2 * buffer.Length];
                }

                _unfinished.AsSpan(0, _unfinishedLength).CopyTo(buffer);
            }

            var free = buffer.AsSpan(_unfinishedLength);
            var count = Socket.Receive(free, SocketFlags.None, out var error);
            if (error == SocketError.WouldBlock)
            {
                break;
            }

            if (error != SocketError.Success || count == 0)
            {
                Abort(error == SocketError.Success ? "the peer closed the connection" : "the connection was reset");
                return;
            }

            Loop.Receives++;
            Loop.ReceivedBytes += count;
            var end = _unfinishedLength + count;
            var isShort = count < free.Length;
            Consume(buffer.AsSpan(0, end));
            if (isShort && !untilEmpty)
            {
                break;
            }
        }

        if (!IsClosed && !_isPaused)
        {
            Loop.AwaitReadable(this);
        }
    }

    private static void Release(ref byte[]? buffer)
    {
        if (buffer is not null)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = null;
        }
    }

    private void Consume(ReadOnlySpan<byte> data)
    {
        var rest = data[OnReceived(data, Clock.Now)..];
        if (IsClosed)
        {
            return;
        }

        _unfinishedLength = rest.Length;
        if (rest.IsEmpty)
        {
            Release(ref _unfinished);
            return;
        }

        if (_unfinished is null || _unfinished.Length < rest.Length)
        {
            Release(ref _unfinished);
            _unfinished = ArrayPool<byte>.Shared.Rent(rest.Length);
        }

        rest.CopyTo(_unfinished);
    }
}
