using System.Runtime.InteropServices;
using System.Text.Json;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Protocol;
using Venueless.Fast.Modules.Chat.Reactions;

namespace Venueless.Fast.Modules.Chat;

// chat.md section 7.7.
public sealed partial class ChatService
{
    internal async ValueTask<CommandResult> ReactAsync(CommandContext context, ReactBody body)
    {
        if (!WireInteger.TryRead(body.Event.Utf8, out var eventId))
        {
            return CommandResult.InvalidBody("body.event: expected an integer");
        }

        var channel = context.Channel!.Value;
        if (!await IsMemberAsync(context))
        {
            return CommandResult.Error(ChatErrors.Denied);
        }

        if (ReadEmoji(body.Reaction) is not { } emoji)
        {
            return CommandResult.Error(ChatErrors.NoEmoji);
        }

        if (await _chats.FindEventAsync(channel, eventId) is not { } chatEvent)
        {
            return UnknownEvent();
        }

        var shown = await FindShownAsync(context, chatEvent);
        var write = new ChatReactionWrite(context, _history, shown, EventUsers.Of(CollectionsMarshal.AsSpan(shown), context.World, context.Now))
        {
            World = context.World.Id,
            Channel = channel,
            EventId = eventId,
            User = context.User.Id,
            Emoji = emoji,
            IsRemoval = body.Delete ?? false,
        };
        await _chats.ReactAsync(write);
        return write.IsReplied ? CommandResult.Replied : UnknownEvent();
    }

    private static CommandResult UnknownEvent() => CommandResult.InvalidBody("body.event: unknown event");

    private static string? ReadEmoji(RawJson reaction)
    {
        var reader = new Utf8JsonReader(reaction.Utf8);
        reader.Read();
        return reader.TokenType == JsonTokenType.String && reader.GetString() is { } text && EmojiList.Contains(text) ? text : null;
    }

    /// <summary>Whom the event shows, and the user who reacts.</summary>
    private async ValueTask<List<User>> FindShownAsync(CommandContext context, ChatEvent chatEvent)
    {
        HashSet<UserId>? shown = null;
        CollectShown(chatEvent, ref shown);
        shown?.Remove(context.User.Id);
        var users = shown is { Count: > 0 } ? await _users.FindAsync(context.Session.Services.Users, context.World.Id, shown) : [];
        users.Add(context.User);
        return users;
    }
}
