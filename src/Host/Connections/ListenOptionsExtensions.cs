using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Venueless.Fast.Transport;

namespace Venueless.Fast.Host.Connections;

/// <summary>Puts the websocket server in front of Kestrel's HTTP on an endpoint whose connections are more than sockets (TLS); others have <see cref="WebSocketListener"/>.</summary>
internal static class ListenOptionsExtensions
{
    /// <summary>Call it after <c>UseHttps</c>: connection middleware runs in the order in which it is added.</summary>
    public static ListenOptions UseWebSocketServer(this ListenOptions listenOptions, WebSocketServer server)
    {
        listenOptions.Use(next => connection => ServeAsync(server, connection, next));
        return listenOptions;
    }

    private static async Task ServeAsync(WebSocketServer server, ConnectionContext connection, ConnectionDelegate next)
    {
        if (!await server.TryAcceptAsync(connection))
        {
            await next(connection);
        }
    }
}
