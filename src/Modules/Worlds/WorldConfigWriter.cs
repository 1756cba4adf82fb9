using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Permissions;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Protocol;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Modules.Worlds;

/// <summary>
/// Writes the world configuration that a user gets at login and with <c>world.updated</c>: world.md section 2, rooms.md section 2.1. Thread-safe.
/// </summary>
/// <remarks>Per login and per receiver of a world update. The bytes depend on the world's snapshot, the rights and the rooms' crowd steps, and on nothing else:
/// receivers with equal rights share the encoding, into which the steps are patched.</remarks>
public sealed class WorldConfigWriter(IWorldStore store, IRoomCrowd crowd, WorldsOptions options) : IWorldConfig
{
    private readonly IWorldStore _store = store;
    private readonly IRoomCrowd _crowd = crowd;
    private readonly WorldsOptions _options = options;

    // Lives as long as the snapshot; any thread adds.
    private readonly ConditionalWeakTable<World, WorldFragments> _fragments = [];

    // Lives as long as the rights, which live as long as their snapshot of the world; any thread adds. Lazy, so that a storm of equal users encodes once.
    private readonly ConditionalWeakTable<UserRights, Lazy<EncodedWorldConfig>> _encoded = [];

    // How often a config was encoded, and compressed. Any thread.
    private long _encodings;
    private long _compressions;

    // Keys of worlds whose snapshot has none yet, because they were made after it was read. Any thread.
    private readonly ConcurrentDictionary<WorldId, string> _newVapidPoints = new();

    /// <summary>Configs encoded so far: one per snapshot and kind of user.</summary>
    public long Encodings => Interlocked.Read(ref _encodings);

    /// <summary>Configs compressed so far: one per encoding and change of a room's crowd step that somebody has logged in after.</summary>
    public long Compressions => Interlocked.Read(ref _compressions);

    /// <summary>Sees to it that the rooms' steps are up to date, and that the world has a key pair for web push: a world without one gets it at its first login.</summary>
    public async ValueTask PrepareAsync(World world)
    {
        await _crowd.PrepareAsync(world);
        if (string.IsNullOrEmpty(world.Row.VapidPrivateKey) && !_newVapidPoints.ContainsKey(world.Id))
        {
            await MakeVapidKeysAsync(world);
        }
    }

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter json, World world, UserRights rights) => EncodedFor(world, rights).WriteTo(json, _crowd);

    /// <inheritdoc/>
    public ReadOnlySpan<byte> WriteAndCompress(Utf8JsonWriter json, World world, UserRights rights) => EncodedFor(world, rights).WriteAndCompressTo(json, _crowd, ref _compressions);

    /// <inheritdoc/>
    public void WriteRoom(Utf8JsonWriter json, World world, Room room, UserRights rights, bool withUsers)
    {
        WriteRoomStart(json, world, room, rights);
        if (withUsers)
        {
            json.WriteString("users"u8, CrowdText(_crowd.StepOf(room.Id)));
        }

        json.WriteEndObject();
    }

    /// <summary>Wire form of a step.</summary>
    public static ReadOnlySpan<byte> CrowdText(CrowdStep step) => step switch
    {
        CrowdStep.None => "none"u8,
        CrowdStep.Few => "few"u8,
        _ => "many"u8,
    };

    private EncodedWorldConfig EncodedFor(World world, UserRights rights) =>
        _encoded.TryGetValue(rights, out var encoded) ? encoded.Value : EncodeOnce(world, rights);

    // Apart from the look-up, which would otherwise make the closures each time.
    private EncodedWorldConfig EncodeOnce(World world, UserRights rights) =>
        _encoded.GetValue(rights, _ => new Lazy<EncodedWorldConfig>(() => Encode(world, rights))).Value;

    private EncodedWorldConfig Encode(World world, UserRights rights)
    {
        Interlocked.Increment(ref _encodings);
        var output = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(output, JsonOutput.Options);
        var segments = new List<byte[]>();
        json.WriteStartObject();
        WriteWorld(json, world, rights);
        json.WriteStartArray("rooms"u8);
        var start = 0;
        foreach (var room in rights.VisibleRooms)
        {
            WriteRoomStart(json, world, room, rights);
            json.WritePropertyName("users"u8);
            json.Flush();
            segments.Add(output.WrittenSpan[start..].ToArray());

            // Holds the place of the step; the next segment begins behind it.
            json.WriteNullValue();
            json.Flush();
            start = output.WrittenCount;
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        segments.Add(output.WrittenSpan[start..].ToArray());
        return new EncodedWorldConfig(segments, [.. rights.VisibleRooms.Select(static room => room.Id)]);
    }

    private void WriteWorld(Utf8JsonWriter json, World world, UserRights rights)
    {
        var fragments = FragmentsOf(world);
        var permissions = rights.World.ToNames();
        json.WriteStartObject("world"u8);
        json.WriteString("id"u8, world.Id.Value);
        json.WriteString("title"u8, world.Row.Title);
        json.WriteRaw("pretalx"u8, fragments.Pretalx.Utf8);
        json.WriteRaw("profile_fields"u8, fragments.ProfileFields.Utf8);
        json.WriteRaw("social_logins"u8, fragments.SocialLogins.Utf8);
        json.WriteRaw("iframe_blockers"u8, fragments.IframeBlockers.Utf8);
        json.WriteRaw("onsite_traits"u8, fragments.OnsiteTraits.Utf8);
        json.WriteString("vapid_public_key"u8, fragments.VapidPublicKey ?? _newVapidPoints.GetValueOrDefault(world.Id));
        WriteStrings(json, "permissions"u8, permissions);
        json.WriteEndObject();
        WriteStrings(json, "permissions"u8, permissions);
    }

    private void WriteRoomStart(Utf8JsonWriter json, World world, Room room, UserRights rights)
    {
        var fragments = FragmentsOf(world).Rooms[room.Id];
        json.WriteStartObject();
        json.WriteString("id"u8, room.Id.Value);
        json.WriteString("name"u8, room.Row.Name);
        json.WriteString("description"u8, room.Row.Description);
        json.WriteString("picture"u8, fragments.Picture);
        json.WriteString("import_id"u8, room.Row.ImportId);
        json.WriteNumber("pretalx_id"u8, room.Row.PretalxId);
        WriteStrings(json, "permissions"u8, rights.In(room).ToNames(withoutWorld: true));
        json.WriteBoolean("force_join"u8, room.Row.ForceJoin);
        json.WriteRaw("modules"u8, fragments.Modules.Utf8);
        json.WriteRaw("schedule_data"u8, fragments.ScheduleData.Utf8);
    }

    private static void WriteStrings(Utf8JsonWriter json, ReadOnlySpan<byte> name, List<string> strings)
    {
        json.WriteStartArray(name);
        foreach (var text in strings)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private WorldFragments FragmentsOf(World world) =>
        _fragments.TryGetValue(world, out var fragments) ? fragments : _fragments.GetValue(world, key => new WorldFragments(key, _options));

    private async ValueTask MakeVapidKeysAsync(World world)
    {
        var stored = await _store.StoreVapidKeysAsync(world.Id, VapidKeys.Create());
        if (stored is not null && VapidPoint.Encode(stored) is { } point)
        {
            _newVapidPoints[world.Id] = point;
        }
    }
}
