namespace Venueless.Fast.Core.Reading;

/// <summary>What is known of a reader in a room's channel: only those who stay are told of the next message (chat.md section 7.8).</summary>
public enum ReaderMembership : byte
{
    /// <summary>The store has to be asked.</summary>
    Unknown,

    /// <summary>Persistent.</summary>
    Member,

    /// <summary>None, or a volatile one.</summary>
    Guest,
}
