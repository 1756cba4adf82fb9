namespace Venueless.Fast.Core.Sessions;

/// <summary>Maps close reasons to the codes of RFC 6455 section 7.4.</summary>
public static class CloseReasonExtensions
{
    /// <summary>The close code the server sends for a reason of its own; 1006 (never sent) for the others.</summary>
    public static ushort ToCloseCode(this CloseReason reason) => reason switch
    {
        CloseReason.Normal => 1000,
        CloseReason.ProtocolError => 1002,
        CloseReason.InvalidPayload => 1007,
        CloseReason.MessageTooBig => 1009,
        CloseReason.ServiceRestart => 1012,
        _ => 1006,
    };
}
