using Microsoft.Extensions.Logging;

namespace Venueless.Fast.Modules.Users;

/// <summary>Log messages of the Users module. Ids 2100 to 2199; next free: 2102.</summary>
internal static partial class UserLog
{
    [LoggerMessage(2100, LogLevel.Warning, "Step {Step} after user.update failed ({Kind}): {Reason}")]
    public static partial void ProfileStepFailed(ILogger logger, string step, string kind, string reason);

    [LoggerMessage(2101, LogLevel.Warning, "Step {Step} after user.ban failed ({Kind}): {Reason}")]
    public static partial void BanStepFailed(ILogger logger, string step, string kind, string reason);
}
