using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Auth;

/// <summary>Who a login body stands for: a row, or the reason why nobody.</summary>
public readonly record struct LoginOutcome(UserRow? User, ErrorCode? Refusal)
{
    public static LoginOutcome Refused(ErrorCode code) => new(null, code);
}
