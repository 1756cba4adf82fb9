using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Protocol;
using Venueless.Fast.Modules.Chat.History;

namespace Venueless.Fast.Modules.Chat;

// History: chat.md section 7.5.
public sealed partial class ChatService
{
    // More is capped, not refused (chat.md section 7.5).
    private const int MaxFetched = 1000;

    internal ValueTask<CommandResult> FetchAsync(CommandContext context, FetchBody body)
    {
        if (IsOutsider(context))
        {
            return new(CommandResult.Error(ChatErrors.Denied));
        }

        if (!WireInteger.TryRead(body.BeforeId.Utf8, out var beforeId))
        {
            return new(CommandResult.InvalidBody("body.before_id: expected an integer"));
        }

        if (!WireInteger.TryRead(body.Count.Utf8, out var count) || count < 0)
        {
            return new(CommandResult.InvalidBody("body.count: expected an integer of at least 0"));
        }

        var withoutMembership = context.Room is { } room && (room.IsChatVolatile || room.Row.ForceJoin);
        var query = new HistoryQuery(context.Channel!.Value, beforeId, (int)Math.Min(count, MaxFetched), withoutMembership);
        return _history.TryWrite(context, query) ? new(CommandResult.Success) : FetchSlowAsync(context, query);
    }

    private async ValueTask<CommandResult> FetchSlowAsync(CommandContext context, HistoryQuery query)
    {
        if (await _history.TryReadAsync(context, query))
        {
            return CommandResult.Success;
        }

        var events = query.IsEmpty ? [] : await _chats.FetchAsync(query.Channel, query.BeforeId, query.Count, query.WithoutMembership);
        var users = await FindUnknownAsync(context, events);
        WriteHistory(context, events, users);
        return CommandResult.Success;
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

    /// <summary>Adds the users whom the event shows (chat.md section 6).</summary>
    internal static void CollectShown(ChatEvent chatEvent, ref HashSet<UserId>? shown)
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
