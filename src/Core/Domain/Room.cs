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
        var questions = FindModule(ModuleTypes.Question);
        AreQuestionsActive = ReadTruth(questions, "active"u8, otherwise: false);
        AreQuestionsModerated = ReadTruth(questions, "requires_moderation"u8, otherwise: true);
        HasPolls = FindModule(ModuleTypes.Poll) is not null;
        ArePollsActive = ReadTruth(FindModule(ModuleTypes.Poll), "active"u8, otherwise: false);
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

    /// <summary>The <c>question</c> module takes questions and votes (questions.md section 2).</summary>
    public bool AreQuestionsActive { get; }

    /// <summary>New questions wait for a moderator.</summary>
    public bool AreQuestionsModerated { get; }

    /// <summary>There is a <c>poll</c> module.</summary>
    public bool HasPolls { get; }

    /// <summary>The <c>poll</c> module is open (polls.md section 1).</summary>
    public bool ArePollsActive { get; }

    /// <summary>The room's channel; null if it never had a chat.</summary>
    public ChannelId? Channel => Row.Channel;

    /// <summary>First module of the type; null if none.</summary>
    public RoomModule? FindModule(string type)
    {
        // By index: per command, and the list's enumerator would be an object.
        for (var index = 0; index < Modules.Count; index++)
        {
            if (string.Equals(Modules[index].Type, type, StringComparison.Ordinal))
            {
                return Modules[index];
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

    private static bool ReadTruth(RoomModule? module, ReadOnlySpan<byte> key, bool otherwise)
    {
        if (module is null)
        {
            return otherwise;
        }

        using var document = JsonDocument.Parse(module.Config.Memory, JsonInput.StoredOptions);
        return document.RootElement.TryGetProperty(key, out var value) ? JsonTruth.Of(value) : otherwise;
    }

    private static bool ReadVolatile(RawJson config)
    {
        using var document = JsonDocument.Parse(config.Memory, JsonInput.StoredOptions);
        return document.RootElement.TryGetProperty("volatile"u8, out var value) && value.ValueKind == JsonValueKind.True;
    }
}
