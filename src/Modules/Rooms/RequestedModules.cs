using System.Text.Json;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Permissions;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Rooms;

/// <summary>The modules of <c>room.create</c>: what they need and what is stored of them (rooms.md section 5.1).</summary>
internal sealed class RequestedModules : IDisposable
{
    private static readonly RawJson NoModules = new("[]"u8.ToArray());

    private readonly JsonDocument _document;
    private readonly List<string> _types = [];

    private RequestedModules(RawJson modules) => _document = JsonDocument.Parse(modules.Memory, JsonInput.StoredOptions);

    /// <summary>The room gets a channel.</summary>
    public bool HasChat => _types.Contains(ModuleTypes.Chat);

    /// <summary>What the creator needs at world level; null: such rooms cannot be created.</summary>
    public Permission? Needed =>
        HasChat ? Permission.WorldRoomsCreateChat
        : _types.Count > 0 && _types.TrueForAll(static type => type == ModuleTypes.BigBlueButton) ? Permission.WorldRoomsCreateBbb
        : _types.Contains(ModuleTypes.NativeStream) ? Permission.WorldRoomsCreateStage
        : _types.Count == 0 ? Permission.RoomUpdate
        : null;

    /// <summary>Null on success, else what is wrong.</summary>
    public static string? TryRead(RawJson? modules, out RequestedModules value)
    {
        value = new RequestedModules(modules ?? NoModules);
        foreach (var module in value._document.RootElement.EnumerateArray())
        {
            if (value.Add(module) is { } fault)
            {
                value.Dispose();
                return fault;
            }
        }

        return null;
    }

    public void Dispose() => _document.Dispose();

    /// <summary>What is stored.</summary>
    public RawJson Encode(World world)
    {
        return new RawJson(MessageBuffer.Encode(json =>
        {
            var decisive = Needed switch
            {
                Permission.WorldRoomsCreateChat => ModuleTypes.Chat,
                Permission.WorldRoomsCreateStage => ModuleTypes.NativeStream,
                _ => null,
            };
            json.WriteStartArray();
            foreach (var module in _document.RootElement.EnumerateArray())
            {
                var type = JsonInput.TextOf(module.GetProperty("type"u8));
                if (type == decisive)
                {
                    WriteDecisive(json, module, type);
                    decisive = null;
                }
                else if (Needed == Permission.WorldRoomsCreateBbb)
                {
                    WriteConferenceOf(json, module, world);
                }
                else
                {
                    module.WriteTo(json);
                }
            }

            json.WriteEndArray();
        }));
    }

    private string? Add(JsonElement module)
    {
        if (module.ValueKind != JsonValueKind.Object || !module.TryGetProperty("type"u8, out var type) || JsonInput.TextOf(type) is not { } name)
        {
            return "body.modules: expected objects with a type";
        }

        if (module.TryGetProperty("config"u8, out var config) && config.ValueKind != JsonValueKind.Object)
        {
            return "body.modules: expected an object as config";
        }

        if (name == ModuleTypes.Chat && Find(config, "volatile"u8) is { ValueKind: not (JsonValueKind.True or JsonValueKind.False) })
        {
            return "body.modules: expected a boolean as volatile";
        }

        if (name == ModuleTypes.NativeStream && Find(config, "hls_url"u8) is { ValueKind: not JsonValueKind.String })
        {
            return "body.modules: expected a string as hls_url";
        }

        _types.Add(name);
        return null;
    }

    private static JsonElement? Find(JsonElement config, ReadOnlySpan<byte> key) =>
        config.ValueKind == JsonValueKind.Object && config.TryGetProperty(key, out var value) ? value : null;

    /// <summary>Of the module that decided what kind of room it is, one key of the configuration is kept.</summary>
    private static void WriteDecisive(Utf8JsonWriter json, JsonElement module, string? type)
    {
        module.TryGetProperty("config"u8, out var config);
        WriteWithoutConfig(json, module);
        json.WriteStartObject("config"u8);
        if (type == ModuleTypes.Chat)
        {
            json.WriteBoolean("volatile"u8, Find(config, "volatile"u8) is { ValueKind: JsonValueKind.True });
        }
        else
        {
            json.WriteString("hls_url"u8, Find(config, "hls_url"u8) is { } url ? JsonInput.TextOf(url) : string.Empty);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteConferenceOf(Utf8JsonWriter json, JsonElement module, World world)
    {
        using var config = JsonDocument.Parse(world.Config.Raw.Memory, JsonInput.StoredOptions);
        WriteWithoutConfig(json, module);
        json.WriteStartObject("config"u8);
        if (Find(config.RootElement, "bbb_defaults"u8) is { ValueKind: JsonValueKind.Object } defaults)
        {
            foreach (var setting in defaults.EnumerateObject().Where(static setting => !setting.NameEquals("secret"u8)))
            {
                setting.WriteTo(json);
            }
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteWithoutConfig(Utf8JsonWriter json, JsonElement module)
    {
        json.WriteStartObject();
        foreach (var property in module.EnumerateObject().Where(static property => !property.NameEquals("config"u8)))
        {
            property.WriteTo(json);
        }
    }
}
