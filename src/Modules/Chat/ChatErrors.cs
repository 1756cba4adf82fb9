using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Chat;

/// <summary>Chat's own refusals (chat.md sections 5 and 7); the channel gate has <c>chat.unknown</c>.</summary>
internal static class ChatErrors
{
    /// <summary>Not a member, not allowed to change this message, or not allowed to write to this user.</summary>
    public static readonly ErrorCode Denied = new("chat.denied");

    public static readonly ErrorCode UnsupportedEventType = new("chat.unsupported_event_type");

    public static readonly ErrorCode UnsupportedContentType = new("chat.unsupported_content_type");

    /// <summary>A text without characters, or no files.</summary>
    public static readonly ErrorCode Empty = new("chat.empty");

    /// <summary><c>chat.mark_read</c> without an id.</summary>
    public static readonly ErrorCode InvalidBody = new("chat.invalid_body");

    /// <summary>A reaction that is no emoji.</summary>
    public static readonly ErrorCode NoEmoji = new("emoji.sadpanda");

    /// <summary>There is no BigBlueButton server for a call.</summary>
    public static readonly ErrorCode NoCall = new("bbb.failed");

    /// <summary>Joining needs a display name.</summary>
    public static readonly ErrorCode MissingProfile = new("channel.join.missing_profile");
}
