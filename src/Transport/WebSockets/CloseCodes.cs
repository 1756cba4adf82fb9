namespace Venueless.Fast.Transport.WebSockets;

/// <summary>Which close codes may appear on the wire: RFC 6455 section 7.4 and the IANA registry it opened.</summary>
internal static class CloseCodes
{
    public static bool IsAllowedOnWire(ushort code) => code switch
    {
        >= 1000 and <= 1003 => true,
        >= 1007 and <= 1014 => true,
        >= 3000 and <= 4999 => true,
        _ => false,
    };
}
