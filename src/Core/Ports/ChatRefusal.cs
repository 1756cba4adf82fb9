namespace Venueless.Fast.Core.Ports;

/// <summary>Why nothing of a <see cref="ChatWrite"/> was stored: what only the transaction itself can tell for sure.</summary>
public enum ChatRefusal : byte
{
    /// <summary>It was stored.</summary>
    None,

    /// <summary>The sender is no member, a member blocks the sender, the sender may not write at all, or the message to be edited is deleted by now.</summary>
    Denied,

    /// <summary>No BigBlueButton server may be used for the call.</summary>
    NoCallServer,
}
