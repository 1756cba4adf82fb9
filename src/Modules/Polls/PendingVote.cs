using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Modules.Polls;

/// <summary>A <c>poll.vote</c> that waits for its round.</summary>
/// <param name="context">Belongs to the round until its handler goes on.</param>
internal sealed class PendingVote(CommandContext context, IReadOnlySet<PollOptionId> options)
{
    private readonly CommandContext _context = context;

    public PollVote Vote { get; } = new(context.User.Id, options);

    /// <summary>For the handler, after the round.</summary>
    public bool IsReplied { get; private set; }

    /// <summary>For the handler, after the round: there is such a poll.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Replies, then the connection receives the poll's results.</summary>
    public void Reply(Poll poll, ReadOnlySpan<byte> payload)
    {
        _context.BeginReply().WriteRawValue(payload, skipInputValidation: true);
        _context.SendReply();
        _context.Session.Polls.Vote(poll.Room, poll.Id);
        IsReplied = true;
    }

    public void RefuseAsClosed() => IsClosed = true;
}
