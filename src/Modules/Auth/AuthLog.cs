using Microsoft.Extensions.Logging;

namespace Venueless.Fast.Modules.Auth;

/// <summary>Log messages of the Auth module. Ids 2000 to 2099; next free: 2001.</summary>
internal static partial class AuthLog
{
    [LoggerMessage(2000, LogLevel.Warning, "Step {Step} after a login failed ({Kind}): {Reason}")]
    public static partial void LoginStepFailed(ILogger logger, string step, string kind, string reason);

}
