using Microsoft.Extensions.Logging;

namespace Venueless.Fast.Modules.Announcements;

/// <summary>The announcements module's log messages. Ids 3800 to 3899; next free: 3801.</summary>
internal static partial class AnnouncementLog
{
    [LoggerMessage(3800, LogLevel.Warning, "Whether announcement {Announcement} was changed by somebody else at the same time could not be seen: {Reason}")]
    public static partial void NotComparedAgain(ILogger logger, Guid announcement, string reason);
}
