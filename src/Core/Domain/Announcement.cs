namespace Venueless.Fast.Core.Domain;

/// <summary>One row of <c>core_announcement</c> (announcements.md section 1).</summary>
/// <param name="State"><c>draft</c>, <c>active</c> or <c>archived</c>.</param>
public sealed record Announcement(Guid Id, string Text, DateTimeOffset? ShowUntil, string State);
