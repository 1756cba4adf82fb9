using System.Runtime.InteropServices;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Permissions;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Chat;

// Messages: chat.md section 7.6.
public sealed partial class ChatService
{
    private static readonly RawJson DeletedContent = new("""{"type":"deleted"}"""u8.ToArray());

    internal async ValueTask<CommandResult> SendAsync(CommandContext context, SendBody body)
    {
        long? replaces = null;
        if (body.Replaces is { } reference && !WireInteger.TryReadReference(reference.Utf8, out replaces))
        {
            return CommandResult.InvalidBody("body.replaces: expected an integer");
        }

        var content = ChatContent.Parse(body.Content.Utf8);
        var refusal = CheckKind(context, body, content.Kind, isReplacing: replaces is not null);
        if (replaces is null && !refusal.IsError)
        {
            refusal = CheckContent(content);
        }

        // The write itself refuses those who are no members; whatever else is refused is refused to members only.
        if ((refusal.IsError || replaces is not null || context.DirectChannel is not null) && !await IsMemberAsync(context))
        {
            return CommandResult.Error(ChatErrors.Denied);
        }

        if (refusal.IsError)
        {
            return refusal;
        }

        if (replaces is not { } original)
        {
            return await SendCheckedAsync(context, body.Content, content, null);
        }

        using var pass = await _replacements.EnterAsync(original);
        refusal = await CheckReplacementAsync(context, original, content.Kind);
        if (!refusal.IsError)
        {
            refusal = CheckContent(content);
        }

        return refusal.IsError ? refusal : await SendCheckedAsync(context, body.Content, content, original);
    }

    /// <summary>Checks 2 and 3.</summary>
    private static CommandResult CheckKind(CommandContext context, in SendBody body, ChatContentKind kind, bool isReplacing)
    {
        if (body.EventType != ChatEventTypes.Message)
        {
            return CommandResult.Error(ChatErrors.UnsupportedEventType);
        }

        var isSupported = kind is ChatContentKind.Text or ChatContentKind.Files
            || (kind == ChatContentKind.Deleted && isReplacing)
            || (kind == ChatContentKind.Call && context.DirectChannel is not null);
        return isSupported ? CommandResult.Success : CommandResult.Error(ChatErrors.UnsupportedContentType);
    }

    /// <summary>C5 of writing commands.</summary>
    private async ValueTask<bool> IsMemberAsync(CommandContext context) => context.DirectChannel is { } direct
        ? direct.Has(context.User.Id)
        : await _chats.FindMembershipAsync(context.Channel!.Value, context.User.Id) is not null;

    /// <summary>Who may replace which message: checks 4 and 5.</summary>
    private async ValueTask<CommandResult> CheckReplacementAsync(CommandContext context, long id, ChatContentKind kind)
    {
        if (await _chats.FindEventAsync(context.Channel!.Value, id) is not { } original)
        {
            return CommandResult.InvalidBody("body.replaces: unknown message");
        }

        var isDeletion = kind == ChatContentKind.Deleted;
        var mayReplace = original.Sender == context.User.Id
            || (isDeletion && context.Room is { } room && context.Rights.Has(Permission.RoomChatModerate, room));
        var isReplaceable = original.EventType == ChatEventTypes.Message
            && (isDeletion || ChatContent.Parse(original.Content.Utf8).Kind != ChatContentKind.Deleted);
        return mayReplace && isReplaceable ? CommandResult.Success : CommandResult.Error(ChatErrors.Denied);
    }

    /// <summary>Everything in one write.</summary>
    private async ValueTask<CommandResult> SendCheckedAsync(CommandContext context, RawJson sent, ChatContent content, long? replaces)
    {
        var stored = content.Kind == ChatContentKind.Deleted ? DeletedContent
            : content.HasPreviewCard ? new RawJson(ChatContent.WithoutPreviewCard(sent.Utf8))
            : sent;
        var shown = await FindShownAsync(context, content, isNew: replaces is null, context.Now);
        if (context.DirectChannel is { } direct)
        {
            return await SendDirectAsync(context, direct, stored, content, replaces, shown);
        }

        var write = new SendWrite(context, shown.Mentions.Missed)
        {
            Broker = context.Session.Services.Broker,
            History = _history,
            World = context.World.Id,
            Channel = context.Channel!.Value,
            User = context.User.Id,
            Now = shown.Now,
            EventType = ChatEventTypes.Message,
            Content = stored,
            Replaces = replaces,
            IsForMembers = replaces is null,
            Users = shown.Users,
            Notified = shown.Mentions.Notified,
        };
        await _chats.WriteAsync(write);
        if (write.Refusal != ChatRefusal.None)
        {
            return CommandResult.Error(ChatErrors.Denied);
        }

        await _readStates.AnnounceAsync(context.Session, context.World, context.User, write.Event!, write.Notified);
        LeaveJobs(context, write, content);
        return CommandResult.Replied;
    }

    /// <summary>What the message leaves to be done by others.</summary>
    private void LeaveJobs(CommandContext context, SendWrite write, in ChatContent content)
    {
        if (write.Notified.Count > 0)
        {
            _jobs.PushToDevices(context.World, context.User, write.Event!, write.Notified);
        }

        if (content is { Kind: ChatContentKind.Text, HasLink: true })
        {
            _jobs.PreviewLink(context.World.Id, write.Event!);
        }
    }

    /// <summary>Checks 6 and 7.</summary>
    private static CommandResult CheckContent(in ChatContent content) => content switch
    {
        { Kind: ChatContentKind.Text, Body: ChatBody.None or ChatBody.Empty } => CommandResult.Error(ChatErrors.Empty),
        { Kind: ChatContentKind.Files, FilesProblem: { } problem } => CommandResult.InvalidBody(problem),
        { Kind: ChatContentKind.Files, FileCount: 0 } => CommandResult.Error(ChatErrors.Empty),
        { Kind: ChatContentKind.Text or ChatContentKind.Files, Body: ChatBody.Invalid or ChatBody.Object } =>
            CommandResult.InvalidBody("body.content.body: expected a string"),
        { Kind: ChatContentKind.Call, Body: not (ChatBody.None or ChatBody.Object) } =>
            CommandResult.InvalidBody("body.content.body: expected an object"),
        _ => CommandResult.Success,
    };

    /// <summary>The sender and whom a text mentions; and what the mentions of a new message lead to.</summary>
    private ValueTask<Shown> FindShownAsync(
        CommandContext context, in ChatContent content, bool isNew, DateTimeOffset now)
    {
        var isMentioning = false;
        HashSet<UserId>? mentioned = null;
        if (content.Kind == ChatContentKind.Text)
        {
            MentionPattern.Collect(content.MentioningText, ref mentioned);
            isMentioning = isNew && mentioned is not null && (mentioned.Count < Mentions.Limit || context.DirectChannel is not null);
            mentioned?.Remove(context.User.Id);
        }

        return mentioned is { Count: > 0 }
            ? FindShownSlowAsync(context, mentioned, isMentioning, now)
            : new ValueTask<Shown>(new Shown(_senders.Find(context.User, context.World, now), Mentions.None, now));
    }

    private async ValueTask<Shown> FindShownSlowAsync(
        CommandContext context, HashSet<UserId> mentioned, bool isMentioning, DateTimeOffset now)
    {
        var users = await _users.FindAsync(context.Session.Services.Users, context.World.Id, mentioned);
        users.Add(context.User);
        var mentions = isMentioning ? await FindMentionsAsync(context, mentioned, users) : Mentions.None;
        return new Shown(EventUsers.Of(CollectionsMarshal.AsSpan(users), context.World, now), mentions, now);
    }
}
