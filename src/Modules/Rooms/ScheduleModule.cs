using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Permissions;

namespace Venueless.Fast.Modules.Rooms;

/// <summary><c>room.schedule</c> (rooms.md section 5.7).</summary>
public sealed class ScheduleModule(ScheduleService service)
{
    private readonly ScheduleService _service = service;

    [Command("room.schedule")]
    [RoomGate(Permission.RoomAnnounce)]
    internal ValueTask<CommandResult> SetAsync(CommandContext context, ScheduleBody body) => _service.SetAsync(context, body);
}
