using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Venueless.Fast.Transport;

namespace Venueless.Fast.Host.Connections;

/// <summary>Accepts every TCP connection of one endpoint: websockets stay here, the others are Kestrel's to accept.</summary>
/// <remarks>
/// Threads: one loop accepts; each connection is looked at on a thread of the pool. Stopping has two steps, in Kestrel's order: unbinding ends the loop and asks the
/// websockets to leave, disposing waits for them as long as the stop may take, then cuts them off.
/// </remarks>
[SuppressMessage("Usage", "VSTHRD003", Justification = "The accepting loop is its own; there is no context that could deadlock.")]
internal sealed class WebSocketListener : IConnectionListener
{
    // Cut connections only have to run their clean-ups.
    private static readonly TimeSpan AbortTime = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(10);

    private static readonly Task<bool> NotServed = Task.FromResult(false);

    private readonly Socket _socket;
    private readonly WebSocketServer _server;
    private readonly SocketConnectionContextFactory _http;
    private readonly ListenerLimits _limits;
    private readonly ILogger _logger;
    private readonly Channel<ConnectionContext> _others = Channel.CreateUnbounded<ConnectionContext>(new UnboundedChannelOptions { SingleReader = true });
    private Task _accepting = Task.CompletedTask;

    // Accepted and not yet counted by anybody else.
    private int _queuedCount;

    // Kestrel's connections, from here until they are closed.
    private int _otherCount;
    private CancellationToken _stopLimit;
    private int _isDisposed;

    public WebSocketListener(Socket socket, WebSocketServer server, SocketConnectionContextFactory http, ListenerLimits limits, ILogger logger)
    {
        _socket = socket;
        _server = server;
        _http = http;
        _limits = limits;
        _logger = logger;
        EndPoint = socket.LocalEndPoint!;
    }

    public EndPoint EndPoint { get; }

    public void Start() => _accepting = AcceptAllAsync();

    /// <summary>The next connection that is not a websocket; null when unbound.</summary>
    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (await _others.Reader.WaitToReadAsync(cancellationToken))
        {
            if (_others.Reader.TryRead(out var connection))
            {
                return connection;
            }
        }

        return null;
    }

    public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        _stopLimit = cancellationToken;
        _socket.Dispose();
        await _accepting;
        _server.BeginStop();
        _others.Writer.TryComplete();
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        _socket.Dispose();
        await _accepting;
        _others.Writer.TryComplete();
        while (_server.Sockets > 0 && !_stopLimit.IsCancellationRequested)
        {
            await Task.Delay(LookAgain, CancellationToken.None);
        }

        _server.Abort();
        for (var waited = TimeSpan.Zero; _server.Sockets > 0 && waited < AbortTime; waited += LookAgain)
        {
            await Task.Delay(LookAgain, CancellationToken.None);
        }
    }

    private async Task AcceptAllAsync()
    {
        while (true)
        {
            try
            {
                var socket = await _socket.AcceptAsync();
                if (_server.Sockets + Volatile.Read(ref _queuedCount) + Volatile.Read(ref _otherCount) >= _limits.MaxConnections)
                {
                    ListenerLog.LimitReached(_logger, _limits.MaxConnections.Value);
                    socket.Dispose();
                    continue;
                }

                Interlocked.Increment(ref _queuedCount);
                ThreadPool.UnsafeQueueUserWorkItem(static work => _ = work.Listener.ServeAsync(work.Socket), (Listener: this, Socket: socket), preferLocal: false);
            }
            catch (Exception exception) when (exception is ObjectDisposedException or SocketException { SocketErrorCode: SocketError.OperationAborted })
            {
                return;
            }
            catch (SocketException exception)
            {
                // Reset while it was still in the queue. Or there is no descriptor left, and the next try would fail as well.
                if (exception.SocketErrorCode == SocketError.TooManyOpenSockets)
                {
                    await Task.Delay(LookAgain, CancellationToken.None);
                }
            }
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        try
        {
            var serving = _limits.IsDraining() ? NotServed : _server.TryServeAsync(socket);
            Interlocked.Decrement(ref _queuedCount);
            socket.NoDelay = true;
            if (!await serving)
            {
                HandOn(socket);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Reset in its first moment.
            socket.Dispose();
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
}
