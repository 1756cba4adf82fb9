using System.Net.Sockets;

namespace Venueless.Fast.Transport.Links;

// Before it is known whose the connection is.
internal sealed partial class SocketLink
{
    // Linux: getsockopt(IPPROTO_TCP, TCP_INFO), whose first byte is the state; TCP_CLOSE_WAIT is "the peer has sent its last byte".
    private const int TcpLevel = 6;
    private const int TcpInfo = 11;
    private const byte CloseWait = 8;

    /// <summary>Compares what lies in the kernel, which stays there, with the first bytes of a websocket request. Before <see cref="BeginReading"/>, after a read.</summary>
    /// <param name="prefix">The first bytes.</param>
    /// <param name="count">How much of it, or of something else, is there.</param>
    public PrefixMatch Compare(ReadOnlySpan<byte> prefix, out int count)
    {
        var match = Peek(prefix, out count);
        if (match != PrefixMatch.Part || !HasPeerEnded())
        {
            return match;
        }

        // Once more: the rest may have come in front of the end.
        match = Peek(prefix, out count);
        return match == PrefixMatch.Part ? PrefixMatch.Gone : match;
    }

    /// <summary>The connection is ours: reads give bytes from now on.</summary>
    public void BeginReading() => (_isPeeking, _isDrained) = (false, false);

    private PrefixMatch Peek(ReadOnlySpan<byte> prefix, out int count)
    {
        Span<byte> peeked = prefix.Length <= 64 ? stackalloc byte[prefix.Length] : new byte[prefix.Length];
        _isDrained = true;
        if (!TryReceive(peeked, SocketFlags.Peek, out count))
        {
            return _isEnded ? PrefixMatch.Gone : PrefixMatch.Part;
        }

        if (count == 0)
        {
            return PrefixMatch.Gone;
        }

        return !peeked[..count].SequenceEqual(prefix[..count]) ? PrefixMatch.None : count == peeked.Length ? PrefixMatch.Whole : PrefixMatch.Part;
    }

    // False where the system does not tell.
    private bool HasPeerEnded()
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        Span<byte> info = stackalloc byte[8];
        try
        {
            return _socket.GetRawSocketOption(TcpLevel, TcpInfo, info) > 0 && info[0] == CloseWait;
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }
}
