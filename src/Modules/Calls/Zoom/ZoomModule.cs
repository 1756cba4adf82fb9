using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Permissions;

namespace Venueless.Fast.Modules.Calls.Zoom;

/// <summary>The <c>zoom</c> namespace: calls.md section E1. Thread-safe.</summary>
public sealed class ZoomModule(ZoomOptions options)
{
    private readonly ZoomTokens _tokens = new(options.InstallationSecret);

    [Command("zoom.room_url")]
    [RoomGate(Permission.RoomZoomJoin, Module = ModuleTypes.Zoom)]
    public ValueTask<CommandResult> RoomUrlAsync(CommandContext context)
    {
        if (context.User.DisplayName is not { } name)
        {
            return new ValueTask<CommandResult>(CommandResult.Error(ZoomErrors.MissingProfile));
        }

        if (ZoomMeeting.Read(context.Room!.FindModule(ModuleTypes.Zoom)!.Config) is not { } meeting)
        {
            return new ValueTask<CommandResult>(CommandResult.Error(ZoomErrors.NoMeetingId));
        }

        var json = context.BeginReply();
        json.WriteStartObject();
        json.WriteString("url"u8, $"//{context.World.Row.Domain}/zoom/meeting/?data={_tokens.Sign(meeting, name, context.User.Id, context.Now)}");
        json.WriteEndObject();
        return new ValueTask<CommandResult>(CommandResult.Success);
    }
}
