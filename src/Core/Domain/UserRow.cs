using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Core.Domain;

/// <summary>One row of <c>core_user</c> with its explicit grants; see auth-and-users.md section 1.</summary>
public sealed record UserRow(
    UserId Id,
    WorldId World,
    string? ClientId,
    string? TokenId,
    string ModerationState,
    string Type,
    bool ShowPublicly,
    RawJson Profile,
    RawJson ClientState,
    IReadOnlyList<string> Traits,
    string? PretalxId,
    DateTimeOffset? LastLogin,
    bool Deleted,
    int Version,
    IReadOnlyList<string> WorldGrants,
    IReadOnlyList<RoomGrant> RoomGrants);
