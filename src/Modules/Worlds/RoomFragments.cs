using System.Text.Json;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Worlds;

/// <summary>The parts of a room object that are the same for every user of one snapshot (rooms.md section 2.1). Immutable.</summary>
internal sealed class RoomFragments
{
    public RoomFragments(Room room, WorldRow world, WorldsOptions options)
    {
        Picture = FindPicture(room.Row.Picture, world.Domain, options.MediaUrl);
        Modules = EncodeModules(room);
        ScheduleData = room.Row.ScheduleData is { } data && !data.IsEmptyValue ? data : default;
    }

    /// <summary>Media URL; null: none.</summary>
    public string? Picture { get; }

    /// <summary>The array of modules as clients get it.</summary>
    public RawJson Modules { get; }

    /// <summary><c>null</c> when nothing is stored.</summary>
    public RawJson ScheduleData { get; }

    private static string? FindPicture(string? path, string? domain, string mediaUrl)
    {
        if (string.IsNullOrEmpty(path))
        {
            return null;
        }

        return mediaUrl.StartsWith('/') && !string.IsNullOrEmpty(domain) ? $"https://{domain}{mediaUrl}{path}" : mediaUrl + path;
    }

    private static RawJson EncodeModules(Room room)
    {
        var buffer = MessageBuffer.Rent();
        try
        {
            var json = buffer.Json;
            json.WriteStartArray();
            foreach (var module in room.Modules)
            {
                WriteModule(json, room, module);
            }

            json.WriteEndArray();
            json.Flush();
            return new RawJson(buffer.Buffer.WrittenSpan.ToArray());
        }
        finally
        {
            buffer.Return();
        }
    }

    private static void WriteModule(Utf8JsonWriter json, Room room, RoomModule module)
    {
        switch (module.Type)
        {
            case ModuleTypes.BigBlueButton:
                // Its configuration names servers and secrets; clients get none of it, and the documented empty list.
                WriteStored(json, module.Raw, ["config", "permissions"]);
                json.WriteRaw("config"u8, "{}"u8);
                json.WriteRaw("permissions"u8, "[]"u8);
                json.WriteEndObject();
                break;
            case ModuleTypes.Chat when room.Channel is { } channel:
                WriteStored(json, module.Raw, ["channel_id"]);
                json.WriteString("channel_id"u8, channel.Value);
                json.WriteEndObject();
                break;
            default:
                json.WriteRawValue(module.Raw.Utf8, skipInputValidation: true);
                break;
        }
    }

    private static void WriteStored(Utf8JsonWriter json, RawJson stored, ReadOnlySpan<string> except)
    {
        using var document = JsonDocument.Parse(stored.Memory, JsonInput.StoredOptions);
        json.WriteStartObject();
        foreach (var property in document.RootElement.EnumerateObject())
        {
            if (!except.Contains(property.Name))
            {
                json.WriteRaw(System.Text.Encoding.UTF8.GetBytes(property.Name), System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(property.Value));
            }
        }
    }
}
