using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Ports;

/// <summary>
/// Reactions of a room since its tick started, and who has just reacted (rooms.md section 7). Thread-safe. What several nodes share stands behind this; a node by
/// itself counts in memory.
/// </summary>
/// <remarks>Per reaction; completes synchronously and allocates nothing in memory.</remarks>
public interface IReactionTally
{
    /// <summary>Counts one reaction unless the user gave the same one less than 2 s ago; a missing tick starts with it.</summary>
    ValueTask<ReactionStep> AddAsync(WorldId world, RoomId room, UserId user, RoomReaction reaction);

    /// <summary>Takes and deletes the counts together with the tick, at once: what is taken here nobody else takes. Empty if somebody was quicker.</summary>
    ValueTask<ReactionCounts> TakeAsync(WorldId world, RoomId room);
}
