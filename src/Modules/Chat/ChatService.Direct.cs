using System.Security.Cryptography;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Permissions;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Chat;

// Direct channels: chat.md sections 7.4, 7.6 and 7.9.
public sealed partial class ChatService
{
    private const string CallCharacters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private const int CallSecretLength = 24;

    internal ValueTask<CommandResult> OpenDirectAsync(CommandContext context, DirectCreateBody body)
    {
        if (!context.Rights.Has(Permission.WorldChatDirect))
        {
            return new ValueTask<CommandResult>(CommandResult.Error(ChatErrors.Denied, ErrorMessages.PermissionDenied));
        }

        HashSet<UserId> users = [context.User.Id];
        if (DirectUsers.Read(body.Users, users, out var hasUnknown) is { } problem)
        {
            return new ValueTask<CommandResult>(CommandResult.InvalidBody(problem));
        }

        var isHidden = body.Hide is not { } hide || hide.Utf8.SequenceEqual("true"u8);
        if (!isHidden && !body.Hide!.Value.Utf8.SequenceEqual("false"u8))
        {
            return new ValueTask<CommandResult>(CommandResult.InvalidBody("body.hide: expected a boolean"));
        }

        return hasUnknown || users.Count < 2
            ? new ValueTask<CommandResult>(CommandResult.Error(ChatErrors.Denied))
            : OpenDirectAsync(context, users, isHidden);
    }

    private static bool IsOutsider(CommandContext context) => context.DirectChannel is { } direct && !direct.Has(context.User.Id);

    private async ValueTask<CommandResult> OpenDirectAsync(CommandContext context, HashSet<UserId> users, bool isHidden)
    {
        var session = context.Session;
        session.KnownUsers = null;
        var write = new DirectOpeningWrite(context)
        {
            World = context.World.Id,
            Author = context.User.Id,
            Users = users,
            IsHidden = isHidden,
            NewChannel = new ChannelId(Guid.NewGuid()),
            Now = context.Now,
        };
        await _directChannels.OpenAsync(write);
        if (write.Outcome.Channel is not { } channel)
        {
            return CommandResult.Error(ChatErrors.Denied);
        }

        if (!write.IsCreated)
        {
            var snapshot = await StartAsync(context, channel, room: null);
            snapshot.Write(context.BeginReply(), context.UserView, channel);
            return CommandResult.Success;
        }

        await TellListsAsync(context, channel, isHidden ? [context.User.Id] : users);
        return CommandResult.Replied;
    }

    /// <summary>Leaving a direct channel: the user stays a member, and the next message brings the channel back.</summary>
    private async ValueTask<CommandResult> HideAsync(CommandContext context)
    {
        var channel = context.Channel!.Value;
        await _chats.WriteAsync(new LeaveWrite(context)
        {
            Broker = context.Session.Services.Broker,
            History = _history,
            World = context.World.Id,
            Channel = channel,
            User = context.User.Id,
            Now = context.Now,
            MembershipChange = MembershipChange.Hide,
        });
        await _readStates.ForgetShownToAllAsync(channel);
        await _lists.PublishAsync(context.Session, context.World, context.User.Id);
        return CommandResult.Replied;
    }

    /// <summary>A message, edit or deletion with everything that is particular to direct channels.</summary>
    private async ValueTask<CommandResult> SendDirectAsync(
        CommandContext context, DirectChannel direct, RawJson stored, ChatContent content, long? replaces, Shown shown)
    {
        var recipients = replaces is null ? direct.RecipientsOf(context.User.Id) : [];
        var isCall = content.Kind == ChatContentKind.Call;
        var call = isCall && !context.World.Features.Contains(FeatureFlags.Janus) ? NewCallOf(direct) : null;
        var write = new DirectSendWrite(context, shown.Mentions.Missed, recipients)
        {
            Broker = context.Session.Services.Broker,
            History = _history,
            World = context.World.Id,
            Channel = direct.Id,
            User = context.User.Id,
            Now = shown.Now,
            IsDirect = true,
            EventType = ChatEventTypes.Message,
            Content = isCall ? CallContent.Create(stored, call?.Id) : stored,
            Replaces = replaces,
            Users = shown.Users,
            Notified = recipients,
            PlacedCall = call,
        };
        await _chats.WriteAsync(write);
        if (write.Refusal != ChatRefusal.None)
        {
            return CommandResult.Error(write.Refusal == ChatRefusal.NoCallServer ? ChatErrors.NoCall : ChatErrors.Denied);
        }

        await _readStates.AnnounceDirectAsync(context.Session, context.World, context.User, write.Event!, recipients);
        LeaveJobs(context, write, content);
        if (write.Reopened.Count > 0)
        {
            await FollowUpAsync(context, direct.Id, write.Reopened);
        }

        return CommandResult.Replied;
    }

    /// <summary>The new channel is in these users' lists now, and its next message is announced to them. Comes after the reply.</summary>
    private Task TellListsAsync(CommandContext context, ChannelId channel, HashSet<UserId> users)
    {
        var steps = new List<Task>(users.Count + 1) { _readStates.ArmDirectAsync(channel, users).AsTask() };
        foreach (var user in users)
        {
            steps.Add(_lists.PublishAsync(context.Session, context.World, user).AsTask());
        }

        return Task.WhenAll(steps);
    }

    /// <summary>After a message that has sent these lists: the next one is announced to their users. Comes after the reply.</summary>
    private Task FollowUpAsync(CommandContext context, ChannelId channel, IReadOnlyList<ReopenedList> lists)
    {
        var steps = new List<Task>(lists.Count + 1) { _readStates.ArmDirectAsync(channel, lists.Select(static list => list.User).ToArray()).AsTask() };
        foreach (var list in lists)
        {
            steps.Add(_lists.ConfirmAsync(context.Session, context.World, list).AsTask());
        }

        return Task.WhenAll(steps);
    }

    private static NewCall NewCallOf(DirectChannel direct)
    {
        var invited = new List<UserId>(direct.Members.Count);
        foreach (var member in direct.Members)
        {
            invited.Add(member.User);
        }

        return new NewCall(Guid.NewGuid(), NewSecret(), NewSecret(), NewSecret(), invited);
    }

    private static string NewSecret() => RandomNumberGenerator.GetString(CallCharacters, CallSecretLength);
}
