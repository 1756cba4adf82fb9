using Microsoft.Extensions.Logging;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Transport;

// Ids 2000 to 2099 belong to Transport. Next free id: 2005.
internal static partial class TransportLog
{
    // The session has a line of its own, which says whose it was.
    [LoggerMessage(2000, LogLevel.Trace, "Connection {ConnectionId} ended: {Reason}, close code of the peer {PeerCode}")]
    public static partial void ConnectionEnded(ILogger logger, long connectionId, CloseReason reason, ushort? peerCode);

    [LoggerMessage(2001, LogLevel.Error, "The message handler of connection {ConnectionId} failed; the connection is closed")]
    public static partial void HandlerFailed(ILogger logger, long connectionId, Exception exception);

    [LoggerMessage(2002, LogLevel.Debug, "Handshake refused with {StatusCode}: {Text}")]
    public static partial void HandshakeRefused(ILogger logger, int statusCode, string text);

    [LoggerMessage(2003, LogLevel.Error, "A tick of the connection timer failed")]
    public static partial void TickFailed(ILogger logger, Exception exception);

    [LoggerMessage(2004, LogLevel.Error, "The endpoint could not create a handler for connection {ConnectionId}")]
    public static partial void EndpointFailed(ILogger logger, long connectionId, Exception exception);
}
