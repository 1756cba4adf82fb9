using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;
using Venueless.Fast.Transport;

namespace Venueless.Fast.Host.Connections;

/// <summary>Kestrel's transport with the websocket server in front: Kestrel only ever gets the connections that do not begin with a websocket request.</summary>
/// <remarks>
/// What Kestrel keeps for a connection, two pipes with a loop each, its middleware and its bookkeeping, is some 3.5 KB, more than all that an attendee is to us
/// (docs/performance.md); and each message changes threads once less.
/// </remarks>
internal sealed class WebSocketListenerFactory(WebSocketServer server, ListenerLimits limits, IOptions<SocketTransportOptions> options, ILoggerFactory loggers) : IConnectionListenerFactory
{
    private readonly WebSocketServer _server = server;
    private readonly ListenerLimits _limits = limits;
    private readonly SocketTransportOptions _options = options.Value;
    private readonly ILoggerFactory _loggers = loggers;

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
        try
        {
            socket.Listen(_options.Backlog);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        // As many pairs of loops as Kestrel's own; its connections share them.
        var http = new SocketConnectionContextFactory(
            new SocketConnectionFactoryOptions { MaxReadBufferSize = _options.MaxReadBufferSize },
            _loggers.CreateLogger<SocketConnectionContextFactory>());
        var listener = new WebSocketListener(socket, _server, http, _limits, _loggers.CreateLogger<WebSocketListener>());
        listener.Start();
        return new ValueTask<IConnectionListener>(listener);
    }
}
