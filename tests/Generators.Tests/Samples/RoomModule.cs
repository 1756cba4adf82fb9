using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Permissions;

namespace Venueless.Fast.Generators.Tests.Samples;

public sealed class RoomModule
{
    public string? Called { get; private set; }

    public SampleBody Body { get; private set; }

    [Command("room.enter")]
    [RoomGate(Permission.RoomView)]
    public ValueTask<CommandResult> EnterAsync(CommandContext context)
    {
        Called = "room.enter";
        return default;
    }

    [Command("room.online_status")]
    [WorldPermission(Permission.WorldUpdate)]
    [RoomGate(Permission.RoomUpdate, Permission.RoomDelete, Module = "chat.native")]
    public ValueTask<CommandResult> OnlineStatusAsync(CommandContext context, in SampleBody body)
    {
        Called = "room.online_status";
        Body = body;
        return default;
    }

    [Command("chat.join")]
    [ChannelGate(Permission.RoomChatJoin, IsRoomCommand = true)]
    public ValueTask<CommandResult> JoinAsync(CommandContext context)
    {
        Called = "chat.join";
        return default;
    }

    [Command("chat.send")]
    [ChannelGate(Permission.RoomChatSend)]
    public ValueTask<CommandResult> SendAsync(CommandContext context, SampleBody body)
    {
        Called = "chat.send";
        Body = body;
        return default;
    }
}
