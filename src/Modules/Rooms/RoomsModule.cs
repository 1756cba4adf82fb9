using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Permissions;

namespace Venueless.Fast.Modules.Rooms;

/// <summary>The <c>room.*</c> commands of presence (rooms.md section 4).</summary>
public sealed class RoomsModule(RoomService service)
{
    private readonly RoomService _service = service;

    [Command("room.enter")]
    [RoomGate(Permission.RoomView)]
    public ValueTask<CommandResult> EnterAsync(CommandContext context) => _service.EnterAsync(context);

    [Command("room.leave")]
    internal ValueTask<CommandResult> LeaveAsync(CommandContext context, LeaveBody body) => _service.LeaveAsync(context, body);
}
