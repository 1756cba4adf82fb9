using System;
using System.Threading.Tasks;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Permissions;

namespace Sample.Chat
{
    internal sealed partial class ChatModule
    {
        [Command("chat.send")]
        [WorldPermission(Permission.WorldView, Permission.RoomPollManage)]
        [ChannelGate(Permission.RoomChatSend)]
        internal ValueTask<CommandResult> SendAsync(CommandContext context, SendBody body) => default;

        [Command("chat.join")]
        [RoomGate(Permission.RoomChatJoin, Module = "chat.\"native\"")]
        public async ValueTask<CommandResult> JoinAsync(CommandContext context, JoinBody body)
        {
            await Task.Yield();
            return CommandResult.Success;
        }

        [Command("chat.online_status.all")]
        [RoomGate]
        public ValueTask<CommandResult> @override(CommandContext context, in Sample.Other.@class body) => default;

        [CommandBody]
        internal readonly partial record struct JoinBody
        {
            [BodyField("channel")]
            public string Channel { get; init; }

            public string? NotAField { get; init; }
        }
    }

    [CommandBody]
    internal readonly partial record struct SendBody
    {
        [BodyField("channel")]
        public Guid Channel { get; init; }

        [BodyField("event_type", MaxLength = 300)]
        public string EventType { get; init; }

        [BodyField("content", Kinds = JsonKinds.Object | JsonKinds.Array)]
        public RawJson Content { get; init; }

        [BodyField("replaces", NullIsAbsent = true)]
        public long? Replaces { get; private init; }

        [BodyField("count", NullIsAbsent = true)]
        public int Count { get; init; }

        [BodyField("open")]
        public bool? IsOpen { get; init; }

        [BodyField("ratio")]
        public double? Ratio { get; init; }

        [BodyField("ids")]
        public string[]? Ids { get; init; }

        [BodyField("say \"hi\"")]
        public required string? @event { get; init; }
    }
}

namespace Sample.Other
{
    [CommandBody]
    internal partial struct @class
    {
    }

    // The same class name again: parameters of the table stay unique.
    internal sealed class ChatModule
    {
        [Command("chat.abc")]
        [ChannelGate(Permission.RoomChatJoin, IsRoomCommand = true)]
        internal ValueTask<CommandResult> AbcAsync(CommandContext context) => default;
    }
}
