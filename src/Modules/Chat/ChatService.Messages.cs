using System.Runtime.InteropServices;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Permissions;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Chat;

// History and messages: chat.md sections 7.5 and 7.6.
public sealed partial class ChatService
{
    // More is capped, not refused (chat.md section 7.5).
    private const int MaxFetched = 1000;

    private static readonly RawJson DeletedContent = new("""{"type":"deleted"}"""u8.ToArray());

    internal async ValueTask<CommandResult> FetchAsync(CommandContext context, FetchBody body)
    {
        if (IsOutsider(context))
        {
            return CommandResult.Error(ChatErrors.Denied);
        }

        if (!WireInteger.TryRead(body.BeforeId.Utf8, out var beforeId))
        {
            return CommandResult.InvalidBody("body.before_id: expected an integer");
        }

        if (!WireInteger.TryRead(body.Count.Utf8, out var count) || count < 0)
        {
            return CommandResult.InvalidBody("body.count: expected an integer of at least 0");
        }

        var withoutMembership = context.Room is { } room && (room.IsChatVolatile || room.Row.ForceJoin);
        IReadOnlyList<ChatEvent> events = beforeId <= 0 || count == 0
            ? []
            : await _chats.FetchAsync(context.Channel!.Value, beforeId, (int)Math.Min(count, MaxFetched), withoutMembership);
        var users = await FindUnknownAsync(context, events);
        WriteHistory(context, events, users);
        return CommandResult.Success;
    }

    internal async ValueTask<CommandResult> SendAsync(CommandContext context, SendBody body)
    {
        long? replaces = null;
        if (body.Replaces is { } reference && !WireInteger.TryReadReference(reference.Utf8, out replaces))
        {
            return CommandResult.InvalidBody("body.replaces: expected an integer");
        }

        if (!await IsMemberAsync(context))
        {
            return CommandResult.Error(ChatErrors.Denied);
        }

        if (body.EventType != ChatEventTypes.Message)
        {
            return CommandResult.Error(ChatErrors.UnsupportedEventType);
        }

        var content = ChatContent.Parse(body.Content.Utf8);
        var isSupported = content.Kind is ChatContentKind.Text or ChatContentKind.Files
            || (content.Kind == ChatContentKind.Deleted && replaces is not null)
            || (content.Kind == ChatContentKind.Call && context.DirectChannel is not null);
        if (!isSupported)
        {
            return CommandResult.Error(ChatErrors.UnsupportedContentType);
        }

        if (replaces is not { } original)
        {
            return await SendCheckedAsync(context, body.Content, content, null);
        }

        using var pass = await _replacements.EnterAsync(original);
        var refusal = await CheckReplacementAsync(context, original, content.Kind);
        return refusal.IsError ? refusal : await SendCheckedAsync(context, body.Content, content, original);
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

    /// <summary>Checks 6 and 7, then everything in one write.</summary>
    private async ValueTask<CommandResult> SendCheckedAsync(CommandContext context, RawJson sent, ChatContent content, long? replaces)
    {
        var refusal = CheckContent(content);
        if (refusal.IsError)
        {
            return refusal;
        }

        var stored = content.Kind == ChatContentKind.Deleted ? DeletedContent
            : content.HasPreviewCard ? new RawJson(ChatContent.WithoutPreviewCard(sent.Utf8))
            : sent;
        var shown = await FindShownAsync(context, content, isNew: replaces is null, context.Now);
        if (context.DirectChannel is { } direct)
        {
            return await SendDirectAsync(context, direct, stored, content.Kind, replaces, shown);
        }

        var write = new SendWrite(context, shown.Mentions.Missed)
        {
            Broker = context.Session.Services.Broker,
            World = context.World.Id,
            Channel = context.Channel!.Value,
            User = context.User.Id,
            Now = shown.Now,
            EventType = ChatEventTypes.Message,
            Content = stored,
            Replaces = replaces,
            Users = shown.Users,
            Notified = shown.Mentions.Notified,
        };
        await _chats.WriteAsync(write);
        await _readStates.AnnounceAsync(context.Session, context.World, context.User, write.Event!, write.Notified);
        return CommandResult.Replied;
    }

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

    /// <summary>The users that the events show and that the client has not got from an earlier fetch.</summary>
    private async ValueTask<List<User>> FindUnknownAsync(CommandContext context, IReadOnlyList<ChatEvent> events)
    {
        HashSet<UserId>? shown = null;
        foreach (var chatEvent in events)
        {
            CollectShown(chatEvent, ref shown);
        }

        var session = context.Session;
        if (session.KnownUsers is { } known)
        {
            shown?.ExceptWith(known);
        }

        if (shown is not { Count: > 0 })
        {
            return [];
        }

        var users = await _users.FindAsync(session.Services.Users, context.World.Id, shown);
        var grown = session.KnownUsers ??= [];
        foreach (var user in users)
        {
            grown.Add(user.Id);
        }

        return users;
    }

    private static void CollectShown(ChatEvent chatEvent, ref HashSet<UserId>? shown)
    {
        if (chatEvent.Sender is { } sender)
        {
            (shown ??= []).Add(sender);
        }

        foreach (var reaction in chatEvent.Reactions)
        {
            (shown ??= []).Add(reaction.User);
        }

        // Most need no parsing.
        if (ChatContent.MayMention(chatEvent.Content.Utf8))
        {
            var content = ChatContent.Parse(chatEvent.Content.Utf8);
            if (content.Kind == ChatContentKind.Text)
            {
                MentionPattern.Collect(content.MentioningText, ref shown);
            }
        }
    }

    private static void WriteHistory(CommandContext context, IReadOnlyList<ChatEvent> events, List<User> users)
    {
        var now = context.Now;
        var json = context.BeginReply();
        json.WriteStartObject();
        json.WriteStartArray("results"u8);
        foreach (var chatEvent in events)
        {
            ChatEventObject.Write(json, chatEvent, "chat.event"u8);
        }

        json.WriteEndArray();
        json.WriteStartObject("users"u8);
        foreach (var user in users)
        {
            EventUsers.WriteEntry(json, user, context.World, now, context.UserView);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
