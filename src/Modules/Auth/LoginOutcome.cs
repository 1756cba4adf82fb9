using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Auth;

/// <summary>Who a login body stands for: a row, or the reason why nobody.</summary>
/// <param name="IsRecorded">The login is in the new user's row already.</param>
/// <param name="WorldView">The world view that was opened with it, if the world tracks them.</param>
public readonly record struct LoginOutcome(UserRow? User, ErrorCode? Refusal, bool IsRecorded = false, long? WorldView = null)
{
    public static LoginOutcome Refused(ErrorCode code) => new(null, code);
}
