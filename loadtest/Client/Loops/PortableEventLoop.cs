using System.Net.Sockets;
using Venueless.Fast.LoadTest.Client.Measuring;

namespace Venueless.Fast.LoadTest.Client.Loops;

/// <summary>
/// For every system: readiness comes from zero-byte receives of the runtime's asynchronous sockets. The bytes are then read on the loop's thread, exactly as with epoll.
/// </summary>
internal sealed class PortableEventLoop : EventLoop
{
    // The runtime tells readability but not writability; a socket that takes nothing is asked again.
    private const long WritableRetry = 5_000;

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _signal = new(0);
    private readonly HashSet<LoopConnection> _connections = [];
    private List<(LoopConnection Connection, bool IsReadable)> _ready = [];
    private List<(LoopConnection Connection, bool IsReadable)> _serving = [];

    internal PortableEventLoop(string name)
        : base(name)
    {
    }

    internal override void Register(LoopConnection connection)
    {
        _connections.Add(connection);
        _ = AwaitConnectedAsync(connection);
    }

    internal override void Unregister(LoopConnection connection) => _connections.Remove(connection);

    internal override void AwaitReadable(LoopConnection connection) => _ = AwaitBytesAsync(connection);

    internal override void AwaitWritable(LoopConnection connection) =>
        Schedule(Clock.Now + WritableRetry, static state => ((LoopConnection)state!).OnWritable(), connection);

    private protected override void Wait(long due)
    {
        var left = due == long.MaxValue ? -1 : (int)Math.Clamp((due - Clock.Now + 999) / 1000, 0, int.MaxValue);
        _signal.Wait(left);
        lock (_gate)
        {
            (_serving, _ready) = (_ready, _serving);
        }

        foreach (var (connection, isReadable) in _serving)
        {
            if (connection.IsClosed)
            {
                continue;
            }

            if (isReadable)
            {
                // A close is not told apart from bytes here: read until there is nothing.
                connection.OnReadable(untilEmpty: true);
            }
            else
            {
                connection.OnWritable();
            }
        }

        _serving.Clear();
    }

    private protected override void Wake() => _signal.Release();

    private protected override void End()
    {
        foreach (var connection in _connections.ToArray())
        {
            connection.Abort("the event loop ended");
        }
    }

    private async Task AwaitConnectedAsync(LoopConnection connection)
    {
        try
        {
            await connection.Socket.ConnectAsync(connection.Remote).ConfigureAwait(false);
        }
        catch (SocketException failure)
        {
            Post(() => connection.Abort(failure.SocketErrorCode.ToString()));
            return;
        }
        catch (ObjectDisposedException)
        {
            return;
        }

        Enqueue(connection, isReadable: false);
        await AwaitBytesAsync(connection).ConfigureAwait(false);
    }

    private async Task AwaitBytesAsync(LoopConnection connection)
    {
        try
        {
            await connection.Socket.ReceiveAsync(Memory<byte>.Empty, SocketFlags.None).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            // The reading that follows finds out the same and closes.
        }

        Enqueue(connection, isReadable: true);
    }

    private void Enqueue(LoopConnection connection, bool isReadable)
    {
        bool isFirst;
        lock (_gate)
        {
            isFirst = _ready.Count == 0;
            _ready.Add((connection, isReadable));
        }

        if (isFirst)
        {
            _signal.Release();
        }
    }
}
