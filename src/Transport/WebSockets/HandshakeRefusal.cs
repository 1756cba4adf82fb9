namespace Venueless.Fast.Transport.WebSockets;

/// <summary>Why a handshake is refused; status and text of each are in <see cref="HandshakeRefusals"/>.</summary>
internal enum HandshakeRefusal
{
    None,
    MalformedRequest,
    HttpVersion,
    MissingHost,
    UnexpectedBody,
    UnknownPath,
    UpgradeRequired,
    UnsupportedVersion,
    InvalidKey,
    HeadTooLarge,
    TimedOut,
    MethodNotAllowed,
    EndpointFailed,
}
