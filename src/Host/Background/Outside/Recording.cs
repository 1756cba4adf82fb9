namespace Venueless.Fast.Host.Background.Outside;

/// <summary>A recording at Digital Samba.</summary>
/// <param name="CreatedAt">Null: not said, or not a time.</param>
internal readonly record struct Recording(string Id, DateTimeOffset? CreatedAt);
