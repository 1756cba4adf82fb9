using System.Text.Json;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Permissions;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Worlds;

/// <summary>A world as administrators see it, also in the audit log: the 21 keys of world.md section 3. Thread-safe.</summary>
internal static class WorldConfiguration
{
    // Keys of the config with what stands for a missing one, and whether a stored null counts as missing: clients look into objects and lists without asking.
    private static readonly (string Key, RawJson Missing, bool IsNullMissing)[] ConfigKeys =
    [
        (WorldConfigKeys.Theme, RawJson.EmptyObject, true),
        (WorldConfigKeys.ConferenceDefaults, RawJson.EmptyObject, true),
        (WorldConfigKeys.Pretalx, RawJson.EmptyObject, true),
        (WorldConfigKeys.DateLocale, Text("\"en-ie\""u8), true),
        (WorldConfigKeys.VideoPlayer, Text("null"u8), false),
        (WorldConfigKeys.ConnectionLimit, Text("0"u8), false),
        (WorldConfigKeys.ProfileFields, Text("[]"u8), true),
        (WorldConfigKeys.SocialLogins, Text("[]"u8), true),
        (WorldConfigKeys.IframeBlockers, WorldFragments.NoIframeBlockers, true),
        (WorldConfigKeys.TrackExhibitorViews, Text("true"u8), true),
        (WorldConfigKeys.TrackRoomViews, Text("true"u8), true),
        (WorldConfigKeys.TrackWorldViews, Text("false"u8), true),
        (WorldConfigKeys.OnsiteTraits, Text("[]"u8), true),
        (WorldConfigKeys.ConftoolUrl, Text("\"\""u8), false),
        (WorldConfigKeys.ConftoolPassword, Text("\"\""u8), false),
    ];

    public static void Write(Utf8JsonWriter json, WorldRow world)
    {
        var config = new StoredConfig(world.Config);
        json.WriteStartObject();
        json.WriteString("title"u8, world.Title);
        json.WriteString("locale"u8, world.Locale);
        json.WriteString("timezone"u8, world.Timezone);
        json.WriteRaw("roles"u8, ObjectOf(world.Roles));
        json.WriteRaw("trait_grants"u8, ObjectOf(world.TraitGrants));
        json.WriteStartArray("available_permissions"u8);
        foreach (var name in PermissionNames.All)
        {
            json.WriteStringValue(name);
        }

        json.WriteEndArray();
        foreach (var (key, missing, isNullMissing) in ConfigKeys)
        {
            var value = config.Find(key) ?? missing;
            json.WritePropertyName(key);
            json.WriteRawValue((isNullMissing && value.Utf8.SequenceEqual("null"u8) ? missing : value).Utf8, skipInputValidation: true);
        }

        json.WriteEndObject();
    }

    public static RawJson Describe(WorldRow world) =>
        new(MessageBuffer.Encode(json => Write(json, world)));

    private static ReadOnlySpan<byte> ObjectOf(RawJson? stored) => stored is { } json && json.Utf8[0] == (byte)'{' ? json.Utf8 : "{}"u8;

    private static RawJson Text(ReadOnlySpan<byte> json) => new(json.ToArray());
}
