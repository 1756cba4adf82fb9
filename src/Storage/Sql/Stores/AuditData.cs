using System.Buffers;
using System.Text.Json;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Storage.Sql.Stores;

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

    /// <param name="isByManager">Somebody else has changed it.</param>
    public static RawJson ProfileChanged(UserId user, RawJson oldProfile, RawJson newProfile, bool isByManager) =>
        Write((user, oldProfile, newProfile, isByManager), static (json, change) =>
        {
            json.WriteString("object"u8, change.user.Value);
            json.WriteRaw("old"u8, change.oldProfile.Utf8);
            json.WriteRaw("new"u8, change.newProfile.Utf8);
            json.WriteBoolean("is_admin"u8, change.isByManager);
        });

    public static RawJson PretalxIdChanged(UserId user, string? oldId, string? newId) =>
        Write((user, oldId, newId), static (json, change) =>
        {
            json.WriteString("object"u8, change.user.Value);
            json.WriteString("old"u8, change.oldId);
            json.WriteString("new"u8, change.newId);
        });

    public static RawJson Of(UserId user) => Write(user, static (json, user) => json.WriteString("object"u8, user.Value));

    /// <summary>What is left of a deleted user's changes of its profile.</summary>
    public static RawJson Redacted(UserId user) =>
        Write(user, static (json, user) =>
        {
            json.WriteString("object"u8, user.Value);
            json.WriteRaw("old"u8, """{"__redacted":true}"""u8);
            json.WriteRaw("new"u8, """{"__redacted":true}"""u8);
        });

    public static RawJson ChatEventUpdated(ChatEvent oldEvent, ChatEvent newEvent, bool bySameUser) =>
        Write((oldEvent, newEvent, bySameUser), static (json, change) =>
        {
            json.WriteNumber("object"u8, change.oldEvent.Id);
            json.WriteBoolean("by_same_user"u8, change.bySameUser);
            json.WritePropertyName("old"u8);
            ChatEventObject.Write(json, change.oldEvent, "chat.event"u8);
            json.WritePropertyName("new"u8);
            ChatEventObject.Write(json, change.newEvent, "chat.event"u8);
        });

    public static RawJson WorldChanged(RawJson oldWorld, RawJson newWorld) =>
        Write((oldWorld, newWorld), static (json, change) =>
        {
            json.WriteRaw("old"u8, change.oldWorld.Utf8);
            json.WriteRaw("new"u8, change.newWorld.Utf8);
        });

    public static RawJson TokensGenerated(TokenBatch batch) =>
        Write(batch, static (json, batch) =>
        {
            json.WriteNumber("number"u8, batch.Number);
            json.WriteNumber("days"u8, batch.Days);
            WriteStrings(json, "traits"u8, batch.Traits);
            json.WriteBoolean("long"u8, batch.IsLong);
        });

    /// <param name="oldRoom">Configuration of rooms.md section 2.2; null: the room is new.</param>
    /// <param name="newRoom">As <paramref name="oldRoom"/>; null: the room is deleted.</param>
    public static RawJson RoomChanged(RoomId room, RawJson? oldRoom, RawJson? newRoom) =>
        Write((room, oldRoom, newRoom), static (json, change) =>
        {
            json.WriteString("object"u8, change.room.Value);
            if (change.oldRoom is { } oldRoom)
            {
                json.WriteRaw("old"u8, oldRoom.Utf8);
            }

            if (change.newRoom is { } newRoom)
            {
                json.WriteRaw("new"u8, newRoom.Utf8);
            }
        });

    /// <param name="oldExhibitor">Empty object: the exhibitor is new.</param>
    /// <param name="newExhibitor">Null: the exhibitor is deleted.</param>
    public static RawJson ExhibitorChanged(ExhibitorId exhibitor, RawJson oldExhibitor, RawJson? newExhibitor) =>
        Write((exhibitor, oldExhibitor, newExhibitor), static (json, change) =>
        {
            json.WriteString("object"u8, change.exhibitor.Value);
            json.WriteRaw("old"u8, change.oldExhibitor.Utf8);
            if (change.newExhibitor is { } newExhibitor)
            {
                json.WriteRaw("new"u8, newExhibitor.Utf8);
            }
        });

    public static RawJson RoomsReordered(RawJson asSent) => Write(asSent, static (json, list) => json.WriteRaw("id_list"u8, list.Utf8));

    /// <param name="oldPoster">Poster object of posters.md section 1; empty: the poster is new.</param>
    /// <param name="newPoster">As <paramref name="oldPoster"/>; null: the poster is deleted.</param>
    public static RawJson PosterChanged(PosterId poster, RawJson oldPoster, RawJson? newPoster) =>
        Write((poster, oldPoster, newPoster), static (json, change) =>
        {
            json.WriteString("object"u8, change.poster.Value);
            json.WriteRaw("old"u8, change.oldPoster.Utf8);
            if (change.newPoster is { } newPoster)
            {
                json.WriteRaw("new"u8, newPoster.Utf8);
            }
        });

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
