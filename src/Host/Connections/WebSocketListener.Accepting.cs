using System.Net.Sockets;

namespace Venueless.Fast.Host.Connections;

// From the listen queue to whoever serves the connection. Nothing that happens to one connection ends the loop.
internal sealed partial class WebSocketListener
{
    // After an error of the listening socket; twice as long each time while they go on, so that neither the processor nor the log is filled by them.
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private static readonly Task<bool> Served = Task.FromResult(true);

    private async Task AcceptAllAsync()
    {
        _spare.TryTake();
        var pause = ShortestPause;
        while (!_isUnbound)
        {
            try
            {
                Take(await _socket.AcceptAsync());
                pause = ShortestPause;
            }
            catch (Exception) when (_isUnbound)
            {
                return;
            }
            catch (Exception exception)
            {
                if (exception is SocketException { SocketErrorCode: var error } && IsOver(error))
                {
                    continue;
                }

                Note(exception);
                await Task.Delay(pause, CancellationToken.None);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }

    // Reset while it was still in the queue; or there is a descriptor now. Else the next try would fail as well.
    private bool IsOver(SocketError error) => error switch
    {
        SocketError.ConnectionAborted or SocketError.ConnectionReset => true,
        SocketError.TooManyOpenSockets => _spare.TryGiveUp(),
        _ => false,
    };

    private int OpenCount => _server.Sockets + Volatile.Read(ref _waitingCount) + Volatile.Read(ref _otherCount);

    private void Take(Socket socket)
    {
        var open = OpenCount;
        if (open >= _limits.MaxConnections || !_spare.TryTake())
        {
            socket.Dispose();
            _spare.TryTake();
            _refusals.Add(open);
            _server.Counters.AddTurnedAway();
            return;
        }

        Interlocked.Increment(ref _queuedCount);
        Interlocked.Increment(ref _waitingCount);
        ThreadPool.UnsafeQueueUserWorkItem(static work => _ = work.Listener.ServeAsync(work.Socket), (Listener: this, Socket: socket), preferLocal: false);
    }

    private async Task ServeAsync(Socket socket)
    {
        try
        {
            if (!await BeginAsync(socket))
            {
                HandOn(socket);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Reset in its first moment.
            socket.Dispose();
        }
        catch (Exception exception)
        {
            socket.Dispose();
            ListenerLog.ServeFailed(_logger, exception);
        }
    }

    // Leaves the queued when somebody else counts the connection.
    private Task<bool> BeginAsync(Socket socket)
    {
        Interlocked.Decrement(ref _waitingCount);
        try
        {
            SetNoDelay(socket);
            if (!_limits.IsDraining())
            {
                return _server.TryServeAsync(socket);
            }

            HandOn(socket);
            return Served;
        }
        finally
        {
            Interlocked.Decrement(ref _queuedCount);
        }
    }

    private void HandOn(Socket socket)
    {
        var connection = _http.Create(socket);
        Interlocked.Increment(ref _otherCount);
        connection.ConnectionClosed.UnsafeRegister(static listener => Interlocked.Decrement(ref ((WebSocketListener)listener!)._otherCount), this);
        if (!_others.Writer.TryWrite(connection))
        {
            connection.Abort();
            _ = connection.DisposeAsync().AsTask();
        }
    }

    private static void SetNoDelay(Socket socket)
    {
        try
        {
            socket.NoDelay = true;
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Reset in its first moment, which its first read finds as well.
        }
    }

    private void Note(Exception failure)
    {
        try
        {
            ListenerLog.AcceptFailed(_logger, failure);
        }
        catch (Exception)
        {
            // Perhaps the logger was the failure.
        }
    }
}
