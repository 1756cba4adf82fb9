using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Messaging.Nodes;
using Venueless.Fast.Core.Permissions;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Modules.Rooms;

/// <summary><c>room.schedule</c>, for those in the room who still may view it (rooms.md section 5.7).</summary>
/// <param name="frame">Ownership moves into the broadcast.</param>
internal sealed class RoomScheduleBroadcast(RoomId room, SharedFrame frame) : Broadcast
{
    private readonly RoomId _room = room;
    private readonly SharedFrame _frame = frame;

    /// <inheritdoc/>
    public override BroadcastKind Kind => BroadcastKind.RoomSchedule;

    /// <inheritdoc/>
    public override int Bytes => _frame.Length;

    /// <inheritdoc/>
    public override SharedFrame? FrameFor(Session receiver) =>
        receiver.UserState is { } user && receiver.WorldState?.Current is { } world && world.FindRoom(_room) is { } room
            && user.RightsIn(world).Has(Permission.RoomView, room)
                ? _frame
                : null;

    /// <inheritdoc/>
    public override void Encode(NodeMessageWriter to)
    {
        to.WriteGuid(_room.Value);
        to.WriteFrame(_frame);
    }

    /// <inheritdoc/>
    protected override void Release() => _frame.Release();
}
