using System.Diagnostics.CodeAnalysis;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Permissions;

namespace Venueless.Fast.Modules.Calls.DigitalSamba;

/// <summary>
/// The <c>digitalsamba</c> namespace: calls.md sections F4 and F5. The service cannot be asked yet: joining fails and there are no recordings, as where it is not
/// configured.
/// </summary>
[SuppressMessage("Performance", "CA1822", Justification = "Handlers are instance methods (VF0004).")]
public sealed class DigitalSambaModule
{
    [Command("digitalsamba.room_url")]
    [RoomGate(Permission.RoomDigitalsambaJoin, Module = ModuleTypes.DigitalSamba)]
    public ValueTask<CommandResult> RoomUrlAsync(CommandContext context) =>
        new(CommandResult.Error(context.User.DisplayName is null ? DigitalSambaErrors.MissingProfile : DigitalSambaErrors.Failed));

    [Command("digitalsamba.recordings")]
    [RoomGate(Permission.RoomDigitalsambaRecordings, Module = ModuleTypes.DigitalSamba)]
    public ValueTask<CommandResult> RecordingsAsync(CommandContext context)
    {
        EmptyResults.Write(context.BeginReply());
        return new ValueTask<CommandResult>(CommandResult.Success);
    }
}
