using Microsoft.Extensions.Logging;

namespace Venueless.Fast.Modules.Rooms;

/// <summary>The rooms module's log messages. Ids 3200 to 3299; next free: 3204.</summary>
internal static partial class RoomLog
{
    [LoggerMessage(3200, LogLevel.Warning, "The end of view {View} in room {Room} could not be stored: {Reason}")]
    public static partial void ViewNotEnded(ILogger logger, long view, Guid room, string reason);

    [LoggerMessage(3201, LogLevel.Warning, "The reactions of a second in room {Room} could not be stored: {Reason}")]
    public static partial void ReactionsNotStored(ILogger logger, Guid room, string reason);

    [LoggerMessage(3202, LogLevel.Error, "The reactions of a second in room {Room} were lost")]
    public static partial void TickFailed(ILogger logger, Guid room, Exception exception);

    [LoggerMessage(3203, LogLevel.Warning, "A stored change in world {World} is not seen yet: {Reason}")]
    public static partial void ChangeNotSeen(ILogger logger, string world, string reason);
}
