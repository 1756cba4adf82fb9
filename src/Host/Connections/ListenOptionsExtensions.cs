using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Venueless.Fast.Transport;

namespace Venueless.Fast.Host.Connections;

/// <summary>Puts the websocket server in front of Kestrel's HTTP on one endpoint.</summary>
internal static class ListenOptionsExtensions
{
    /// <summary>
    /// Call it after <c>UseHttps</c> and before anything else: connection middleware runs in the order in which it is added, and any other that puts a pipe
    /// of its own in front of the socket would not see what is sent past it (<see cref="PlainSocket"/>).
    /// </summary>
    public static ListenOptions UseWebSocketServer(this ListenOptions listenOptions, WebSocketServer server)
    {
        listenOptions.Use(next => connection => ServeAsync(server, connection, next));
        return listenOptions;
    }

    private static async Task ServeAsync(WebSocketServer server, ConnectionContext connection, ConnectionDelegate next)
    {
        if (!await server.TryAcceptAsync(connection, PlainSocket.Of(connection)))
        {
            await next(connection);
        }
    }
}
