using System.IO.Pipelines;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Venueless.Fast.Transport.WebSockets;

/// <summary>The byte stream under a websocket: a raw connection, or the stream of a request that HTTP has upgraded.</summary>
/// <param name="Pipe">Input and output. The websocket neither completes the input nor disposes anything; whoever owns the connection does.</param>
/// <param name="Context">The raw connection; null for an upgraded request.</param>
/// <param name="Socket">What the raw connection's bytes are sent to directly; null when there is more than a pipe in front of it, such as TLS.</param>
/// <param name="AbortUpgraded">Aborts the connection of an upgraded request; like the raw connection's abort it ends the input.</param>
/// <param name="CloseRequested">Signalled when the server stops gracefully.</param>
/// <param name="Closed">Signalled when the socket is gone.</param>
internal readonly record struct TransportLink(
    IDuplexPipe Pipe,
    ConnectionContext? Context,
    Socket? Socket,
    Action? AbortUpgraded,
    CancellationToken CloseRequested,
    CancellationToken Closed)
{
    public void Abort()
    {
        if (Context is not null)
        {
            Context.Abort(new ConnectionAbortedException("The websocket was aborted."));
        }
        else
        {
            AbortUpgraded?.Invoke();
        }
    }
}
