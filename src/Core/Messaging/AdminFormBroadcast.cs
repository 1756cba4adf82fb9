using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Messaging.Nodes;
using Venueless.Fast.Core.Permissions;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Core.Messaging;

/// <summary>
/// A broadcast with user objects in it: holders of <c>world:users.manage</c> get the form with admin fields, others the public one.
/// </summary>
/// <param name="publicForm">Ownership moves into the broadcast.</param>
/// <param name="adminForm">Ownership moves into the broadcast.</param>
public sealed class AdminFormBroadcast(SharedFrame publicForm, SharedFrame adminForm) : Broadcast
{
    private readonly SharedFrame _publicForm = publicForm;
    private readonly SharedFrame _adminForm = adminForm;

    /// <inheritdoc/>
    public override BroadcastKind Kind => BroadcastKind.AdminForm;

    /// <inheritdoc/>
    public override int Bytes => _publicForm.Length;

    /// <inheritdoc/>
    public override SharedFrame? FrameFor(Session receiver) =>
        receiver.UserState is not { } user || receiver.WorldState?.Current is not { } world ? null
        : user.RightsIn(world).Has(Permission.WorldUsersManage) ? _adminForm
        : _publicForm;

    /// <inheritdoc/>
    public override void PrepareCompressed(int minBytes) => _publicForm.PrepareCompressed(minBytes);

    /// <inheritdoc/>
    public override void Encode(NodeMessageWriter to) => to.WriteForms(_publicForm, _adminForm);

    /// <inheritdoc/>
    protected override void Release()
    {
        _publicForm.Release();
        _adminForm.Release();
    }

    /// <summary>See <see cref="IBroadcastDecoder"/>.</summary>
    public sealed class Decoder : IBroadcastDecoder
    {
        /// <inheritdoc/>
        public BroadcastKind Kind => BroadcastKind.AdminForm;

        /// <inheritdoc/>
        public Broadcast Decode(ref NodeMessageReader from)
        {
            var (publicForm, adminForm) = from.ReadForms();
            return new AdminFormBroadcast(publicForm, adminForm);
        }
    }
}
