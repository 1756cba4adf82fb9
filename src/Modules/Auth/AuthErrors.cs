using Venueless.Fast.Core.Diagnostics;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Auth;

/// <summary>Refusals of <c>authenticate</c> (auth-and-users.md section 2); the web client shows a page for each. Banned users get <see cref="ErrorCodes.Denied"/>.</summary>
internal static class AuthErrors
{
    public static readonly ErrorCode MissingIdOrToken = new("auth.missing_id_or_token");
    public static readonly ErrorCode MissingToken = new("auth.missing_token");
    public static readonly ErrorCode ExpiredToken = new("auth.expired_token");
    public static readonly ErrorCode InvalidToken = new("auth.invalid_token");

    /// <summary>Under which reason a refusal is counted.</summary>
    public static LoginFailure ReasonOf(ErrorCode code) =>
        code == MissingToken ? LoginFailure.MissingToken
        : code == ExpiredToken ? LoginFailure.ExpiredToken
        : code == InvalidToken ? LoginFailure.InvalidToken
        : code == ErrorCodes.Denied ? LoginFailure.Denied
        : LoginFailure.Malformed;
}
