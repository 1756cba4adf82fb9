using System.Text.Json;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Worlds;

/// <summary>The parts of a world config that are the same for every user of one snapshot, encoded once. Immutable.</summary>
internal sealed class WorldFragments
{
    private static readonly RawJson EmptyArray = new("[]"u8.ToArray());
    public static readonly RawJson NoIframeBlockers = new("""{"default":{"enabled":false,"policy_url":null}}"""u8.ToArray());

    public WorldFragments(World world, WorldsOptions options)
    {
        using var config = JsonDocument.Parse(world.Config.Raw.Memory, JsonInput.StoredOptions);
        Pretalx = Read(config.RootElement, "pretalx"u8, RawJson.EmptyObject);
        ProfileFields = Read(config.RootElement, "profile_fields"u8, EmptyArray);
        SocialLogins = Read(config.RootElement, "social_logins"u8, EmptyArray);
        IframeBlockers = Read(config.RootElement, "iframe_blockers"u8, NoIframeBlockers);
        OnsiteTraits = Read(config.RootElement, "onsite_traits"u8, EmptyArray);
        VapidPublicKey = FindVapidPublicKey(world.Row);

        var rooms = new Dictionary<RoomId, RoomFragments>(world.Rooms.Count);
        foreach (var room in world.Rooms)
        {
            rooms.Add(room.Id, new RoomFragments(room, world.Row, options));
        }

        Rooms = rooms;
    }

    public RawJson Pretalx { get; }

    public RawJson ProfileFields { get; }

    public RawJson SocialLogins { get; }

    public RawJson IframeBlockers { get; }

    public RawJson OnsiteTraits { get; }

    /// <summary>Base64url of the point; null while the world has no keys.</summary>
    public string? VapidPublicKey { get; }

    public IReadOnlyDictionary<RoomId, RoomFragments> Rooms { get; }

    // A stored null counts as missing: the client looks into these values without asking.
    private static RawJson Read(JsonElement config, ReadOnlySpan<byte> key, RawJson missing) =>
        config.TryGetProperty(key, out var value) && value.ValueKind != JsonValueKind.Null ? RawJson.CopyOf(value) : missing;

    private static string? FindVapidPublicKey(WorldRow row)
    {
        var pem = string.IsNullOrEmpty(row.VapidPublicKey) ? row.VapidPrivateKey : row.VapidPublicKey;
        return string.IsNullOrEmpty(pem) ? null : VapidPoint.Encode(pem);
    }
}
