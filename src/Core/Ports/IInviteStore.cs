using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Ports;

/// <summary>Anonymous invites (<c>core_anonymousinvite</c>). Thread-safe; may throw <see cref="StoreUnavailableException"/>.</summary>
public interface IInviteStore
{
    /// <summary>The room of the world's invite with this short token and <c>expires</c> ≥ <paramref name="now"/>; null if there is none.</summary>
    Task<RoomId?> FindRoomAsync(WorldId world, string shortToken, DateTimeOffset now, CancellationToken cancellation = default);
}
