using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Messaging.Nodes;
using Venueless.Fast.Core.Permissions;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Modules.Chat;

/// <summary>
/// A push about a room's channel: only for those who may read it now, in the form with admin fields for holders of
/// <c>world:users.manage</c> (chat.md section 8.1). For one topic, or for several by one thread.
/// </summary>
/// <remarks>Per recipient a few loads and one dictionary read, 0 B (ChatAllocationTests).</remarks>
/// <param name="publicForm">Ownership moves into the broadcast.</param>
/// <param name="adminForm">Ownership moves into the broadcast.</param>
internal sealed class ChannelEventBroadcast(ChannelId channel, SharedFrame publicForm, SharedFrame adminForm) : Broadcast
{
    private readonly ChannelId _channel = channel;
    private readonly SharedFrame _publicForm = publicForm;
    private readonly SharedFrame _adminForm = adminForm;

    // The room in the snapshot that the last receiver had: receivers share it. Belongs to the publishing thread, under the topic's lock.
    private World? _world;
    private Room? _room;

    /// <inheritdoc/>
    public override BroadcastKind Kind => BroadcastKind.ChannelEvent;

    /// <inheritdoc/>
    public override SharedFrame? FrameFor(Session receiver)
    {
        // A session that is being cleaned up may have lost its user already.
        if (receiver.WorldState?.Current is not { } world || receiver.UserState is not { } user)
        {
            return null;
        }

        if (!ReferenceEquals(world, _world))
        {
            _world = world;
            _room = world.FindRoom(_channel);
        }

        if (_room is null)
        {
            return null;
        }

        var rights = user.RightsIn(world);
        return !rights.Has(Permission.RoomChatRead, _room) ? null
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
    public override void Dispose()
    {
        _publicForm.Release();
        _adminForm.Release();
    }
}
