namespace Venueless.Fast.Core.Domain;

/// <summary>A user in a direct channel.</summary>
/// <param name="IsHidden">The user has removed the channel from the own list.</param>
/// <param name="IsDeleted">The user was deleted; the membership stays.</param>
public readonly record struct DirectMember(UserId User, bool IsHidden, bool IsDeleted);
