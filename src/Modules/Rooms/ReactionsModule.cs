using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Permissions;

namespace Venueless.Fast.Modules.Rooms;

/// <summary><c>room.react</c> (rooms.md section 7).</summary>
public sealed class ReactionsModule(ReactionService service)
{
    private readonly ReactionService _service = service;

    [Command("room.react")]
    [RoomGate(Permission.RoomView)]
    internal ValueTask<CommandResult> ReactAsync(CommandContext context, ReactBody body) => _service.ReactAsync(context, body);
}
