using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Core.Domain;

/// <summary>What a login knows about a user that has no row yet. Exactly one of client id and token id is set, except for kiosks made by an operator.</summary>
public sealed record NewUser(
    UserId Id,
    WorldId World,
    string? ClientId,
    string? TokenId,
    IReadOnlyList<string> Traits,
    RawJson Profile,
    string? PretalxId,
    string Type = UserTypes.Person,
    bool ShowPublicly = true);
