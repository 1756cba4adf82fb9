namespace Venueless.Fast.Modules.Chat;

/// <summary>Whom a message shows, and what its mentions lead to.</summary>
internal readonly record struct Shown(EventUsers Users, Mentions Mentions, DateTimeOffset Now);
