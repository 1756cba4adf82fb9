using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Messaging.Nodes;
using Venueless.Fast.Core.Permissions;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Modules.Chat;

/// <summary>
/// A push about a room's channel: only for those who may read it now, in the form with admin fields for holders of
/// <c>world:users.manage</c> (chat.md section 8.1). For one topic or for several.
/// </summary>
/// <remarks>Per recipient a few loads and one dictionary read, 0 B (ChatAllocationTests).</remarks>
/// <param name="publicForm">Ownership moves into the broadcast.</param>
/// <param name="adminForm">Ownership moves into the broadcast.</param>
internal sealed class ChannelEventBroadcast(ChannelId channel, SharedFrame publicForm, SharedFrame adminForm) : Broadcast
{
    private readonly ChannelId _channel = channel;
    private readonly SharedFrame _publicForm = publicForm;
    private readonly SharedFrame _adminForm = adminForm;

    // In the snapshot that the last receiver had: receivers share it.
    private volatile RoomInWorld? _place;

    /// <inheritdoc/>
    public override BroadcastKind Kind => BroadcastKind.ChannelEvent;

    /// <inheritdoc/>
    public override int Bytes => _publicForm.Length;

    /// <inheritdoc/>
    public override SharedFrame? FrameFor(Session receiver)
    {
        // A session that is being cleaned up may have lost its user already.
        if (receiver.WorldState?.Current is not { } world || receiver.UserState is not { } user)
        {
            return null;
        }

        var place = _place;
        if (!ReferenceEquals(place?.World, world))
        {
            _place = place = new RoomInWorld(world, world.FindRoom(_channel));
        }

        if (place.Room is not { } room)
        {
            return null;
        }

        var rights = user.RightsIn(world);
        return !rights.Has(Permission.RoomChatRead, room) ? null
            : rights.Has(Permission.WorldUsersManage) ? _adminForm
            : _publicForm;
    }

    /// <inheritdoc/>
    public override void PrepareCompressed(int minBytes) => _publicForm.PrepareCompressed(minBytes);

    /// <inheritdoc/>
    public override void Encode(NodeMessageWriter to)
    {
        to.WriteGuid(_channel.Value);
        to.WriteForms(_publicForm, _adminForm);
    }

    /// <inheritdoc/>
    protected override void Release()
    {
        _publicForm.Release();
        _adminForm.Release();
    }
}
