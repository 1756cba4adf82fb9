using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Messaging.Nodes;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Modules.Rooms;

/// <summary>
/// <c>world.user_count_change</c>, only for connections whose client has the room: the web client fails on others (rooms.md section 4.3).
/// </summary>
/// <remarks>Per recipient one set lookup, 0 B.</remarks>
/// <param name="frame">Ownership moves into the broadcast.</param>
internal sealed class CrowdStepBroadcast(RoomId room, SharedFrame frame) : Broadcast
{
    private readonly RoomId _room = room;
    private readonly SharedFrame _frame = frame;

    // Whether the snapshot that the last receiver had still contains the room: receivers share it. Under the topic's lock.
    private World? _world;
    private bool _isRoomInWorld;

    /// <inheritdoc/>
    public override BroadcastKind Kind => BroadcastKind.CrowdStep;

    /// <inheritdoc/>
    public override SharedFrame? FrameFor(Session receiver)
    {
        if (receiver.WorldState?.Current is not { } world)
        {
            return null;
        }

        if (!ReferenceEquals(world, _world))
        {
            _world = world;
            _isRoomInWorld = world.FindRoom(_room) is not null;
        }

        return _isRoomInWorld && receiver.KnownRooms.Contains(_room) ? _frame : null;
    }

    /// <inheritdoc/>
    public override void Encode(NodeMessageWriter to)
    {
        to.WriteGuid(_room.Value);
        to.WriteFrame(_frame);
    }

    /// <inheritdoc/>
    public override void Dispose() => _frame.Release();
}
