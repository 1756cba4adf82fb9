using System.Text.Json;
using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Protocol;

/// <summary>Writes chat events as clients and the audit log see them (chat.md section 3).</summary>
public static class ChatEventObject
{
    /// <summary>Writes one complete object.</summary>
    /// <param name="type">Value of the <c>type</c> key; empty where the context has none.</param>
    public static void Write(Utf8JsonWriter json, ChatEvent chatEvent, ReadOnlySpan<byte> type = default)
    {
        json.WriteStartObject();
        WriteFields(json, chatEvent, type);
        json.WriteEndObject();
    }

    /// <summary>Writes the fields into an object that the caller goes on with.</summary>
    public static void WriteFields(Utf8JsonWriter json, ChatEvent chatEvent, ReadOnlySpan<byte> type = default)
    {
        json.WriteNumber("event_id"u8, chatEvent.Id);
        json.WriteString("channel"u8, chatEvent.Channel.Value);
        if (chatEvent.Sender is { } sender)
        {
            json.WriteString("sender"u8, sender.Value);
        }
        else
        {
            json.WriteNull("sender"u8);
        }

        if (!type.IsEmpty)
        {
            json.WriteString("type"u8, type);
        }

        json.WriteTimestamp("timestamp"u8, chatEvent.Timestamp);
        json.WriteString("event_type"u8, chatEvent.EventType);
        json.WriteRaw("content"u8, chatEvent.Content.Utf8);
        if (chatEvent.Edited is { } edited)
        {
            json.WriteTimestamp("edited"u8, edited);
        }
        else
        {
            json.WriteNull("edited"u8);
        }

        if (chatEvent.Replaces is { } replaces)
        {
            json.WriteNumber("replaces"u8, replaces);
        }
        else
        {
            json.WriteNull("replaces"u8);
        }

        WriteReactions(json, chatEvent.Reactions);
    }

    // Emoji in the order of their first use, users in the order of reacting; duplicate rows of old databases count once.
    private static void WriteReactions(Utf8JsonWriter json, IReadOnlyList<ChatReaction> reactions)
    {
        json.WriteStartObject("reactions"u8);
        if (reactions.Count > 0)
        {
            var users = new HashSet<UserId>();
            for (var first = 0; first < reactions.Count; first++)
            {
                if (IsFirstOfEmoji(reactions, first))
                {
                    WriteReaction(json, reactions, first, users);
                }
            }
        }

        json.WriteEndObject();
    }

    private static bool IsFirstOfEmoji(IReadOnlyList<ChatReaction> reactions, int index)
    {
        for (var earlier = 0; earlier < index; earlier++)
        {
            if (reactions[earlier].Emoji == reactions[index].Emoji)
            {
                return false;
            }
        }

        return true;
    }

    private static void WriteReaction(Utf8JsonWriter json, IReadOnlyList<ChatReaction> reactions, int first, HashSet<UserId> users)
    {
        users.Clear();
        json.WriteStartArray(reactions[first].Emoji);
        for (var index = first; index < reactions.Count; index++)
        {
            if (reactions[index].Emoji == reactions[first].Emoji && users.Add(reactions[index].User))
            {
                json.WriteStringValue(reactions[index].User.Value);
            }
        }

        json.WriteEndArray();
    }
}
