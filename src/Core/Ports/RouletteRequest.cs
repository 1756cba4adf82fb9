using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Ports;

/// <summary>A connection looks for somebody in a room.</summary>
/// <param name="Socket">The connection.</param>
/// <param name="Call">The id of the call in which somebody else finds this connection, as long as it waits.</param>
/// <param name="IsRenewal">The connection may be waiting with this id already.</param>
/// <param name="Expiry">Until when it can be found.</param>
/// <param name="RematchSince">Who had a call with this user since then is not found; null: everybody is.</param>
/// <param name="RecentSince">Since when calls are counted for <see cref="RouletteOutcome.RecentPairs"/>.</param>
public readonly record struct RouletteRequest(
    WorldId World,
    RoomId Room,
    UserId User,
    Guid Socket,
    CallId Call,
    bool IsRenewal,
    DateTimeOffset Now,
    DateTimeOffset Expiry,
    DateTimeOffset? RematchSince,
    DateTimeOffset RecentSince);
