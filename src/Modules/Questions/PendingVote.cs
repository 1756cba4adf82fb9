using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Modules.Questions;

/// <summary>A <c>question.vote</c> that waits for its round.</summary>
/// <param name="context">Belongs to the round until its handler goes on.</param>
internal sealed class PendingVote(CommandContext context, bool isUp)
{
    private readonly CommandContext _context = context;

    public QuestionVote Vote { get; } = new(context.User.Id, isUp);

    /// <summary>For the handler, after the round.</summary>
    public bool IsReplied { get; private set; }

    public void Reply(ReadOnlySpan<byte> payload)
    {
        _context.BeginReply().WriteRawValue(payload, skipInputValidation: true);
        _context.SendReply();
        IsReplied = true;
    }
}
