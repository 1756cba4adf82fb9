using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Users;

/// <summary>Refusals of the <c>user</c> namespace (auth-and-users.md).</summary>
internal static class UserErrors
{
    public static readonly ErrorCode NotFound = new("user.not_found");

    public static readonly ErrorCode BanSelf = new("user.ban.self");

    public static readonly ErrorCode SilenceSelf = new("user.silence.self");

    public static readonly ErrorCode ReactivateSelf = new("user.reactivate.self");

    public static readonly ErrorCode DeleteSelf = new("user.delete.self");

    public static readonly ErrorCode BlockSelf = new("user.block.self");

    public static readonly ErrorCode UnblockSelf = new("user.unblock.self");

    /// <summary>The world has no secret that a kiosk's token could be signed with.</summary>
    public static readonly ErrorCode NoSecret = new("user.kiosk.no_secret");

    public static readonly ErrorCode UnknownNetwork = new("user.social.unknown");

    public static readonly ErrorCode ReturnUrlRequired = new("user.social.return_url_required");

    /// <summary>A push subscription that is none; without a namespace on the wire.</summary>
    public static readonly ErrorCode InvalidInput = new("invalid_input");
}
