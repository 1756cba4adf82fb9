namespace Venueless.Fast.Modules.Chat;

/// <summary>What kind of <c>body</c> a content has.</summary>
internal enum ChatBody
{
    /// <summary>Missing or null.</summary>
    None,

    /// <summary>A number, a list and the like, or a text that cannot be stored.</summary>
    Invalid,

    /// <summary>The empty text.</summary>
    Empty,

    Text,

    /// <summary>Only calls have one.</summary>
    Object,
}
