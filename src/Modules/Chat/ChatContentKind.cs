namespace Venueless.Fast.Modules.Chat;

/// <summary>Values of <c>content.type</c> of a <c>channel.message</c> (chat.md section 3).</summary>
internal enum ChatContentKind
{
    /// <summary>Missing, not a string or unknown.</summary>
    Other,
    Text,
    Files,
    Deleted,

    /// <summary>Only in direct channels.</summary>
    Call,
}
