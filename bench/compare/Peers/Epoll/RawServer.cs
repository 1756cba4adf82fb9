using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Venueless.Fast.Compare.Peers.WebSockets;

namespace Venueless.Fast.Compare.Peers.Epoll;

/// <summary>
/// The limit that the others are compared with: one thread, one epoll loop, and for each message and receiver no more than the system call. A text that a client
/// sends goes to all clients, itself included. Not thread-safe; runs in a process of its own.
/// </summary>
/// <param name="merges">False: one <c>send</c> per message and receiver. True: everything that one pass of the loop has received goes out in one <c>send</c> per receiver.</param>
internal sealed class RawServer(bool merges)
{
    private const int ReceiveBytes = 64 * 1024;

    private readonly Dictionary<int, RawConnection> _byDescriptor = [];
    private readonly List<RawConnection> _connections = [];
    private readonly byte[] _received = new byte[2 * ReceiveBytes];
    private readonly Readiness _change = new(1);
    private readonly int _epoll = Libc.EpollCreate(0);

    // Frames that wait for the end of the pass.
    private byte[] _outgoing = new byte[ReceiveBytes];
    private int _outgoingLength;

    /// <summary>Serves until the process ends.</summary>
    public void Run(int port)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
        listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
        listener.Listen(4096);
        var accepting = (int)listener.Handle;
        Watch(Libc.Add, accepting, Libc.Readable);
        var ready = new Readiness(512);
        while (true)
        {
            var count = Libc.EpollWait(_epoll, ref ready.First, ready.Capacity, -1);
            for (var index = 0; index < count; index++)
            {
                if (ready.Descriptor(index) == accepting)
                {
                    AcceptAll(accepting);
                }
                else if (_byDescriptor.TryGetValue(ready.Descriptor(index), out var connection))
                {
                    Serve(connection, ready.Events(index));
                }
            }

            SendOutgoing();
        }
    }

    private void AcceptAll(int listener)
    {
        int descriptor;
        while ((descriptor = Libc.Accept(listener, 0, 0, Libc.NonBlocking)) >= 0)
        {
            Libc.SetNoDelay(descriptor);
            var connection = new RawConnection(descriptor) { Index = _connections.Count };
            _byDescriptor.Add(descriptor, connection);
            _connections.Add(connection);
            Watch(Libc.Add, descriptor, Libc.Readable);
        }
    }

    private void Serve(RawConnection connection, uint events)
    {
        if ((events & Libc.Writable) != 0 && !SendUnsent(connection))
        {
            return;
        }

        if ((events & (Libc.Readable | Libc.HungUp)) != 0)
        {
            Receive(connection);
        }
    }

    private void Receive(RawConnection connection)
    {
        var kept = connection.Incomplete.Length;
        connection.Incomplete.CopyTo(_received, 0);
        var count = (int)Libc.Receive(connection.Descriptor, ref _received[kept], ReceiveBytes, 0);
        if (count <= 0)
        {
            if (count == 0 || Marshal.GetLastPInvokeError() is not (Libc.WouldBlock or Libc.Interrupted))
            {
                Close(connection);
            }

            return;
        }

        var buffer = _received.AsSpan(0, kept + count);
        if (!connection.IsOpen)
        {
            var head = Handshake.FindEnd(buffer);
            if (head > 0)
            {
                connection.IsOpen = true;
                Send(connection, Handshake.Accept(buffer[..head]));
            }

            buffer = buffer[head..];
        }

        while (connection.IsOpen && ClientFrame.TryRead(buffer, out var opcode, out var payload, out var consumed))
        {
            if (opcode == ClientFrame.Close)
            {
                Close(connection);
                return;
            }

            if (opcode == ClientFrame.Text)
            {
                Publish(payload);
            }

            buffer = buffer[consumed..];
        }

        if (buffer.Length > 0 || kept > 0)
        {
            connection.Incomplete = buffer.ToArray();
        }
    }

    private void Publish(ReadOnlySpan<byte> payload)
    {
        var needed = _outgoingLength + ServerFrame.MaxHeaderBytes + payload.Length;
        if (needed > _outgoing.Length)
        {
            Array.Resize(ref _outgoing, Math.Max(needed, 2 * _outgoing.Length));
        }

        _outgoingLength += ServerFrame.WriteHeader(_outgoing.AsSpan(_outgoingLength), payload.Length);
        payload.CopyTo(_outgoing.AsSpan(_outgoingLength));
        _outgoingLength += payload.Length;
        if (!merges)
        {
            SendOutgoing();
        }
    }

    private void SendOutgoing()
    {
        if (_outgoingLength == 0)
        {
            return;
        }

        // Backwards: a connection that turns out to be gone is replaced by the last one, which has had its turn.
        for (var index = _connections.Count - 1; index >= 0; index--)
        {
            if (_connections[index].IsOpen)
            {
                Send(_connections[index], _outgoing.AsSpan(0, _outgoingLength));
            }
        }

        _outgoingLength = 0;
    }

    private void Send(RawConnection connection, ReadOnlySpan<byte> bytes)
    {
        if (connection.Unsent is { } waiting)
        {
            waiting.AddRange(bytes);
            return;
        }

        var sent = (int)Libc.Send(connection.Descriptor, in bytes[0], bytes.Length, Libc.NoSignal);
        if (sent == bytes.Length)
        {
            return;
        }

        if (sent < 0 && Marshal.GetLastPInvokeError() is not (Libc.WouldBlock or Libc.Interrupted))
        {
            Close(connection);
            return;
        }

        connection.Unsent = [.. bytes[Math.Max(sent, 0)..]];
        Watch(Libc.Modify, connection.Descriptor, Libc.Readable | Libc.Writable);
    }

    // False: the connection is gone.
    private bool SendUnsent(RawConnection connection)
    {
        if (connection.Unsent is { } waiting)
        {
            connection.Unsent = null;
            Watch(Libc.Modify, connection.Descriptor, Libc.Readable);
            Send(connection, CollectionsMarshal.AsSpan(waiting));
        }

        return _byDescriptor.ContainsKey(connection.Descriptor);
    }

    private void Close(RawConnection connection)
    {
        if (_byDescriptor.Remove(connection.Descriptor))
        {
            var last = _connections[^1];
            _connections[connection.Index] = last;
            last.Index = connection.Index;
            _connections.RemoveAt(_connections.Count - 1);
            _ = Libc.Close(connection.Descriptor);
        }
    }

    private void Watch(int operation, int descriptor, uint events)
    {
        _change.Set(0, events, descriptor);
        if (Libc.EpollControl(_epoll, operation, descriptor, in _change.First) != 0)
        {
            throw new InvalidOperationException($"epoll_ctl failed: {Marshal.GetLastPInvokeError()}.");
        }
    }
}
