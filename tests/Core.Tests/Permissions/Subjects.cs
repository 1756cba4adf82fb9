using System.Text;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Tests.Permissions;

/// <summary>Worlds, rooms and users for permission tests, from the JSON that the database would hold.</summary>
internal static class Subjects
{
    public static readonly WorldId WorldId = new("w");

    public static readonly RoomId Room1 = new(Guid.Parse("00000000-0000-4000-8000-000000000001"));

    public static readonly RoomId Room2 = new(Guid.Parse("00000000-0000-4000-8000-000000000002"));

    /// <summary>As many of the default roles as the tests need (permissions.md section 2).</summary>
    public const string Roles =
        """
        {
          "attendee": ["world:view", "world:exhibition.contact", "world:chat.direct"],
          "viewer": ["world:view", "world:exhibition.contact", "world:chat.direct", "room:view", "room:chat.read", "room:digitalsamba.join"],
          "participant": ["world:view", "room:view", "room:chat.read", "room:chat.join", "room:chat.send", "room:question.read", "room:poll.read"],
          "room_creator": ["world:rooms.create.chat"],
          "room_owner": ["world:view", "room:view", "room:invite", "room:delete"],
          "moderator": ["world:view", "room:view", "room:viewers", "room:chat.moderate", "room:chat.read", "world:announce"],
          "admin": ["world:view", "world:update", "world:rooms.create.chat", "room:view", "room:update", "room:delete", "room:chat.read", "room:chat.join",
                    "room:chat.send", "room:question.read", "room:poll.read", "room:poll.manage"]
        }
        """;

    public static RawJson Json(string text) => new(Encoding.UTF8.GetBytes(text));

    public static World World(string? traitGrants, string? roles = Roles, params IReadOnlyList<RoomRow> rooms) =>
        new(new WorldData(
            new WorldRow(
                WorldId, "W", null, roles is null ? null : Json(roles), traitGrants is null ? null : Json(traitGrants), null, "en", "UTC", null, null, null, null,
                Version: 1),
            rooms,
            Stamp: 1));

    public static RoomRow Room(RoomId id, string? traitGrants) =>
        new(id, "Room", null, null, traitGrants is null ? null : Json(traitGrants), null, 0, null, 0, null, ForceJoin: false, Version: 1, Channel: null);

    public static User Person(params IReadOnlyList<string> traits) => Of(UserTypes.Person, traits);

    public static User Of(
        string type,
        IReadOnlyList<string> traits,
        IReadOnlyList<string>? worldGrants = null,
        IReadOnlyList<RoomGrant>? roomGrants = null,
        string moderationState = "",
        bool deleted = false,
        string profile = "{}") =>
        new(new UserRow(
            new UserId(Guid.NewGuid()), WorldId, null, "u", moderationState, type, ShowPublicly: true, Json(profile), RawJson.EmptyObject, traits, null,
            LastLogin: null, deleted, Version: 1, worldGrants ?? [], roomGrants ?? []));
}
