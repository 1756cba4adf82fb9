using System.Text.Json;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Rooms;

/// <summary>A room as administrators see it, also in the audit log (rooms.md section 2.2). Thread-safe.</summary>
internal static class RoomConfiguration
{
    public static void Write(Utf8JsonWriter json, RoomRow room, RoomsOptions options)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, room.Id.Value);
        json.WriteRaw("trait_grants"u8, room.TraitGrants is { } grants && grants.Utf8[0] == (byte)'{' ? grants.Utf8 : "{}"u8);
        json.WriteRaw("module_config"u8, room.ModuleConfig is { } modules && modules.Utf8[0] == (byte)'[' ? modules.Utf8 : "[]"u8);
        json.WriteString("picture"u8, PictureOf(room, options));
        json.WriteString("name"u8, room.Name);
        json.WriteString("description"u8, room.Description);
        json.WriteNumber("sorting_priority"u8, room.SortingPriority);
        json.WriteNumber("pretalx_id"u8, room.PretalxId);
        json.WriteBoolean("force_join"u8, room.ForceJoin);
        json.WriteRaw("schedule_data"u8, room.ScheduleData is { } data ? data.Utf8 : "null"u8);
        json.WriteEndObject();
    }

    public static void WriteAll(Utf8JsonWriter json, IEnumerable<RoomRow> rooms, RoomsOptions options)
    {
        json.WriteStartArray();
        foreach (var room in rooms)
        {
            Write(json, room, options);
        }

        json.WriteEndArray();
    }

    public static RawJson Describe(RoomRow room, RoomsOptions options) =>
        new(MessageBuffer.Encode(json => Write(json, room, options)));

    /// <summary>Media URL; null: none.</summary>
    public static string? PictureOf(RoomRow room, RoomsOptions options) => string.IsNullOrEmpty(room.Picture) ? null : options.MediaUrl + room.Picture;
}
