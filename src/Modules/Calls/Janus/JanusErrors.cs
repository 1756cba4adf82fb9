using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Calls.Janus;

/// <summary>Refusals of the <c>januscall</c> namespace (calls.md part C).</summary>
internal static class JanusErrors
{
    /// <summary>Nobody joins a call without a name.</summary>
    public static readonly ErrorCode MissingProfile = new("janus.join.missing_profile");

    /// <summary>Neither a member of the channel nor one of the two, or silenced.</summary>
    public static readonly ErrorCode Denied = new("janus.denied");

    /// <summary>No gateway that would carry the call; with <see cref="FailedMessage"/>.</summary>
    public static readonly ErrorCode Failed = new("janus.failed");

    public const string FailedMessage = "Could not create a video session";

    /// <summary>Nobody is in a call under this name.</summary>
    public static readonly ErrorCode UserNotFound = new("user.not_found");
}
