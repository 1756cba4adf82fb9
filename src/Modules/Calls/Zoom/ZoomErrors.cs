using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Calls.Zoom;

/// <summary>Refusals of the <c>zoom</c> namespace (calls.md part E).</summary>
internal static class ZoomErrors
{
    /// <summary>Nobody joins a meeting without a name. The namespace is not a mistake here: clients know this one.</summary>
    public static readonly ErrorCode MissingProfile = new("bbb.join.missing_profile");

    /// <summary>The room does not say which meeting.</summary>
    public static readonly ErrorCode NoMeetingId = new("zoom.no_meeting_id");
}
