using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Users;

/// <summary>Refusals of the <c>user</c> namespace (auth-and-users.md).</summary>
internal static class UserErrors
{
    public static readonly ErrorCode NotFound = new("user.not_found");
}
