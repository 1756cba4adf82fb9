namespace Venueless.Fast.Transport.WebSockets;

/// <summary>Parses a complete request head: RFC 9112 <c>GET SP target SP HTTP/1.1 CRLF *( name ":" OWS value OWS CRLF ) CRLF</c>.</summary>
internal static class RequestHead
{
    /// <summary>Everything of RFC 6455 section 4.2.1 but the path, which is the endpoint's to judge.</summary>
    /// <param name="head">From the method to the empty line, both included.</param>
    /// <param name="target">The request target, a part of <paramref name="head"/>.</param>
    /// <param name="headers">What the header lines said.</param>
    public static HandshakeRefusal Parse(ReadOnlySpan<byte> head, out ReadOnlySpan<byte> target, out UpgradeHeaders headers)
    {
        headers = default;
        target = default;
        var lineEnd = head.IndexOf("\r\n"u8);
        var line = head[..lineEnd];
        var method = line.IndexOf((byte)' ');
        var version = line.LastIndexOf((byte)' ');
        if (version <= method)
        {
            return HandshakeRefusal.MalformedRequest;
        }

        target = line[(method + 1)..version];
        if (!IsTarget(target) || !line[(version + 1)..].StartsWith("HTTP/"u8))
        {
            return HandshakeRefusal.MalformedRequest;
        }

        if (!line[(version + 1)..].SequenceEqual("HTTP/1.1"u8))
        {
            return HandshakeRefusal.HttpVersion;
        }

        var rest = head[(lineEnd + 2)..];
        while ((lineEnd = rest.IndexOf("\r\n"u8)) > 0)
        {
            if (!AddHeader(rest[..lineEnd], ref headers))
            {
                return HandshakeRefusal.MalformedRequest;
            }

            rest = rest[(lineEnd + 2)..];
        }

        return HandshakeRefusal.None;
    }

    private static bool AddHeader(ReadOnlySpan<byte> line, ref UpgradeHeaders headers)
    {
        var colon = line.IndexOf((byte)':');
        // White space in front of the colon and folded lines are how requests are smuggled past proxies; a lone CR or NUL as well.
        if (colon <= 0 || line[..colon].IndexOfAnyExceptInRange((byte)0x21, (byte)0x7E) >= 0 || line.IndexOfAny((byte)0, (byte)'\r', (byte)'\n') >= 0)
        {
            return false;
        }

        headers.Add(line[..colon], line[(colon + 1)..].Trim(" \t"u8));
        return true;
    }

    private static bool IsTarget(ReadOnlySpan<byte> target) =>
        !target.IsEmpty && target[0] == (byte)'/' && target.IndexOfAnyExceptInRange((byte)0x21, (byte)0x7E) < 0;
}
