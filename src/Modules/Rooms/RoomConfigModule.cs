using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Permissions;

namespace Venueless.Fast.Modules.Rooms;

/// <summary>The <c>room.config.*</c> commands (rooms.md sections 5.2 to 5.5).</summary>
public sealed class RoomConfigModule(RoomConfigService service)
{
    private readonly RoomConfigService _service = service;

    [Command("room.config.get")]
    [RoomGate(Permission.RoomUpdate)]
    public ValueTask<CommandResult> GetAsync(CommandContext context) => _service.GetAsync(context);

    [Command("room.config.list")]
    [WorldPermission(Permission.RoomUpdate)]
    public ValueTask<CommandResult> ListAsync(CommandContext context) => _service.ListAsync(context);

    [Command("room.config.patch")]
    [RoomGate(Permission.RoomUpdate)]
    internal ValueTask<CommandResult> PatchAsync(CommandContext context, PatchBody body) => _service.PatchAsync(context, body);

    [Command("room.config.reorder")]
    [WorldPermission(Permission.RoomUpdate)]
    internal ValueTask<CommandResult> ReorderAsync(CommandContext context, ReorderBody body) => _service.ReorderAsync(context, body);
}
