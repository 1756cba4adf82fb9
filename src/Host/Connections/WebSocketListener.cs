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
internal sealed partial class WebSocketListener : IConnectionListener
{
    // Cut connections only have to run their clean-ups. Longer than a tick of their timer: who has missed being woken is woken by the next.
    private static readonly TimeSpan AbortTime = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(10);

    private readonly Socket _socket;
    private readonly WebSocketServer _server;
    private readonly SocketConnectionContextFactory _http;
    private readonly ListenerLimits _limits;
    private readonly ILogger _logger;
    private readonly RefusalLog _refusals;
    private readonly SpareDescriptor _spare;
    private readonly Channel<ConnectionContext> _others = Channel.CreateUnbounded<ConnectionContext>();
    private Task _accepting = Task.CompletedTask;

    // Accepted, and the pool has not come to them, or looks at them for the first time: then the server counts them already.
    private int _queuedCount;

    // Of these, those the pool has not come to.
    private int _waitingCount;

    // Kestrel's connections, from here until they are closed.
    private int _otherCount;
    private CancellationToken _stopLimit;
    private volatile bool _isUnbound;
    private int _isDisposed;

    public WebSocketListener(Socket socket, WebSocketServer server, SocketConnectionContextFactory http, ListenerLimits limits, ILogger logger)
    {
        _socket = socket;
        _server = server;
        _http = http;
        _limits = limits;
        _logger = logger;
        _refusals = new RefusalLog(logger, TimeProvider.System);
        _spare = new SpareDescriptor(socket.AddressFamily);
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
        try
        {
            await EndAcceptingAsync();

            // Whom the pool has not come to yet may be HTTP's, which still takes them.
            while (Volatile.Read(ref _queuedCount) > 0 && !cancellationToken.IsCancellationRequested)
            {
                await Task.Delay(LookAgain, CancellationToken.None);
            }
        }
        finally
        {
            BeginStop();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        try
        {
            await EndAcceptingAsync();
            BeginStop();
            while (OwnCount > 0 && !_stopLimit.IsCancellationRequested)
            {
                await Task.Delay(LookAgain, CancellationToken.None);
            }

            _server.Abort();
            for (var waited = TimeSpan.Zero; OwnCount > 0 && waited < AbortTime; waited += LookAgain)
            {
                await Task.Delay(LookAgain, CancellationToken.None);
            }
        }
        finally
        {
            await DisposeOthersAsync();
        }
    }

    // Until they have ended or are Kestrel's.
    private int OwnCount => _server.Sockets + Volatile.Read(ref _queuedCount);

    private Task EndAcceptingAsync()
    {
        _isUnbound = true;
        _socket.Dispose();
        return _accepting;
    }

    private void BeginStop()
    {
        _server.BeginStop();
        _others.Writer.TryComplete();
    }

    // Whom Kestrel has not accepted; then what its own connections, which have ended before, were made with.
    private async Task DisposeOthersAsync()
    {
        while (_others.Reader.TryRead(out var connection))
        {
            connection.Abort();
            await connection.DisposeAsync();
        }

        _http.Dispose();
        _spare.Dispose();
    }
}
