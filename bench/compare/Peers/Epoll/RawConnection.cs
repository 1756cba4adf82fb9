namespace Venueless.Fast.Compare.Peers.Epoll;

/// <summary>One socket of the raw server. Holds bytes only while a frame is incomplete or the peer's window is full.</summary>
internal sealed class RawConnection(int descriptor)
{
    public int Descriptor => descriptor;

    /// <summary>The handshake has been answered.</summary>
    public bool IsOpen { get; set; }

    /// <summary>Position in the server's list of connections.</summary>
    public int Index { get; set; }

    /// <summary>Start of a request or frame whose rest has not come yet.</summary>
    public byte[] Incomplete { get; set; } = [];

    /// <summary>What the socket did not take; while there is any, everything goes behind it.</summary>
    public List<byte>? Unsent { get; set; }
}
