using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Ports;

/// <summary>Rows of <c>core_roomview</c>: who was in which room when (rooms.md section 6). Thread-safe; may throw <see cref="StoreUnavailableException"/>.</summary>
public interface IRoomViewStore
{
    /// <summary>Ends (or with <paramref name="deleteOpen"/> deletes) the user's open views of the room and opens a new one; returns its id, 0 if the room is deleted.</summary>
    Task<long> OpenAsync(RoomId room, UserId user, DateTimeOffset now, bool deleteOpen, CancellationToken cancellation = default);

    /// <summary>Sets the end of a view even if it is set already, or deletes the row.</summary>
    Task EndAsync(long view, DateTimeOffset now, bool delete, CancellationToken cancellation = default);

    /// <summary>Open views per room of the world; rooms without any are absent.</summary>
    Task<IReadOnlyDictionary<RoomId, int>> CountOpenAsync(WorldId world, CancellationToken cancellation = default);
}
