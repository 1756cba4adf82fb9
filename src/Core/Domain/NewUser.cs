using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Core.Domain;

/// <summary>What a login knows about a user that has no row yet. Exactly one of client id and token id is set, except for kiosks made by an operator.</summary>
/// <param name="WorldGrants">Roles inserted into <c>core_worldgrant</c> together with the row; null: none.</param>
/// <param name="RoomGrants">Roles inserted into <c>core_roomgrant</c> together with the row; null: none.</param>
public sealed record NewUser(
    UserId Id,
    WorldId World,
    string? ClientId,
    string? TokenId,
    IReadOnlyList<string> Traits,
    RawJson Profile,
    string? PretalxId,
    string Type = UserTypes.Person,
    bool ShowPublicly = true,
    IReadOnlyList<string>? WorldGrants = null,
    IReadOnlyList<RoomGrant>? RoomGrants = null)
{
    /// <summary>The row as it will be.</summary>
    public UserRow ToRow(DateTimeOffset? lastLogin, int version) => new(
        Id, World, ClientId, TokenId, ModerationStates.None, Type, ShowPublicly, Profile, RawJson.EmptyObject, Traits, PretalxId, lastLogin, Deleted: false,
        version, WorldGrants ?? [], RoomGrants ?? []);
}
