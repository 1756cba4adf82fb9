using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Permissions;
using Venueless.Fast.Modules.Voting;

namespace Venueless.Fast.Modules.Questions;

/// <summary>The <c>question.*</c> commands (questions.md section 3).</summary>
public sealed class QuestionsModule(QuestionService service)
{
    private readonly QuestionService _service = service;

    [Command("question.ask")]
    [RoomGate(Permission.RoomQuestionAsk, Module = ModuleTypes.Question)]
    internal ValueTask<CommandResult> AskAsync(CommandContext context, LateBody body) => _service.AskAsync(context, body);

    [Command("question.update")]
    [RoomGate(Permission.RoomQuestionModerate, Module = ModuleTypes.Question)]
    internal ValueTask<CommandResult> UpdateAsync(CommandContext context, LateBody body) => _service.UpdateAsync(context, body);

    [Command("question.delete")]
    [RoomGate(Permission.RoomQuestionModerate, Module = ModuleTypes.Question)]
    internal ValueTask<CommandResult> DeleteAsync(CommandContext context, LateBody body) => _service.DeleteAsync(context, body);

    [Command("question.vote")]
    [RoomGate(Permission.RoomQuestionVote, Module = ModuleTypes.Question)]
    internal ValueTask<CommandResult> VoteAsync(CommandContext context, LateBody body) => _service.VoteAsync(context, body);

    [Command("question.list")]
    [RoomGate(Permission.RoomQuestionRead)]
    public ValueTask<CommandResult> ListAsync(CommandContext context) => _service.ListAsync(context);

    [Command("question.pin")]
    [RoomGate(Permission.RoomQuestionModerate)]
    internal ValueTask<CommandResult> PinAsync(CommandContext context, QuestionBody body) => _service.PinAsync(context, new QuestionId(body.Id));

    [Command("question.unpin")]
    [RoomGate(Permission.RoomQuestionModerate)]
    public ValueTask<CommandResult> UnpinAsync(CommandContext context) => _service.UnpinAsync(context);
}
