namespace Venueless.Fast.Core.Domain;

/// <summary>Who changes a user of its world, and when, as the audit log shows it.</summary>
public readonly record struct UserAuthor(WorldId World, UserId User, DateTimeOffset Now);
