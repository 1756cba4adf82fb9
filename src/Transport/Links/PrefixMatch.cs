namespace Venueless.Fast.Transport.Links;

/// <summary>How the first bytes of a connection compare with those of a websocket request.</summary>
internal enum PrefixMatch
{
    /// <summary>All that has come is the same, but it is too short to tell.</summary>
    Part,

    /// <summary>The same.</summary>
    Whole,

    /// <summary>Somebody else's.</summary>
    None,

    /// <summary>The peer has left, and what it sent is too short to tell.</summary>
    Gone,
}
