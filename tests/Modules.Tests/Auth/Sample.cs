using System.Text;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Modules.Tests.Auth;

/// <summary>The world that these tests use, and rows around it.</summary>
internal static class Sample
{
    public static readonly WorldId WorldId = new("rivercon");

    public static readonly JwtSecret Secret = new(["any"], ["venueless"], "s1-rivercon");

    public static readonly JwtSecret SecondSecret = new(["other"], ["fast", "venueless"], "12345");

    public static readonly VapidKeys Keys = VapidKeys.Create();

    public static readonly RoomId Stage = new(Guid.Parse("7d0e3f1a-0000-4000-8000-000000000001"));

    public static readonly RoomId Backstage = new(Guid.Parse("7d0e3f1a-0000-4000-8000-000000000002"));

    public static readonly ChannelId StageChannel = new(Guid.Parse("9c410000-0000-4000-8000-000000000001"));

    public const string Secrets =
        """
        [{"issuer": "any", "audience": "venueless", "secret": "s1-rivercon"}, {"issuer": "other", "audience": ["fast", "venueless"], "secret": "12345"}]
        """;

    private const string Roles =
        """
        {"attendee": ["world:view"], "viewer": ["world:view", "room:view", "room:chat.read"], "admin": ["world:view", "world:users.manage", "world:update"],
         "vip": ["world:connections.unlimited"]}
        """;

    public static RawJson Json(string text) => new(Encoding.UTF8.GetBytes(text));

    /// <param name="config">Further members of the config object, each with a leading comma.</param>
    public static WorldRow World(string traitGrants = """{"attendee": [], "admin": ["admin"], "vip": ["vip"]}""", string config = "", string id = "rivercon") =>
        new(
            new WorldId(id), "River Con", Json($$"""{"JWT_secrets": {{Secrets}} {{config}}}"""), Json(Roles), Json(traitGrants), null, "en", "Europe/Berlin",
            Json("[]"), null, Keys.PrivateKey, Keys.PublicKey, Version: 1);

    public static RoomRow Room(
        RoomId id, string name, string? traitGrants = """{"viewer": []}""", string? modules = "[]", ChannelId? channel = null, int priority = 0) =>
        new(
            id, name, null, "", traitGrants is null ? null : Json(traitGrants), modules is null ? null : Json(modules), priority, null, 0, null, ForceJoin: false,
            Version: 1, channel);

    public static UserRow User(string? tokenId = null, string? clientId = null, string type = UserTypes.Person, string profile = "{}", string? pretalxId = null) =>
        new(
            new UserId(Guid.NewGuid()), WorldId, clientId, tokenId, ModerationStates.None, type, ShowPublicly: true, Json(profile), RawJson.EmptyObject, [],
            pretalxId, LastLogin: null, Deleted: false, Version: 1, [], []);
}
