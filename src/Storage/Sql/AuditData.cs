using System.Buffers;
using System.Text.Json;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Storage.Sql;

/// <summary>Contents of <c>core_auditlog.data</c> (auth-and-users.md section 13).</summary>
internal static class AuditData
{
    public static RawJson TraitsChanged(UserId user, IReadOnlyList<string> oldTraits, IReadOnlyList<string> newTraits) =>
        Write((user, oldTraits, newTraits), static (json, change) =>
        {
            json.WriteString("object"u8, change.user.Value);
            WriteStrings(json, "old"u8, change.oldTraits);
            WriteStrings(json, "new"u8, change.newTraits);
        });

    public static RawJson ProfileChanged(UserId user, RawJson oldProfile, RawJson newProfile) =>
        Write((user, oldProfile, newProfile), static (json, change) =>
        {
            json.WriteString("object"u8, change.user.Value);
            json.WriteRaw("old"u8, change.oldProfile.Utf8);
            json.WriteRaw("new"u8, change.newProfile.Utf8);
            json.WriteBoolean("is_admin"u8, false);
        });

    public static RawJson ChatEventUpdated(ChatEvent oldEvent, ChatEvent newEvent, bool bySameUser) =>
        Write((oldEvent, newEvent, bySameUser), static (json, change) =>
        {
            json.WriteNumber("object"u8, change.oldEvent.Id);
            json.WriteBoolean("by_same_user"u8, change.bySameUser);
            json.WritePropertyName("old"u8);
            WriteEvent(json, change.oldEvent);
            json.WritePropertyName("new"u8);
            WriteEvent(json, change.newEvent);
        });

    // chat.md section 3, the form with "type" and without "users".
    private static void WriteEvent(Utf8JsonWriter json, ChatEvent chatEvent)
    {
        json.WriteStartObject();
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

        json.WriteString("type"u8, "chat.event"u8);
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

        json.WriteStartObject("reactions"u8);
        foreach (var reactions in chatEvent.Reactions.GroupBy(static reaction => reaction.Emoji))
        {
            json.WriteStartArray(reactions.Key);
            foreach (var reaction in reactions)
            {
                json.WriteStringValue(reaction.User.Value);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteStrings(Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    private static RawJson Write<TState>(TState state, Action<Utf8JsonWriter, TState> write)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output, JsonOutput.Options))
        {
            json.WriteStartObject();
            write(json, state);
            json.WriteEndObject();
        }

        return new RawJson(output.WrittenSpan.ToArray());
    }
}
