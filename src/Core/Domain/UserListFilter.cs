namespace Venueless.Fast.Core.Domain;

/// <summary>Whom <c>user.list</c> lists.</summary>
/// <param name="Type">One of <see cref="UserTypes"/>; null: all types.</param>
public readonly record struct UserListFilter(string? Type, bool IncludeBanned);
