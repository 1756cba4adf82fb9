using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Messaging.Nodes;
using Venueless.Fast.Core.Permissions;
using Venueless.Fast.Core.Protocol;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Modules.Rooms;

/// <summary>
/// <c>room.create</c>: for those who may view the room now, with their permissions in it (rooms.md section 5.1). They know the room from then on. Encoded once per
/// distinct permissions.
/// </summary>
internal sealed class RoomCreatedBroadcast(RoomId room, IWorldConfig config) : Broadcast
{
    private readonly RoomId _room = room;
    private readonly IWorldConfig _config = config;

    // A handful; the list is its own lock.
    private readonly List<(GrantedRights Rights, SharedFrame Frame)> _forms = [];

    /// <inheritdoc/>
    public override BroadcastKind Kind => BroadcastKind.RoomCreated;

    /// <inheritdoc/>
    public override SharedFrame? FrameFor(Session receiver)
    {
        if (receiver.UserState is not { } user || receiver.WorldState?.Current is not { } world || world.FindRoom(_room) is not { } room)
        {
            return null;
        }

        var rights = user.RightsIn(world);
        if (!rights.Has(Permission.RoomView, room))
        {
            return null;
        }

        receiver.KnowRoom(_room);
        return FormFor(world, room, rights);
    }

    /// <inheritdoc/>
    public override void Encode(NodeMessageWriter to) => to.WriteGuid(_room.Value);

    /// <inheritdoc/>
    protected override void Release()
    {
        _forms.ForEach(static form => form.Frame.Release());
        _forms.Clear();
    }

    private SharedFrame FormFor(World world, Room room, UserRights rights)
    {
        var granted = rights.In(room);
        lock (_forms)
        {
            foreach (var form in _forms)
            {
                if (form.Rights.Permissions == granted.Permissions && form.Rights.UnknownStrings.SequenceEqual(granted.UnknownStrings))
                {
                    return form.Frame;
                }
            }

            var frame = Encode(world, room, rights);
            _forms.Add((granted, frame));
            return frame;
        }
    }

    private SharedFrame Encode(World world, Room room, UserRights rights)
    {
        var buffer = MessageBuffer.Rent();
        try
        {
            buffer.Buffer.Write("[\"room.create\","u8);
            _config.WriteRoom(buffer.Json, world, room, rights, withUsers: false);
            buffer.Json.Flush();
            buffer.Buffer.Write("]"u8);
            return buffer.ToFrame();
        }
        finally
        {
            buffer.Return();
        }
    }
}
