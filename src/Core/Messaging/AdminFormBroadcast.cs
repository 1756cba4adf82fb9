using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Permissions;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Core.Messaging;

/// <summary>
/// A broadcast with user objects in it: holders of <c>world:users.manage</c> get the form with admin fields, others the public one.
/// </summary>
/// <param name="publicForm">Ownership moves into the broadcast.</param>
/// <param name="adminForm">Ownership moves into the broadcast.</param>
public class AdminFormBroadcast(SharedFrame publicForm, SharedFrame adminForm) : Broadcast
{
    private readonly SharedFrame _publicForm = publicForm;
    private readonly SharedFrame _adminForm = adminForm;

    /// <inheritdoc/>
    public override SharedFrame? FrameFor(Session receiver) =>
        receiver.Rights.Has(Permission.WorldUsersManage) ? _adminForm : _publicForm;

    /// <inheritdoc/>
    public override void Dispose()
    {
        _publicForm.Release();
        _adminForm.Release();
        GC.SuppressFinalize(this);
    }
}
