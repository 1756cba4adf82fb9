using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Ports;

/// <summary>Anonymous invites (<c>core_anonymousinvite</c>). Thread-safe; may throw <see cref="StoreUnavailableException"/>.</summary>
public interface IInviteStore
{
    /// <summary>The room of the world's invite with this short token and <c>expires</c> ≥ <paramref name="now"/>; null if there is none.</summary>
    Task<RoomId?> FindRoomAsync(WorldId world, string shortToken, DateTimeOffset now, CancellationToken cancellation = default);

    /// <summary>
    /// The short token of the room's invite that expires last, if that is not before <paramref name="usableUntil"/>; otherwise of a new one.
    /// </summary>
    /// <param name="expires">When a new invite expires.</param>
    /// <param name="drawToken">Draws a short token; called again when it is taken. Called by the writer.</param>
    Task<string> FindOrCreateAsync(
        WorldId world, RoomId room, DateTimeOffset usableUntil, DateTimeOffset expires, Func<string> drawToken, CancellationToken cancellation = default);
}
