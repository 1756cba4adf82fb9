using Microsoft.Extensions.Logging;

namespace Venueless.Fast.Modules.Worlds;

/// <summary>The worlds module's log messages. Ids 3400 to 3499; next free: 3403.</summary>
internal static partial class WorldsLog
{
    [LoggerMessage(3400, LogLevel.Warning, "world.updated of {World} is late: {Reason}")]
    public static partial void UpdateDelayed(ILogger logger, string world, string reason);

    [LoggerMessage(3401, LogLevel.Error, "world.updated of {World} was not sent")]
    public static partial void UpdateFailed(ILogger logger, string world, Exception exception);

    [LoggerMessage(3402, LogLevel.Warning, "A change of world {World} is stored but not seen here yet: {Reason}")]
    public static partial void ChangeNotSeen(ILogger logger, string world, string reason);
}
