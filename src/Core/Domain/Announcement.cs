namespace Venueless.Fast.Core.Domain;

/// <summary>One row of <c>core_announcement</c> (announcements.md section 1).</summary>
/// <param name="State">One of <see cref="AnnouncementStates"/>.</param>
public sealed record Announcement(Guid Id, string Text, DateTimeOffset? ShowUntil, string State)
{
    /// <summary>Whether everybody in the world sees it at this moment.</summary>
    public bool IsVisibleAt(DateTimeOffset now) => State == AnnouncementStates.Active && (ShowUntil is not { } end || end > now);
}
