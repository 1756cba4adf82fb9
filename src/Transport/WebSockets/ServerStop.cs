namespace Venueless.Fast.Transport.WebSockets;

/// <summary>How far the end of a server has come. Only grows.</summary>
internal enum ServerStop
{
    /// <summary>It runs.</summary>
    None,

    /// <summary>Every connection is closed in order.</summary>
    Closing,

    /// <summary>What is still there is cut off.</summary>
    Aborting,
}
