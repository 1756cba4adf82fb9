using System.Diagnostics.CodeAnalysis;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Permissions;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Modules.Calls.BigBlueButton;

/// <summary>
/// The <c>bbb</c> namespace: calls.md section A8. BigBlueButton servers cannot be asked yet: whatever needs one fails, as it does where none is configured.
/// </summary>
[SuppressMessage("Performance", "CA1822", Justification = "Handlers are instance methods (VF0004).")]
public sealed class BigBlueButtonModule(IBigBlueButtonStore store)
{
    private readonly IBigBlueButtonStore _store = store;

    [Command("bbb.room_url")]
    [RoomGate(Permission.RoomBbbJoin, Module = ModuleTypes.BigBlueButton)]
    public ValueTask<CommandResult> RoomUrlAsync(CommandContext context) =>
        new(CommandResult.Error(context.User.DisplayName is null ? BigBlueButtonErrors.MissingProfile : BigBlueButtonErrors.Failed));

    // Whether the call is unknown, of others, or cannot be carried, and whether the user is silenced: the refusal is one and the same.
    [Command("bbb.call_url")]
    internal ValueTask<CommandResult> CallUrlAsync(CommandContext context, CallUrlBody body) =>
        new(CommandResult.Error(context.User.DisplayName is null ? BigBlueButtonErrors.MissingProfile : BigBlueButtonErrors.Failed));

    [Command("bbb.recordings")]
    [RoomGate(Permission.RoomBbbRecordings, Module = ModuleTypes.BigBlueButton)]
    public async ValueTask<CommandResult> RecordingsAsync(CommandContext context)
    {
        if (await _store.MayHaveRecordingsAsync(context.World.Id, context.Room!.Id))
        {
            return CommandResult.Error(BigBlueButtonErrors.Failed);
        }

        EmptyResults.Write(context.BeginReply());
        return CommandResult.Success;
    }
}
