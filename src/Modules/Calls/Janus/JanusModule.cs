using System.Diagnostics.CodeAnalysis;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Permissions;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Modules.Calls.Janus;

/// <summary>
/// The <c>januscall</c> namespace: calls.md section C4. Janus gateways cannot be asked yet: whatever needs one fails, as it does where none is configured.
/// </summary>
[SuppressMessage("Performance", "CA1822", Justification = "Handlers are instance methods (VF0004).")]
public sealed class JanusModule(IChatStore chats, IRouletteStore roulette)
{
    private readonly IChatStore _chats = chats;
    private readonly IRouletteStore _roulette = roulette;

    [Command("januscall.room_url")]
    [RoomGate(Permission.RoomJanuscallJoin, Module = ModuleTypes.Janus)]
    public ValueTask<CommandResult> RoomUrlAsync(CommandContext context) => new(Join(context));

    [Command("januscall.channel_url")]
    internal async ValueTask<CommandResult> ChannelUrlAsync(CommandContext context, ChannelUrlBody body) =>
        !context.User.IsSilenced
        && body.Channel is { Value: { } channel }
        && await _chats.FindMembershipAsync(new ChannelId(channel), context.User.Id) is not null
            ? Join(context)
            : CommandResult.Error(JanusErrors.Denied);

    [Command("januscall.roulette_url")]
    internal async ValueTask<CommandResult> RouletteUrlAsync(CommandContext context, RouletteUrlBody body) =>
        !context.User.IsSilenced && body.Call is { } call && await _roulette.IsPairedAsync(new CallId(call), context.User.Id)
            ? Join(context)
            : CommandResult.Error(JanusErrors.Denied);

    // Nobody is in a call.
    [Command("januscall.identify")]
    [WorldPermission(Permission.WorldView)]
    internal ValueTask<CommandResult> IdentifyAsync(CommandContext context, IdentifyBody body) => new(CommandResult.Error(JanusErrors.UserNotFound));

    private static CommandResult Join(CommandContext context) =>
        context.User.DisplayName is null
            ? CommandResult.Error(JanusErrors.MissingProfile)
            : CommandResult.Error(JanusErrors.Failed, JanusErrors.FailedMessage);
}
