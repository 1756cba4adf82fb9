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

    // In the snapshot that the last receiver had, which may not contain the room any more: receivers share it.
    private volatile RoomInWorld? _place;

    /// <inheritdoc/>
    public override BroadcastKind Kind => BroadcastKind.CrowdStep;

    /// <inheritdoc/>
    public override int Bytes => _frame.Length;

    /// <inheritdoc/>
    public override SharedFrame? FrameFor(Session receiver)
    {
        if (receiver.WorldState?.Current is not { } world)
        {
            return null;
        }

        var place = _place;
        if (!ReferenceEquals(place?.World, world))
        {
            _place = place = new RoomInWorld(world, world.FindRoom(_room));
        }

        return place.Room is not null && receiver.KnownRooms.Contains(_room) ? _frame : null;
    }

    /// <inheritdoc/>
    public override void Encode(NodeMessageWriter to)
    {
        to.WriteGuid(_room.Value);
        to.WriteFrame(_frame);
    }

    /// <inheritdoc/>
    protected override void Release() => _frame.Release();
}
