using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Permissions;

namespace Venueless.Fast.Modules.Exhibition;

/// <summary>The exhibitors of the <c>exhibition</c> namespace (exhibition.md section 2).</summary>
public sealed class ExhibitionModule(ExhibitionService service)
{
    private readonly ExhibitionService _service = service;

    [Command("exhibition.list")]
    [RoomGate(Module = ModuleTypes.Exhibition)]
    public ValueTask<CommandResult> ListAsync(CommandContext context) => _service.ListAsync(context);

    [Command("exhibition.list.all")]
    public ValueTask<CommandResult> ListAllAsync(CommandContext context) => _service.ListAllAsync(context);

    [Command("exhibition.get")]
    internal ValueTask<CommandResult> GetAsync(CommandContext context, ExhibitorBody body) => _service.GetAsync(context, new ExhibitorId(body.Exhibitor));

    [Command("exhibition.get.staffed_by_user")]
    internal ValueTask<CommandResult> GetStaffedAsync(CommandContext context, StaffedByBody body) => _service.GetStaffedAsync(context, new UserId(body.User));

    [Command("exhibition.patch")]
    internal ValueTask<CommandResult> PatchAsync(CommandContext context, PatchBody body) => _service.PatchAsync(context, body);

    [Command("exhibition.delete")]
    [WorldPermission(Permission.WorldRoomsCreateExhibition)]
    internal ValueTask<CommandResult> DeleteAsync(CommandContext context, ExhibitorBody body) =>
        _service.DeleteAsync(context, new ExhibitorId(body.Exhibitor));
}
