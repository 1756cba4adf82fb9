namespace Venueless.Fast.Transport.WebSockets;

/// <summary>What <see cref="RequestPeek"/> decided.</summary>
internal enum PeekStatus
{
    /// <summary>Not a websocket request: untouched, HTTP reads it from its first byte.</summary>
    HandOn,

    /// <summary>A complete head of ours lies in the buffer.</summary>
    Head,

    /// <summary>Ours, but it is refused.</summary>
    Refused,

    /// <summary>The peer has gone or has never said anything.</summary>
    Gone,
}
