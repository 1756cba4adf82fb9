using System.Text.Json;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Permissions;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Core.Domain;

/// <summary>An undeleted room as one immutable snapshot, compiled for checks.</summary>
public sealed class Room
{
    public Room(RoomRow row)
    {
        Row = row;
        TraitGrants = TraitGrants.Compile(row.TraitGrants);
        Modules = ReadModules(row.ModuleConfig);
        ChatModule = FindModule(ModuleTypes.Chat);
        IsChatVolatile = ChatModule is { } chat && ReadVolatile(chat.Config);
    }

    /// <summary>The stored row.</summary>
    public RoomRow Row { get; }

    public RoomId Id => Row.Id;

    public TraitGrants TraitGrants { get; }

    /// <summary>Modules in stored order; malformed entries are left out.</summary>
    public IReadOnlyList<RoomModule> Modules { get; }

    /// <summary>The first <c>chat.native</c> module; null if none.</summary>
    public RoomModule? ChatModule { get; }

    /// <summary><c>config.volatile</c> of the chat module; false when missing or null (chat.md section 1).</summary>
    public bool IsChatVolatile { get; }

    /// <summary>The room's channel; null if it never had a chat.</summary>
    public ChannelId? Channel => Row.Channel;

    /// <summary>First module of the type; null if none.</summary>
    public RoomModule? FindModule(string type)
    {
        foreach (var module in Modules)
        {
            if (string.Equals(module.Type, type, StringComparison.Ordinal))
            {
                return module;
            }
        }

        return null;
    }

    private static RoomModule[] ReadModules(RawJson? moduleConfig)
    {
        if (moduleConfig is not { } json)
        {
            return [];
        }

        using var document = JsonDocument.Parse(json.Memory, JsonInput.StoredOptions);
        if (document.RootElement.ValueKind != JsonValueKind.Array)
        {
            return [];
        }

        var modules = new List<RoomModule>();
        foreach (var entry in document.RootElement.EnumerateArray())
        {
            if (entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty("type"u8, out var type) && JsonInput.TextOf(type) is { } name)
            {
                var config = entry.TryGetProperty("config"u8, out var value) && value.ValueKind == JsonValueKind.Object
                    ? RawJson.CopyOf(value)
                    : RawJson.EmptyObject;
                modules.Add(new RoomModule(name, config, RawJson.CopyOf(entry)));
            }
        }

        return [.. modules];
    }

    private static bool ReadVolatile(RawJson config)
    {
        using var document = JsonDocument.Parse(config.Memory, JsonInput.StoredOptions);
        return document.RootElement.TryGetProperty("volatile"u8, out var value) && value.ValueKind == JsonValueKind.True;
    }
}
