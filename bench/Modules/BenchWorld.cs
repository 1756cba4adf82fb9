using System.Globalization;
using System.Text;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Bench.Modules;

/// <summary>A conference: many rooms, the default roles, tickets as traits.</summary>
internal static class BenchWorld
{
    public static readonly WorldId Id = new("bench");

    public static readonly WorldRow Row = WorldDefaults.NewWorld(Id, "Bench", null, "secret") with
    {
        TraitGrants = Json("""{"attendee": ["ticket"], "admin": ["admin"], "moderator": ["crew"]}"""),
    };

    public static World Create(int rooms) => new(new WorldData(Row, Rooms(rooms), Stamp: 1));

    public static RoomRow[] Rooms(int count) => [.. Enumerable.Range(0, count).Select(Room)];

    /// <summary>A room with a chat whose members stay.</summary>
    public static RoomRow PersistentRoom() => Room(0) with { ModuleConfig = Json("""[{"type": "chat.native", "config": {"volatile": false}}]""") };

    public static User User(params string[] traits) => new(new UserRow(
        new UserId(Guid.NewGuid()), Id, null, "4711", ModerationStates.None, UserTypes.Person, ShowPublicly: true, RawJson.EmptyObject, RawJson.EmptyObject, traits, null,
        LastLogin: null, Deleted: false, Version: 2, [], []));

    private static RoomRow Room(int number) => new(
        new RoomId(Guid.NewGuid()),
        string.Create(CultureInfo.InvariantCulture, $"Room {number}"),
        "Somewhere in the building",
        "",
        Json("""{"participant": ["ticket"], "speaker": [["speaker", "keynote"]]}"""),
        Json("""[{"type": "livestream.native", "config": {"hls_url": "https://cdn.example.org/a.m3u8"}}, {"type": "chat.native", "config": {"volatile": true}}]"""),
        number,
        null,
        0,
        null,
        ForceJoin: false,
        Version: 2,
        new ChannelId(Guid.NewGuid()));

    private static RawJson Json(string text) => new(Encoding.UTF8.GetBytes(text));
}
