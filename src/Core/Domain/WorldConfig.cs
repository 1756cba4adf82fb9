using System.Text.Json;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Core.Domain;

/// <summary>The keys of <c>core_world.config</c> that the server itself reads (world.md section 7); unknown and malformed keys count as missing.</summary>
public sealed class WorldConfig
{
    private WorldConfig(RawJson raw) => Raw = raw;

    /// <summary>The whole stored object; <c>{}</c> for null.</summary>
    public RawJson Raw { get; }

    /// <summary>Connections per user; null: unlimited (missing, null and values ≤ 0 too).</summary>
    public int? ConnectionLimit { get; private init; }

    public bool TracksWorldViews { get; private init; }

    public bool TracksRoomViews { get; private init; } = true;

    public bool TracksExhibitorViews { get; private init; } = true;

    public IReadOnlyList<JwtSecret> JwtSecrets { get; private init; } = [];

    /// <summary>Trait to visible badge; empty without map.</summary>
    public IReadOnlyDictionary<string, string> TraitBadges { get; private init; } = new Dictionary<string, string>();

    /// <summary>Ids of the profile fields that searches look into.</summary>
    public IReadOnlyList<string> SearchableFields { get; private init; } = [];

    /// <summary><c>pretalx.conftool</c>: the schedule is imported from a conference tool.</summary>
    public bool ImportsSchedule { get; private init; }

    public UserSearchLimits UserSearch { get; private init; } = UserSearchLimits.Default;

    public static WorldConfig Compile(RawJson? config)
    {
        if (config is not { } json)
        {
            return new WorldConfig(RawJson.EmptyObject);
        }

        using var document = JsonDocument.Parse(json.Memory, JsonInput.StoredOptions);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
        {
            return new WorldConfig(RawJson.EmptyObject);
        }

        return new WorldConfig(json)
        {
            ConnectionLimit = root.TryGetProperty("connection_limit"u8, out var limit) && limit.ValueKind == JsonValueKind.Number
                && limit.TryGetInt32(out var value) && value > 0 ? value : null,
            TracksWorldViews = root.TryGetProperty("track_world_views"u8, out var worldViews) && worldViews.ValueKind == JsonValueKind.True,
            TracksRoomViews = !(root.TryGetProperty("track_room_views"u8, out var roomViews) && roomViews.ValueKind == JsonValueKind.False),
            TracksExhibitorViews = !(root.TryGetProperty("track_exhibitor_views"u8, out var exhibitorViews) && exhibitorViews.ValueKind == JsonValueKind.False),
            JwtSecrets = root.TryGetProperty("JWT_secrets"u8, out var secrets) ? ReadSecrets(secrets) : [],
            TraitBadges = root.TryGetProperty("trait_badges_map"u8, out var badges) ? ReadBadges(badges) : new Dictionary<string, string>(),
            SearchableFields = root.TryGetProperty("profile_fields"u8, out var fields) ? ReadSearchable(fields) : [],
            ImportsSchedule = root.TryGetProperty("pretalx"u8, out var pretalx) && pretalx.ValueKind == JsonValueKind.Object
                && pretalx.TryGetProperty("conftool"u8, out var conftool) && JsonTruth.Of(conftool),
            UserSearch = root.TryGetProperty("user_list"u8, out var userList) ? UserSearchLimits.Read(userList) : UserSearchLimits.Default,
        };
    }

    private static List<JwtSecret> ReadSecrets(JsonElement secrets)
    {
        var entries = new List<JwtSecret>();
        if (secrets.ValueKind != JsonValueKind.Array)
        {
            return entries;
        }

        foreach (var entry in secrets.EnumerateArray())
        {
            if (entry.ValueKind == JsonValueKind.Object
                && entry.TryGetProperty("secret"u8, out var secret) && JsonInput.TextOf(secret) is { } text
                && entry.TryGetProperty("issuer"u8, out var issuer)
                && entry.TryGetProperty("audience"u8, out var audience))
            {
                entries.Add(new JwtSecret(OneOrMore(issuer), OneOrMore(audience), text));
            }
        }

        return entries;
    }

    private static List<string> OneOrMore(JsonElement element)
    {
        var strings = new List<string>();
        if (JsonInput.TextOf(element) is { } single)
        {
            strings.Add(single);
        }
        else if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
            {
                if (JsonInput.TextOf(item) is { } text)
                {
                    strings.Add(text);
                }
            }
        }

        return strings;
    }

    private static List<string> ReadSearchable(JsonElement fields)
    {
        var ids = new List<string>();
        if (fields.ValueKind == JsonValueKind.Array)
        {
            foreach (var field in fields.EnumerateArray())
            {
                if (field.ValueKind == JsonValueKind.Object
                    && field.TryGetProperty("searchable"u8, out var searchable) && searchable.ValueKind == JsonValueKind.True
                    && field.TryGetProperty("id"u8, out var id) && JsonInput.TextOf(id) is { } text && !text.Contains('\0'))
                {
                    ids.Add(text);
                }
            }
        }

        return ids;
    }

    private static Dictionary<string, string> ReadBadges(JsonElement badges)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        if (badges.ValueKind == JsonValueKind.Object)
        {
            foreach (var badge in badges.EnumerateObject())
            {
                if (JsonInput.TextOf(badge.Value) is { } text)
                {
                    map[badge.Name] = text;
                }
            }
        }

        return map;
    }
}
