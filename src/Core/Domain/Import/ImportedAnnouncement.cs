namespace Venueless.Fast.Core.Domain.Import;

/// <summary>One entry of <c>world.import_extras.announcements</c>, matched by its text.</summary>
public sealed record ImportedAnnouncement(string Text, string State, DateTimeOffset? ShowUntil);
