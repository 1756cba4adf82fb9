using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Permissions;

namespace Venueless.Fast.Modules.Chat;

/// <summary>The <c>chat.*</c> commands (chat.md section 7).</summary>
public sealed class ChatModule(ChatService service)
{
    private readonly ChatService _service = service;

    [Command("chat.subscribe")]
    [ChannelGate(Permission.RoomChatRead)]
    public ValueTask<CommandResult> SubscribeAsync(CommandContext context) => _service.SubscribeAsync(context);

    [Command("chat.unsubscribe")]
    [ChannelGate]
    public async ValueTask<CommandResult> UnsubscribeAsync(CommandContext context)
    {
        await _service.UnsubscribeAsync(context);
        return CommandResult.Success;
    }

    [Command("chat.join")]
    [ChannelGate(Permission.RoomChatJoin, IsRoomCommand = true)]
    internal ValueTask<CommandResult> JoinAsync(CommandContext context, JoinBody body) => _service.JoinAsync(context, body);

    [Command("chat.leave")]
    [ChannelGate]
    public ValueTask<CommandResult> LeaveAsync(CommandContext context) => _service.LeaveAsync(context);

    [Command("chat.fetch")]
    [ChannelGate(Permission.RoomChatRead)]
    internal ValueTask<CommandResult> FetchAsync(CommandContext context, FetchBody body) => _service.FetchAsync(context, body);

    [Command("chat.send")]
    [ChannelGate(Permission.RoomChatSend)]
    internal ValueTask<CommandResult> SendAsync(CommandContext context, SendBody body) => _service.SendAsync(context, body);

    [Command("chat.react")]
    [ChannelGate(Permission.RoomChatSend)]
    internal ValueTask<CommandResult> ReactAsync(CommandContext context, ReactBody body) => _service.ReactAsync(context, body);

    [Command("chat.mark_read")]
    [ChannelGate]
    internal ValueTask<CommandResult> MarkReadAsync(CommandContext context, MarkReadBody body) => _service.MarkReadAsync(context, body);

    /// <summary>Needs <c>world:chat.direct</c>, which is refused with an error of chat's own.</summary>
    [Command("chat.direct.create")]
    internal ValueTask<CommandResult> OpenDirectAsync(CommandContext context, DirectCreateBody body) => _service.OpenDirectAsync(context, body);
}
