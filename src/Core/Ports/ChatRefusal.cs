namespace Venueless.Fast.Core.Ports;

/// <summary>Why nothing of a <see cref="ChatWrite"/> was stored: what only the transaction itself can tell for sure.</summary>
public enum ChatRefusal : byte
{
    /// <summary>It was stored.</summary>
    None,

    /// <summary>A member blocks the sender, or the sender may not write at all.</summary>
    Denied,

    /// <summary>No BigBlueButton server may be used for the call.</summary>
    NoCallServer,
}
