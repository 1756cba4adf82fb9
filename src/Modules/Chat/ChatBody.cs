namespace Venueless.Fast.Modules.Chat;

/// <summary>What kind of <c>body</c> a content has.</summary>
internal enum ChatBody
{
    /// <summary>Missing or null.</summary>
    None,

    /// <summary>Neither a text nor null, or a text that cannot be stored.</summary>
    Invalid,

    /// <summary>The empty text.</summary>
    Empty,

    Text,
}
