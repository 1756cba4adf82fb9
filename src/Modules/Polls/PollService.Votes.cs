using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Modules.Voting;

namespace Venueless.Fast.Modules.Polls;

// poll.vote: everything that is wrong with it has one error.
public sealed partial class PollService
{
    internal async ValueTask<CommandResult> VoteAsync(CommandContext context, LateBody body)
    {
        if (!context.Room!.ArePollsActive)
        {
            return CommandResult.Error(PollErrors.Inactive);
        }

        if (PollVoteForm.TryRead(body.Whole.Utf8, out var poll, out var options) is { } problem)
        {
            return CommandResult.Error(PollErrors.Vote, problem);
        }

        var vote = new PendingVote(context, options);
        await _votes.VoteAsync(new PollKey(context.World.Id, context.Room.Id, poll), vote);
        return vote switch
        {
            { IsReplied: true } => CommandResult.Replied,
            { IsClosed: true } => CommandResult.Error(PollErrors.Vote, "Poll is not open"),
            _ => CommandResult.Error(PollErrors.Vote, "Unknown poll"),
        };
    }

    private async Task StoreAsync(PollKey key, VoteRound<PendingVote> round) =>
        await _polls.VoteAsync(key.Room, key.Poll, [.. round.Votes.Select(static vote => vote.Vote)], poll =>
        {
            if (!poll.IsOpen)
            {
                foreach (var vote in round.Votes)
                {
                    vote.RefuseAsClosed();
                }

                return;
            }

            var payload = PollObject.Payload(poll, withResults: true);
            foreach (var vote in round.Votes)
            {
                vote.Reply(poll, payload);
            }

            if (round.MayPublish())
            {
                var pushes = new PushList();
                pushes.Add(PollBroadcasts.VoteAudience(key.Room, key.Poll), PollBroadcasts.Changed(key.Room, payload));
                _broker.Publish(key.World, pushes);
            }
        });
}
