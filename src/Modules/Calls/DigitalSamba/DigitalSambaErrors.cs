using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Calls.DigitalSamba;

/// <summary>Refusals of the <c>digitalsamba</c> namespace (calls.md part F).</summary>
internal static class DigitalSambaErrors
{
    /// <summary>Nobody joins a call without a name.</summary>
    public static readonly ErrorCode MissingProfile = new("digitalsamba.join.missing_profile");

    /// <summary>The service could not be asked for a room.</summary>
    public static readonly ErrorCode Failed = new("digitalsamba.failed");
}
