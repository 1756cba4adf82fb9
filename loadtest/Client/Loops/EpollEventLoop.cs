using System.Buffers.Binary;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Venueless.Fast.LoadTest.Client.Measuring;

namespace Venueless.Fast.LoadTest.Client.Loops;

/// <summary>
/// Linux: one epoll instance, every socket registered once for both directions, edge-triggered, so that a message costs one wait (shared by all that are ready) and one
/// receive. Waits end on the microsecond by a timer descriptor: rounding to milliseconds would be a tenth of the latencies measured.
/// </summary>
internal sealed class EpollEventLoop : EventLoop
{
    private const int EventsPerWait = 512;
    private const ulong WakeData = ulong.MaxValue;
    private const ulong TimerData = ulong.MaxValue - 1;

    private readonly int _epoll;
    private readonly int _wake;
    private readonly int _timer;
    private readonly byte[] _events = new byte[EventsPerWait * Epoll.EventBytes];
    private readonly SlotTable _connections = new();

    internal EpollEventLoop(string name)
        : base(name)
    {
        _epoll = Epoll.Check(Epoll.Create(Epoll.CloseOnExec), "epoll_create1");
        _wake = Epoll.Check(Epoll.CreateEvent(0, Epoll.CloseOnExec | Epoll.NonBlocking), "eventfd");
        _timer = Epoll.Check(Epoll.CreateTimer(Epoll.Monotonic, Epoll.CloseOnExec | Epoll.NonBlocking), "timerfd_create");
        Add(_wake, Epoll.In | Epoll.EdgeTriggered, WakeData);
        Add(_timer, Epoll.In | Epoll.EdgeTriggered, TimerData);
    }

    internal override void Register(LoopConnection connection)
    {
        try
        {
            connection.Socket.Connect(connection.Remote);
        }
        catch (SocketException failure) when (failure.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
            // Under way; the socket becomes writable when it has ended. Before the connect it must not be in the instance: it would report a hang-up.
        }

        var data = _connections.Add(connection);
        Add((int)connection.Socket.Handle, Epoll.In | Epoll.Out | Epoll.PeerHangUp | Epoll.EdgeTriggered, data);
    }

    /// <summary>Closing the descriptor takes it out of the instance; only the number must not find the connection any more.</summary>
    internal override void Unregister(LoopConnection connection) => _connections.Remove(connection);

    /// <summary>Edge-triggered: the next bytes are a new event.</summary>
    internal override void AwaitReadable(LoopConnection connection)
    {
    }

    /// <inheritdoc cref="AwaitReadable"/>
    internal override void AwaitWritable(LoopConnection connection)
    {
    }

    private protected override void Wait(long due)
    {
        var count = Epoll.Wait(_epoll, ref _events[0], EventsPerWait, TimeoutUntil(due));
        if (count < 0)
        {
            // Only a signal (EINTR) ends a wait with an error here; the next turn waits again.
            return;
        }

        for (var index = 0; index < count; index++)
        {
            var entry = _events.AsSpan(index * Epoll.EventBytes, Epoll.EventBytes);
            var data = BinaryPrimitives.ReadUInt64LittleEndian(entry[Epoll.DataOffset..]);
            if (data is WakeData or TimerData)
            {
                ulong value = 0;
                _ = Epoll.Read(data == WakeData ? _wake : _timer, ref value, sizeof(ulong));
            }
            else if (_connections.Find(data) is { } connection)
            {
                Tell(connection, BinaryPrimitives.ReadUInt32LittleEndian(entry));
            }
        }
    }

    private protected override void Wake()
    {
        ulong one = 1;
        _ = Epoll.Write(_wake, ref one, sizeof(ulong));
    }

    private protected override void End()
    {
        foreach (var connection in _connections.ToArray())
        {
            connection.Abort("the event loop ended");
        }

        _ = Epoll.Close(_timer);
        _ = Epoll.Close(_epoll);
        // _wake stays open: another thread may be about to write to it, and its number must not mean something else then.
    }

    private static void Tell(LoopConnection connection, uint ready)
    {
        // Writable first: the end of a connect comes before whatever was received on it.
        if ((ready & (Epoll.Out | Epoll.Error | Epoll.HangUp)) != 0)
        {
            connection.OnWritable();
        }

        if ((ready & (Epoll.Error | Epoll.HangUp)) != 0)
        {
            connection.OnHangUp();
        }

        if ((ready & (Epoll.In | Epoll.PeerHangUp | Epoll.Error | Epoll.HangUp)) != 0 && !connection.IsClosed)
        {
            connection.OnReadable((ready & (Epoll.PeerHangUp | Epoll.Error | Epoll.HangUp)) != 0);
        }
    }

    private int TimeoutUntil(long due)
    {
        if (due == long.MaxValue)
        {
            return -1;
        }

        var left = due - Clock.Now;
        if (left <= 0)
        {
            return 0;
        }

        if (left >= 1000)
        {
            return (int)Math.Min(left / 1000, int.MaxValue);
        }

        Span<nint> time = [0, 0, 0, (nint)(left * 1000)];
        _ = Epoll.SetTimer(_timer, 0, ref MemoryMarshal.GetReference(time), 0);
        return 1;
    }

    private void Add(int descriptor, uint events, ulong data)
    {
        Span<byte> entry = stackalloc byte[Epoll.EventBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(entry, events);
        BinaryPrimitives.WriteUInt64LittleEndian(entry[Epoll.DataOffset..], data);
        Epoll.Check(Epoll.Control(_epoll, Epoll.Add, descriptor, ref MemoryMarshal.GetReference(entry)), "epoll_ctl");
    }
}
