using Microsoft.Extensions.Logging;

namespace Venueless.Fast.Modules.Rooms;

/// <summary>The rooms module's log messages. Ids 3200 to 3299; next free: 3201.</summary>
internal static partial class RoomLog
{
    [LoggerMessage(3200, LogLevel.Warning, "The end of view {View} in room {Room} could not be stored: {Reason}")]
    public static partial void ViewNotEnded(ILogger logger, long view, Guid room, string reason);
}
