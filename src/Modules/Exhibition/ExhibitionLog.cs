using Microsoft.Extensions.Logging;

namespace Venueless.Fast.Modules.Exhibition;

/// <summary>The exhibition module's log messages. Ids 3900 to 3999; next free: 3901.</summary>
internal static partial class ExhibitionLog
{
    [LoggerMessage(3900, LogLevel.Warning, "Staff in world {World} could not be told of a stored change: {Reason}")]
    public static partial void StaffNotTold(ILogger logger, string world, string reason);
}
