using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Permissions;

namespace Venueless.Fast.Modules.Users;

/// <summary>What managers do to other users: auth-and-users.md section 6. Thread-safe.</summary>
public sealed class ModerationModule(ModerationService service)
{
    private readonly ModerationService _service = service;

    /// <summary>Nothing is allowed any more.</summary>
    [Command("user.ban")]
    [WorldPermission(Permission.WorldUsersManage)]
    internal ValueTask<CommandResult> BanAsync(CommandContext context, TargetBody body) =>
        _service.ModerateAsync(context, body.Id, ModerationAction.Ban, UserErrors.BanSelf);

    /// <summary>Reading is still allowed.</summary>
    [Command("user.silence")]
    [WorldPermission(Permission.WorldUsersManage)]
    internal ValueTask<CommandResult> SilenceAsync(CommandContext context, TargetBody body) =>
        _service.ModerateAsync(context, body.Id, ModerationAction.Silence, UserErrors.SilenceSelf);

    /// <summary>Undoes both.</summary>
    [Command("user.reactivate")]
    [WorldPermission(Permission.WorldUsersManage)]
    internal ValueTask<CommandResult> ReactivateAsync(CommandContext context, TargetBody body) =>
        _service.ModerateAsync(context, body.Id, ModerationAction.Reactivate, UserErrors.ReactivateSelf);

    /// <summary>Soft deletion.</summary>
    [Command("user.delete")]
    [WorldPermission(Permission.WorldUsersManage)]
    internal ValueTask<CommandResult> DeleteAsync(CommandContext context, TargetBody body) => _service.DeleteAsync(context, body.Id);

    /// <summary>Profile, pretalx id and a kiosk's client state, each replaced as a whole.</summary>
    [Command("user.admin.update")]
    [WorldPermission(Permission.WorldUsersManage)]
    internal ValueTask<CommandResult> UpdateAsync(CommandContext context, AdminUpdateBody body) => _service.UpdateAsync(context, body);
}
