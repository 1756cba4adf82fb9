using Microsoft.Extensions.Logging;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Permissions;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Modules.Voting;

namespace Venueless.Fast.Modules.Polls;

/// <summary>The rules of polls: polls.md. One per node, thread-safe.</summary>
/// <remarks>Replies and pushes of a write are sent by the writer, in the order of the commits to the room over all nodes.</remarks>
public sealed partial class PollService
{
    private readonly IPollStore _polls;
    private readonly IRoomChat _chat;
    private readonly IBroker _broker;
    private readonly ILogger _logger;
    private readonly VoteRounds<PollKey, PendingVote> _votes;

    public PollService(IPollStore polls, IRoomChat chat, IBroker broker, TimeProvider time, ILogger logger)
    {
        _polls = polls;
        _chat = chat;
        _broker = broker;
        _logger = logger;
        _votes = new VoteRounds<PollKey, PendingVote>(time, StoreAsync, logger);
    }

    internal async ValueTask<CommandResult> CreateAsync(CommandContext context, LateBody body)
    {
        if (!context.Room!.ArePollsActive)
        {
            return CommandResult.Error(PollErrors.Inactive);
        }

        if (PollForm.TryReadNew(body.Whole.Utf8, out var poll) is { } problem)
        {
            return CommandResult.InvalidBody(problem);
        }

        await _polls.CreateAsync(context.Room.Id, poll, context.Now, created =>
        {
            var payload = PollObject.Payload(created, withResults: false);
            context.BeginReply().WriteRawValue(payload, skipInputValidation: true);
            context.PublishAfterReply(PollBroadcasts.Audience(created.Room, created.IsShown), PollBroadcasts.Changed(created.Room, payload));
            context.SendReply();
        });
        return CommandResult.Replied;
    }

    internal async ValueTask<CommandResult> UpdateAsync(CommandContext context, LateBody body)
    {
        if (!context.Room!.ArePollsActive)
        {
            return CommandResult.Error(PollErrors.Inactive);
        }

        if (PollForm.TryReadPatch(body.Whole.Utf8, out var id, out var patch) is { } problem)
        {
            return CommandResult.InvalidBody(problem);
        }

        var change = await _polls.UpdateAsync(context.Room.Id, id, patch, change => Tell(context, change.Poll!, change.OldState));
        if (change is null)
        {
            return PollErrors.Unknown;
        }

        if (change.Poll is not { } poll)
        {
            return CommandResult.InvalidBody("body.options: unknown option");
        }

        if (change.OldState == PollStates.Draft && poll.IsOpen && context.Room.Channel is { } channel)
        {
            await AnnounceAsync(context, channel, poll.Id);
        }

        return CommandResult.Replied;
    }

    internal async ValueTask<CommandResult> DeleteAsync(CommandContext context, LateBody body)
    {
        if (!context.Room!.ArePollsActive)
        {
            return CommandResult.Error(PollErrors.Inactive);
        }

        if (PollBody.TryRead(body.Whole.Utf8, out var wanted) is { } problem)
        {
            return CommandResult.InvalidBody(problem);
        }

        var isFound = await _polls.DeleteAsync(context.Room.Id, new PollId(wanted.Id), poll =>
        {
            WriteId(context, "poll"u8, poll.Id);
            context.PublishAfterReply(PollBroadcasts.Audience(poll.Room, poll.IsShown), PollBroadcasts.Deleted(poll));
            context.SendReply();
        });
        return isFound ? CommandResult.Replied : PollErrors.Unknown;
    }

    internal async ValueTask<CommandResult> ListAsync(CommandContext context)
    {
        var room = context.Room!;
        if (!room.ArePollsActive)
        {
            return CommandResult.Error(PollErrors.Inactive);
        }

        var isManager = context.Rights.Has(Permission.RoomPollManage, room);
        var polls = await _polls.ListAsync(room.Id, context.User.Id, withHidden: isManager);
        var withResults = isManager || context.Rights.Has(Permission.RoomPollEarlyResults, room);
        var json = context.BeginReply();
        json.WriteStartArray();
        foreach (var poll in polls)
        {
            PollObject.WriteListed(json, poll, withResults);
        }

        json.WriteEndArray();
        return CommandResult.Success;
    }

    internal async ValueTask<CommandResult> PinAsync(CommandContext context, PollId id)
    {
        var isFound = await _polls.PinAsync(context.Room!.Id, id, poll =>
        {
            WriteId(context, "id"u8, poll.Id);
            context.PublishAfterReply(PollBroadcasts.Audience(poll.Room, poll.IsShown), PollBroadcasts.Pinned(poll));
            context.SendReply();
        });
        return isFound ? CommandResult.Replied : PollErrors.Unknown;
    }

    internal async ValueTask<CommandResult> UnpinAsync(CommandContext context)
    {
        var room = context.Room!.Id;
        await _polls.UnpinAsync(room, () =>
        {
            context.PublishAfterReply(PollBroadcasts.Audience(room, isShown: true), PollBroadcasts.Unpinned(room));
            context.SendReply();
        });
        return CommandResult.Replied;
    }

    private static void WriteId(CommandContext context, ReadOnlySpan<byte> name, PollId id)
    {
        var json = context.BeginReply();
        json.WriteStartObject();
        json.WriteString(name, id.Value);
        json.WriteEndObject();
    }

    /// <summary>Where two states have different audiences the larger one is told, so that a poll that goes back to draft disappears.</summary>
    private static void Tell(CommandContext context, Poll poll, string oldState)
    {
        var payload = PollObject.Payload(poll, withResults: true);
        context.BeginReply().WriteRawValue(payload, skipInputValidation: true);
        context.PublishAfterReply(PollBroadcasts.Audience(poll.Room, poll.IsShown || PollStates.IsShown(oldState)), PollBroadcasts.Updated(poll, payload));
        context.SendReply();
    }

    // The poll is open and everybody knows: a store that is away costs only the line in the chat.
    private async ValueTask AnnounceAsync(CommandContext context, ChannelId channel, PollId poll)
    {
        try
        {
            await _chat.AnnouncePollAsync(context.World, channel, context.User, poll);
        }
        catch (Exception exception) when (exception is StoreUnavailableException or StoreRefusedException)
        {
            VotingLog.PollNotAnnounced(_logger, poll.Value, exception.Message);
        }
    }
}
