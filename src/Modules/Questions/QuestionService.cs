using Microsoft.Extensions.Logging;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Permissions;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Modules.Voting;

namespace Venueless.Fast.Modules.Questions;

/// <summary>The rules of questions: questions.md. One per node, thread-safe.</summary>
/// <remarks>Replies and pushes of a write are sent by the writer, in the order of the commits to the room over all nodes.</remarks>
public sealed class QuestionService
{
    private readonly IQuestionStore _questions;
    private readonly IBroker _broker;
    private readonly VoteRounds<QuestionKey, PendingVote> _votes;

    public QuestionService(IQuestionStore questions, IBroker broker, TimeProvider time, ILogger logger)
    {
        _questions = questions;
        _broker = broker;
        _votes = new VoteRounds<QuestionKey, PendingVote>(time, StoreAsync, logger);
    }

    internal async ValueTask<CommandResult> AskAsync(CommandContext context, LateBody body)
    {
        var room = context.Room!;
        if (!room.AreQuestionsActive)
        {
            return CommandResult.Error(QuestionErrors.Inactive);
        }

        if (AskBody.TryRead(body.Whole.Utf8, out var asked) is { } problem)
        {
            return CommandResult.InvalidBody(problem);
        }

        var state = room.AreQuestionsModerated ? QuestionStates.Queued : QuestionStates.Visible;
        await _questions.AskAsync(room.Id, asked.Content, state, context.User.Id, context.Now, question => Tell(context, question, question.IsVisible));
        return CommandResult.Replied;
    }

    internal async ValueTask<CommandResult> UpdateAsync(CommandContext context, LateBody body)
    {
        if (!context.Room!.AreQuestionsActive)
        {
            return CommandResult.Error(QuestionErrors.Inactive);
        }

        if (UpdateBody.TryRead(body.Whole.Utf8, out var wanted) is { } problem)
        {
            return CommandResult.InvalidBody(problem);
        }

        if (wanted.State is { } state && !QuestionStates.IsKnown(state))
        {
            return CommandResult.InvalidBody("body.state: expected visible, mod_queue or archived");
        }

        var patch = new QuestionPatch(wanted.Content, wanted.State, wanted.IsAnswered, wanted.IsPinned);
        var isFound = await _questions.UpdateAsync(
            context.Room.Id,
            new QuestionId(wanted.Id),
            patch,
            context.User.Id,
            change => Tell(context, change.Question, change.WasVisible || change.Question.IsVisible));
        return isFound ? CommandResult.Replied : QuestionErrors.Unknown;
    }

    internal async ValueTask<CommandResult> DeleteAsync(CommandContext context, LateBody body)
    {
        if (!context.Room!.AreQuestionsActive)
        {
            return CommandResult.Error(QuestionErrors.Inactive);
        }

        if (QuestionBody.TryRead(body.Whole.Utf8, out var wanted) is { } problem)
        {
            return CommandResult.InvalidBody(problem);
        }

        var isFound = await _questions.DeleteAsync(context.Room.Id, new QuestionId(wanted.Id), question =>
        {
            WriteId(context, "question"u8, question.Id);
            context.PublishAfterReply(QuestionBroadcasts.Audience(question.Room, question.IsVisible), QuestionBroadcasts.Deleted(question));
            context.SendReply();
        });
        return isFound ? CommandResult.Replied : QuestionErrors.Unknown;
    }

    internal async ValueTask<CommandResult> VoteAsync(CommandContext context, LateBody body)
    {
        if (!context.Room!.AreQuestionsActive)
        {
            return CommandResult.Error(QuestionErrors.Inactive);
        }

        if (VoteBody.TryRead(body.Whole.Utf8, out var wanted) is { } problem)
        {
            return CommandResult.InvalidBody(problem);
        }

        if (wanted.Id is not { Value: { } id })
        {
            return UnknownToVote();
        }

        var vote = new PendingVote(context, isUp: wanted.Vote is not { } value || value.Utf8.SequenceEqual("true"u8));
        await _votes.VoteAsync(new QuestionKey(context.World.Id, context.Room.Id, new QuestionId(id)), vote);
        return vote.IsReplied ? CommandResult.Replied : UnknownToVote();
    }

    internal async ValueTask<CommandResult> ListAsync(CommandContext context)
    {
        var room = context.Room!;
        var isModerator = context.Rights.Has(Permission.RoomQuestionModerate, room);
        var questions = await _questions.ListAsync(room.Id, context.User.Id, withHidden: isModerator);
        var json = context.BeginReply();
        json.WriteStartArray();
        foreach (var listed in questions)
        {
            QuestionObject.WriteListed(json, listed, withSender: isModerator || listed.Question.Sender == context.User.Id);
        }

        json.WriteEndArray();
        return CommandResult.Success;
    }

    internal async ValueTask<CommandResult> PinAsync(CommandContext context, QuestionId id)
    {
        var isFound = await _questions.PinAsync(context.Room!.Id, id, question =>
        {
            WriteId(context, "id"u8, question.Id);
            context.PublishAfterReply(QuestionBroadcasts.Audience(question.Room, question.IsVisible), QuestionBroadcasts.Pinned(question));
            context.SendReply();
        });
        return isFound ? CommandResult.Replied : QuestionErrors.Unknown;
    }

    internal async ValueTask<CommandResult> UnpinAsync(CommandContext context)
    {
        var room = context.Room!.Id;
        await _questions.UnpinAsync(room, () =>
        {
            context.PublishAfterReply(QuestionBroadcasts.Audience(room, isVisible: true), QuestionBroadcasts.Unpinned(room));
            context.SendReply();
        });
        return CommandResult.Replied;
    }

    private static CommandResult UnknownToVote() => CommandResult.Error(QuestionErrors.Vote, "Unknown question");

    private static void WriteId(CommandContext context, ReadOnlySpan<byte> name, QuestionId id)
    {
        var json = context.BeginReply();
        json.WriteStartObject();
        json.WriteString(name, id.Value);
        json.WriteEndObject();
    }

    /// <summary>Reply and push share the question's bytes.</summary>
    private static void Tell(CommandContext context, Question question, bool isForReaders)
    {
        var payload = QuestionObject.Payload(question);
        context.BeginReply().WriteRawValue(payload, skipInputValidation: true);
        context.PublishAfterReply(QuestionBroadcasts.Audience(question.Room, isForReaders), QuestionBroadcasts.Changed(question.Room, payload));
        context.SendReply();
    }

    private async Task StoreAsync(QuestionKey key, VoteRound<PendingVote> round) =>
        await _questions.VoteAsync(key.Room, key.Question, [.. round.Votes.Select(static vote => vote.Vote)], question =>
        {
            var payload = QuestionObject.Payload(question);
            foreach (var vote in round.Votes)
            {
                vote.Reply(payload);
            }

            if (round.MayPublish())
            {
                _broker.Publish(key.World, QuestionBroadcasts.Audience(key.Room, question.IsVisible), QuestionBroadcasts.Changed(key.Room, payload));
            }
        });
}
