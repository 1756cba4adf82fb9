using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Permissions;

namespace Venueless.Fast.Modules.Rooms;

/// <summary><c>room.create</c> and <c>room.delete</c> (rooms.md sections 5.1 and 5.6).</summary>
public sealed class RoomLifeModule(RoomLifeService service)
{
    private readonly RoomLifeService _service = service;

    [Command("room.create")]
    [WorldPermission(
        Permission.WorldRoomsCreateStage,
        Permission.WorldRoomsCreateBbb,
        Permission.WorldRoomsCreateChat,
        Permission.WorldRoomsCreateExhibition,
        Permission.RoomUpdate)]
    internal ValueTask<CommandResult> CreateAsync(CommandContext context, CreateBody body) => _service.CreateAsync(context, body);

    [Command("room.delete")]
    [RoomGate(Permission.RoomDelete)]
    public ValueTask<CommandResult> DeleteAsync(CommandContext context) => _service.DeleteAsync(context);
}
