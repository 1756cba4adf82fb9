using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Venueless.Fast.Host.Connections;

/// <summary>The socket under one of Kestrel's connections, where the websocket server may send to it directly.</summary>
internal static class PlainSocket
{
    /// <summary>Null when there is more than a pipe in front of it (TLS), or none (other transports).</summary>
    public static Socket? Of(ConnectionContext connection) =>
        connection.Features.Get<ITlsHandshakeFeature>() is null && connection.Features.Get<IConnectionSocketFeature>()?.Socket is { ProtocolType: ProtocolType.Tcp } socket
            ? socket
            : null;
}
