using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Ports;

/// <summary>
/// Changes of rooms (rooms.md section 5), each as one unit with its audit row and version bumps. Thread-safe; may throw <see cref="StoreUnavailableException"/>.
/// </summary>
/// <remarks>Changes of one world's rooms follow each other, on all nodes.</remarks>
public interface IRoomStore
{
    /// <summary>
    /// Inserts the room behind all others, its channel if it has one, and the grant <c>room_owner</c> for the author. Null: an undeleted room of the world has this
    /// name, upper and lower case being the same.
    /// </summary>
    Task<RoomRow?> CreateAsync(NewRoom room, RoomAuthor author, CancellationToken cancellation = default);

    /// <summary>
    /// Changes the room's row under its lock and creates the channel when the modules contain a chat and there is none. Returns the row as it is afterwards; null:
    /// no such room, or deleted.
    /// </summary>
    /// <param name="change">From the locked row to the wanted one. Called by the writer: pure and quick.</param>
    Task<RoomRow?> ChangeAsync(RoomId room, Func<RoomRow, RoomRow> change, RoomAuthor author, CancellationToken cancellation = default);

    /// <summary>
    /// Numbers the undeleted rooms 1, 2, 3, …: those in the list first, by their first position in it, then the others in their old order. What is in the list and
    /// not a room of the world is passed over. Returns the rows in the new order.
    /// </summary>
    /// <param name="asSent">The list for the audit log.</param>
    Task<IReadOnlyList<RoomRow>> ReorderAsync(IReadOnlyList<RoomId> first, RawJson asSent, RoomAuthor author, CancellationToken cancellation = default);

    /// <summary>Marks the room deleted and ends (or with <paramref name="deleteViews"/> deletes) its open views. False: no such room, or deleted already.</summary>
    Task<bool> DeleteAsync(RoomId room, bool deleteViews, RoomAuthor author, CancellationToken cancellation = default);
}
