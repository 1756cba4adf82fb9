using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Ports;

/// <summary>
/// Who is in which room on any node (rooms.md sections 6 and 11). A node takes part in a user's presence with its first connection in the room and ends that with its
/// last. Thread-safe.
/// </summary>
/// <remarks>
/// Entering, leaving and naming a view never fail: what could not be told is told as soon as that is possible, and its effect comes through the handler. One call at a
/// time per user and room.
/// </remarks>
public interface IRoomNodes
{
    /// <summary>This node has the user in the room. Null: nobody could be asked; the handler is called later.</summary>
    ValueTask<RoomChange?> EnterAsync(WorldId world, RoomId room, UserId user);

    /// <summary>The row that is open for the user; whoever is the last one on any node gets it to end it.</summary>
    ValueTask SetViewAsync(WorldId world, RoomId room, UserId user, long view);

    /// <summary>This node has the user in the room no longer. Null: as above.</summary>
    ValueTask<RoomChange?> LeaveAsync(WorldId world, RoomId room, UserId user);

    /// <summary>Everybody in the room. Throws <see cref="StoreUnavailableException"/>.</summary>
    ValueTask<RoomUsers> ReadUsersAsync(RoomId room);

    /// <summary>How full rooms are, in the order asked. Throws <see cref="StoreUnavailableException"/>.</summary>
    ValueTask<IReadOnlyList<RoomChange>> ReadStepsAsync(IReadOnlyList<RoomId> rooms);

    /// <summary>The room is deleted on any node: nobody is in it any more.</summary>
    void Forget(RoomId room);

    /// <summary>Is called for changes without a caller: what was told late, and what a dead node has left. Failures are logged and end there. Once, before anything else.</summary>
    void OnChange(Func<WorldId, RoomId, UserId, RoomChange, Task> handle);
}
