using System.Collections.Concurrent;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Modules.Rooms;

/// <summary>Counts the reactions of one node in memory. Thread-safe.</summary>
public sealed class LocalReactionTally(TimeProvider time) : IReactionTally
{
    private readonly TimeProvider _time = time;
    private readonly ConcurrentDictionary<RoomId, RoomTally> _rooms = new();

    /// <inheritdoc/>
    public ValueTask<ReactionStep> AddAsync(WorldId world, RoomId room, UserId user, RoomReaction reaction) => new(Of(room).Add(user, reaction));

    /// <inheritdoc/>
    public ValueTask<ReactionCounts> TakeAsync(WorldId world, RoomId room) => new(Of(room).Take());

    private RoomTally Of(RoomId room) => _rooms.GetOrAdd(room, static (_, time) => new RoomTally(time), _time);
}
