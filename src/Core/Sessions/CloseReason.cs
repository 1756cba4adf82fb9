namespace Venueless.Fast.Core.Sessions;

/// <summary>Why a connection ends. <see cref="CloseReasonExtensions.ToCloseCode"/> gives the websocket close code that the peer sees.</summary>
public enum CloseReason
{
    /// <summary>Ordered end by the server: unknown world, reload, replaced, fatal, daily limit, drop. Close code 1000 (connection.md section 2).</summary>
    Normal = 0,

    /// <summary>The process shuts down or asks its clients to resynchronise. Close code 1012.</summary>
    ServiceRestart,

    /// <summary>The peer broke RFC 6455. Close code 1002.</summary>
    ProtocolError,

    /// <summary>A text message or close reason is not UTF-8. Close code 1007.</summary>
    InvalidPayload,

    /// <summary>A message exceeds the limit. Close code 1009.</summary>
    MessageTooBig,

    /// <summary>The peer does not read: its outbound queue is full or makes no progress. Aborted, no close frame can get through.</summary>
    SlowConsumer,

    /// <summary>No sign of life within the dead-peer limit (40 s). Aborted.</summary>
    PeerDead,

    /// <summary>The peer sent a close frame; it is answered with the same code.</summary>
    ClosedByPeer,

    /// <summary>The TCP connection ended without a close frame.</summary>
    Disconnected,
}
