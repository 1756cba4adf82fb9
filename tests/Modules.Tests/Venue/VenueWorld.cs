using System.Text;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Modules.Tests.Venue;

/// <summary>The world that chat and room tests run in.</summary>
internal static class VenueWorld
{
    public const string ChatPersistent = """[{"type":"chat.native","config":{"volatile":false}}]""";
    public const string ChatVolatile = """[{"type":"chat.native","config":{"volatile":true}}]""";
    public const string Stage = """[{"type":"livestream.native","config":{}}]""";
    public const string Open = """{"participant":[]}""";

    public static readonly WorldId Id = new("sample");

    /// <summary>R: a persistent chat that everybody may use.</summary>
    public static readonly RoomRow R = Room(1, ChatPersistent, Open);

    /// <summary>V: a volatile chat that everybody may use.</summary>
    public static readonly RoomRow V = Room(2, ChatVolatile, Open);

    /// <summary>S: a stage without chat.</summary>
    public static readonly RoomRow S = Room(3, Stage, Open) with { Channel = null };

    /// <summary>Only for those with the trait <c>inner</c>.</summary>
    public static readonly RoomRow Hidden = Room(4, ChatPersistent, """{"participant":["inner"]}""");

    /// <summary>Everybody may read and nobody may do more.</summary>
    public static readonly RoomRow ReadOnly = Room(5, ChatPersistent, """{"reader":[]}""");

    /// <summary>Once had a chat.</summary>
    public static readonly RoomRow FormerChat = Room(6, Stage, Open);

    private const string Roles = """
        {
          "guest": ["world:view"],
          "participant": ["room:view", "room:chat.read", "room:chat.join", "room:chat.send", "room:question.read", "room:poll.read", "room:poll.vote"],
          "reader": ["room:view", "room:chat.read"],
          "moderator": ["room:chat.moderate"],
          "watcher": ["room:viewers", "room:poll.early_results", "room:poll.manage", "room:question.moderate"],
          "admin": ["world:users.manage"]
        }
        """;

    private const string Grants = """{"guest": [], "moderator": ["moderator"], "watcher": ["watcher"], "admin": ["admin"]}""";

    public static WorldRow World(string config = "{}") => new(
        Id, "Sample", Json(config), Json(Roles), Json(Grants), null, "en", "UTC", null, null, null, null, 1);

    public static RoomRow Room(int number, string modules, string grants) => new(
        new RoomId(Number(0xA0, number)), $"Room {number}", null, null, Json(grants), Json(modules), number, null, 0, null, false, 1, new ChannelId(Number(0xC0, number)));

    public static UserRow User(int number, params string[] traits) => new(
        new UserId(Number(0xE0, number)), Id, null, $"token-{number}", ModerationStates.None, UserTypes.Person, true,
        Json($$"""{"display_name":"User {{number}}"}"""), RawJson.EmptyObject, traits, null, null, false, 1, [], []);

    public static RawJson Json(string text) => new(Encoding.UTF8.GetBytes(text));

    private static Guid Number(byte kind, int number) => new(number, kind, 0x4000, 0x80, 0, 0, 0, 0, 0, 0, kind);
}
