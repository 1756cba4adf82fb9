using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Permissions;
using Venueless.Fast.Modules.Voting;

namespace Venueless.Fast.Modules.Polls;

/// <summary>The <c>poll.*</c> commands (polls.md section 2).</summary>
public sealed class PollsModule(PollService service)
{
    private readonly PollService _service = service;

    [Command("poll.create")]
    [RoomGate(Permission.RoomPollManage, Module = ModuleTypes.Poll)]
    internal ValueTask<CommandResult> CreateAsync(CommandContext context, LateBody body) => _service.CreateAsync(context, body);

    [Command("poll.update")]
    [RoomGate(Permission.RoomPollManage, Module = ModuleTypes.Poll)]
    internal ValueTask<CommandResult> UpdateAsync(CommandContext context, LateBody body) => _service.UpdateAsync(context, body);

    [Command("poll.delete")]
    [RoomGate(Permission.RoomPollManage, Module = ModuleTypes.Poll)]
    internal ValueTask<CommandResult> DeleteAsync(CommandContext context, LateBody body) => _service.DeleteAsync(context, body);

    [Command("poll.vote")]
    [RoomGate(Permission.RoomPollVote, Module = ModuleTypes.Poll)]
    internal ValueTask<CommandResult> VoteAsync(CommandContext context, LateBody body) => _service.VoteAsync(context, body);

    [Command("poll.list")]
    [RoomGate(Permission.RoomPollRead, Module = ModuleTypes.Poll)]
    public ValueTask<CommandResult> ListAsync(CommandContext context) => _service.ListAsync(context);

    [Command("poll.pin")]
    [RoomGate(Permission.RoomPollManage)]
    internal ValueTask<CommandResult> PinAsync(CommandContext context, PollBody body) => _service.PinAsync(context, new PollId(body.Id));

    [Command("poll.unpin")]
    [RoomGate(Permission.RoomPollManage)]
    public ValueTask<CommandResult> UnpinAsync(CommandContext context) => _service.UnpinAsync(context);
}
