namespace Venueless.Fast.Modules.Auth;

/// <summary>What the search through a world's secrets found.</summary>
internal enum TokenVerdict
{
    Invalid,

    /// <summary>Signed by one of the secrets, but too old.</summary>
    Expired,

    Valid,
}
