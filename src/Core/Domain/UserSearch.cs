namespace Venueless.Fast.Core.Domain;

/// <summary>One page of people whose display name or profile fields contain a text.</summary>
/// <param name="Term">Literal, upper and lower case being the same; empty: everybody.</param>
/// <param name="Fields">Ids of the profile fields to look into.</param>
/// <param name="Traits">Only users with one of them; null: all users.</param>
/// <param name="Offset">How many to pass over.</param>
public sealed record UserSearch(string Term, IReadOnlyList<string> Fields, IReadOnlyList<string>? Traits, bool IncludeBanned, long Offset, int Limit);
