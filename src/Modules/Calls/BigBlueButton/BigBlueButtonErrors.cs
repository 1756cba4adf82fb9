using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Calls.BigBlueButton;

/// <summary>Refusals of the <c>bbb</c> namespace (calls.md part A).</summary>
internal static class BigBlueButtonErrors
{
    /// <summary>Nobody joins a call without a name.</summary>
    public static readonly ErrorCode MissingProfile = new("bbb.join.missing_profile");

    /// <summary>No such call for this user, or no server that would carry it.</summary>
    public static readonly ErrorCode Failed = new("bbb.failed");
}
