using Microsoft.AspNetCore.Connections;

namespace Venueless.Fast.Transport;

/// <summary>
/// Ends the sending side of raw connections while their receiving side stays open (RFC 6455 section 7.1.1). Completing the output is no substitute: Kestrel
/// then disposes the whole socket, and what the peer still sends is answered by a reset that may destroy our close frame in its receive buffer.
/// </summary>
/// <remarks>Thread-safe. One instance serves any number of connections.</remarks>
public interface ISendShutdown
{
    /// <summary>
    /// Waits until everything that was flushed has left for good, then shuts the sending side down. Ends without it when the connection is gone or
    /// aborted, which is what bounds the wait. Never throws.
    /// </summary>
    /// <param name="connection">Its output is flushed and not written to any more.</param>
    /// <param name="writtenBytes">Bytes written to its output since it was accepted.</param>
    Task ShutdownSendAsync(ConnectionContext connection, long writtenBytes);
}
