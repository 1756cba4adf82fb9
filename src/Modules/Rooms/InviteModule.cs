using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Permissions;

namespace Venueless.Fast.Modules.Rooms;

/// <summary><c>room.invite.anonymous.link</c> (rooms.md section 5.8).</summary>
public sealed class InviteModule(InviteLinks links)
{
    private readonly InviteLinks _links = links;

    [Command("room.invite.anonymous.link")]
    [RoomGate(Permission.RoomUpdate, Permission.RoomInviteAnonymous)]
    public async ValueTask<CommandResult> LinkAsync(CommandContext context)
    {
        var url = await _links.FindOrCreateAsync(context.World.Id, context.Room!.Id);
        var json = context.BeginReply();
        json.WriteStartObject();
        json.WriteString("url"u8, url.AbsoluteUri);
        json.WriteEndObject();
        return CommandResult.Success;
    }
}
