using Microsoft.Extensions.Logging;

namespace Venueless.Fast.Modules.Chat;

/// <summary>Chat's log messages. Ids 3100 to 3199; next free: 3110.</summary>
internal static partial class ChatLog
{
    [LoggerMessage(3100, LogLevel.Warning, "The channel list of user {User} was not sent to its other connections: {Reason}")]
    public static partial void ListNotSent(ILogger logger, Guid user, string reason);

    [LoggerMessage(3101, LogLevel.Warning, "The end of user {User}'s last subscription to channel {Channel} could not be stored: {Reason}")]
    public static partial void UnsubscribeNotStored(ILogger logger, Guid user, Guid channel, string reason);

    [LoggerMessage(3102, LogLevel.Warning, "Forced joins of user {User} were not completed: {Reason}")]
    public static partial void ForcedJoinsFailed(ILogger logger, Guid user, string reason);

    [LoggerMessage(3103, LogLevel.Warning, "User {User} may miss that channel {Channel} has something unread: {Reason}")]
    public static partial void UnreadNotStored(ILogger logger, Guid user, Guid channel, string reason);

    [LoggerMessage(3104, LogLevel.Warning, "Event {Event} of channel {Channel} was not announced to everybody: {Reason}")]
    public static partial void AnnouncementFailed(ILogger logger, long @event, Guid channel, string reason);

    [LoggerMessage(3105, LogLevel.Warning, "Other servers may believe that nobody has hidden channel {Channel}: {Reason}")]
    public static partial void HidingNotTold(ILogger logger, Guid channel, string reason);

    [LoggerMessage(3106, LogLevel.Warning, "Other servers may not announce the next message of direct channel {Channel} to all of its members: {Reason}")]
    public static partial void DirectUnreadNotStored(ILogger logger, Guid channel, string reason);

    [LoggerMessage(3107, LogLevel.Warning, "Readers of channel {Channel} wait for being told of the next message ({Kind}): {Reason}")]
    public static partial void ArmingFailed(ILogger logger, Guid channel, string kind, string reason);

    [LoggerMessage(3108, LogLevel.Warning, "User {User}'s other connections were not told of a read pointer: {Reason}")]
    public static partial void PointersNotSent(ILogger logger, Guid user, string reason);

    [LoggerMessage(3109, LogLevel.Warning, "What user {User} has read is not stored yet: {Reason}")]
    public static partial void PointersNotStored(ILogger logger, Guid user, string reason);

    [LoggerMessage(3110, LogLevel.Warning, "Stopping: who waits to be told of the next message could not be stored in time")]
    public static partial void ArmingAbandoned(ILogger logger);
}
