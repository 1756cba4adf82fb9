namespace Venueless.Fast.Core.Domain;

/// <summary>An announcement as one update has found and left it.</summary>
public sealed record AnnouncementChange(Announcement Before, Announcement After);
