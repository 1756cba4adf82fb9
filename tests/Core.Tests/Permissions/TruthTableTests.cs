using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Permissions;

namespace Venueless.Fast.Core.Tests.Permissions;

/// <summary>The tricky cases of permissions.md section 5, by row number.</summary>
public sealed class TruthTableTests
{
    private static readonly IReadOnlyList<string> None = [];

    [Theory]
    [InlineData(1, """{"attendee": []}""", Permission.WorldView, true)]
    [InlineData(2, """{"attendee": ["attendee"]}""", Permission.WorldView, false)]
    [InlineData(5, """{"admin": ["a", "b"]}""", Permission.WorldUpdate, false, "a")]
    [InlineData(6, """{"admin": ["a", ["b", "c"]]}""", Permission.WorldUpdate, true, "a", "c")]
    [InlineData(7, """{"admin": [[]]}""", Permission.WorldUpdate, false, "a")]
    [InlineData(8, """{"admin": "a"}""", Permission.WorldUpdate, false, "a")]
    [InlineData(9, """{"admin": ["a"]}""", Permission.WorldUpdate, false, "A")]
    [InlineData(16, """{"gone": []}""", Permission.WorldView, false)]
    [InlineData(26, """{"admin": [5]}""", Permission.WorldUpdate, false, "5")]
    public void Rows_OfPersonsAtWorldLevel(int row, string traitGrants, Permission permission, bool expected, params string[] traits)
    {
        _ = row;
        var world = Subjects.World(traitGrants);

        Assert.Equal(expected, new UserRights(world, Subjects.Person(traits)).Has(permission));
        Assert.Equal(expected, new UserRights(world, traits).Has(permission));
    }

    [Theory]
    [InlineData(3, UserTypes.Anonymous, """{"attendee": []}""", Permission.WorldView)]
    [InlineData(4, UserTypes.Kiosk, """{"admin": []}""", Permission.WorldUpdate, "-kiosk")]
    public void Rows_OfOtherTypes_AreNotMetByTheEmptyRequirement(int row, string type, string traitGrants, Permission permission, params string[] traits)
    {
        _ = row;

        Assert.False(new UserRights(Subjects.World(traitGrants), Subjects.Of(type, traits)).Has(permission));
    }

    [Fact]
    public void Row3_AnonymousUser_SeesTheWorldThroughItsOwnRole()
    {
        var guest = Subjects.Of(UserTypes.Anonymous, None, worldGrants: ["__anonymous_world"]);

        Assert.True(new UserRights(Subjects.World("""{"attendee": []}"""), guest).Has(Permission.WorldView));
    }

    [Fact]
    public void Rows10To12_RoomRole_CountsInItsRoomOnly()
    {
        var world = Subjects.World(
            """{"attendee": []}""",
            rooms: [Subjects.Room(Subjects.Room1, """{"moderator": ["x"]}"""), Subjects.Room(Subjects.Room2, "{}")]);
        var rights = new UserRights(world, Subjects.Person("x"));

        Assert.False(rights.Has(Permission.WorldAnnounce));
        Assert.True(rights.Has(Permission.RoomChatModerate, world.Rooms[0]));
        Assert.False(rights.Has(Permission.RoomChatModerate, world.Rooms[1]));
        Assert.DoesNotContain("world:announce", rights.In(world.Rooms[0]).ToNames(withoutWorld: true));
    }

    [Fact]
    public void Row13_ExplicitRoomRole_DoesNotLeakIntoOtherRooms()
    {
        var world = Subjects.World("""{"attendee": []}""", rooms: [Subjects.Room(Subjects.Room1, "{}"), Subjects.Room(Subjects.Room2, "{}")]);
        var rights = new UserRights(world, Subjects.Of(UserTypes.Person, None, roomGrants: [new RoomGrant(Subjects.Room1, "moderator")]));

        Assert.True(rights.Has(Permission.RoomView, world.Rooms[0]));
        Assert.False(rights.Has(Permission.RoomView, world.Rooms[1]));
    }

    [Theory]
    [InlineData(14, """{"viewer": []}""", "{}", true)]
    [InlineData(15, """{"attendee": []}""", null, false)]
    public void Rows14And15_VisibilityOfARoom(int row, string traitGrants, string? roomGrants, bool expected)
    {
        _ = row;
        var world = Subjects.World(traitGrants, rooms: [Subjects.Room(Subjects.Room1, roomGrants)]);

        Assert.Equal(expected, new UserRights(world, Subjects.Person()).Has(Permission.RoomView, world.Rooms[0]));
    }

    [Fact]
    public void Row17_ExplicitKioskRole_HoldsInEveryRoom()
    {
        var world = Subjects.World("{}", rooms: [Subjects.Room(Subjects.Room1, "{}"), Subjects.Room(Subjects.Room2, null)]);
        var rights = new UserRights(world, Subjects.Of(UserTypes.Person, None, worldGrants: ["__kiosk"]));

        Assert.All(world.Rooms, room => Assert.True(rights.Has(Permission.RoomViewers, room)));
    }

    [Fact]
    public void Row18_RoleOfTheWorld_ReplacesTheSystemRole()
    {
        var world = Subjects.World("{}", """{"__kiosk": []}""");

        Assert.False(new UserRights(world, Subjects.Of(UserTypes.Kiosk, None, worldGrants: ["__kiosk"])).Has(Permission.WorldView));
    }

    [Fact]
    public void Row19_SilencedAdmin_KeepsWhatSilencedUsersKeep()
    {
        var world = Subjects.World("""{"admin": ["admin"]}""", rooms: [Subjects.Room(Subjects.Room1, "{}")]);
        var rights = new UserRights(world, Subjects.Of(UserTypes.Person, ["admin"], moderationState: ModerationStates.Silenced));
        var room = world.Rooms[0];

        Assert.False(rights.Has(Permission.WorldUpdate));
        Assert.False(rights.Has(Permission.RoomChatSend, room));
        Assert.True(rights.Has(Permission.RoomChatJoin, room));
        Assert.True(rights.Has(Permission.RoomChatRead, room));
        Assert.True(rights.Has(Permission.RoomQuestionRead, room));
        Assert.True(rights.Has(Permission.RoomPollRead, room));
        Assert.True(rights.Has(Permission.RoomView, room));
    }

    [Fact]
    public void Row20_SilencedUser_PassesNoGateOfOtherPermissions()
    {
        var gate = PermissionSet.Of(
            Permission.WorldRoomsCreateChat, Permission.WorldRoomsCreateBbb, Permission.WorldRoomsCreateStage, Permission.WorldRoomsCreateExhibition,
            Permission.WorldRoomsCreatePoster, Permission.RoomUpdate);
        var world = Subjects.World("""{"admin": []}""");

        Assert.True(new UserRights(world, Subjects.Person()).HasAny(gate));
        Assert.False(new UserRights(world, Subjects.Of(UserTypes.Person, None, moderationState: ModerationStates.Silenced)).HasAny(gate));
    }

    [Fact]
    public void Row21_SilencedUsersList_IsTheIntersection()
    {
        var world = Subjects.World("""{"viewer": [], "own": []}""", """{"viewer": ["world:view", "world:chat.direct", "room:view"], "own": ["my:own"]}""");
        var rights = new UserRights(world, Subjects.Of(UserTypes.Person, None, moderationState: ModerationStates.Silenced));

        Assert.Equal(["room:view", "world:view"], rights.World.ToNames());
    }

    [Theory]
    [InlineData(22, ModerationStates.Banned, false)]
    [InlineData(23, ModerationStates.None, true)]
    public void Rows22And23_BannedAndDeletedUsers_HaveNothing(int row, string moderationState, bool deleted)
    {
        _ = row;
        var world = Subjects.World("""{"admin": []}""", rooms: [Subjects.Room(Subjects.Room1, """{"viewer": []}""")]);
        var user = Subjects.Of(
            UserTypes.Person, None, ["admin"], [new RoomGrant(Subjects.Room1, "moderator")], moderationState, deleted);
        var rights = new UserRights(world, user);

        Assert.Equal(GrantedRights.None, rights.World);
        Assert.Equal(GrantedRights.None, rights.In(world.Rooms[0]));
        Assert.Empty(rights.World.ToNames());
    }

    [Fact]
    public void Rows24And25_AnonymousGuest_SeesOnlyItsRoomAndNoChat()
    {
        var world = Subjects.World(
            """{"attendee": ["t"]}""",
            rooms: [Subjects.Room(Subjects.Room1, """{"viewer": []}"""), Subjects.Room(Subjects.Room2, """{"viewer": []}""")]);
        var guest = Subjects.Of(
            UserTypes.Anonymous, None, ["__anonymous_world"], [new RoomGrant(Subjects.Room1, "__anonymous_room")]);
        var rights = new UserRights(world, guest);

        Assert.True(rights.Has(Permission.RoomView, world.Rooms[0]));
        Assert.False(rights.Has(Permission.RoomView, world.Rooms[1]));
        Assert.False(rights.Has(Permission.RoomChatRead, world.Rooms[0]));
    }

    [Fact]
    public void Row27_SeveralRoomRoles_AreUnited()
    {
        var world = Subjects.World("{}", rooms: [Subjects.Room(Subjects.Room1, """{"viewer": [], "participant": []}""")]);
        var names = new UserRights(world, Subjects.Person()).In(world.Rooms[0]).ToNames(withoutWorld: true);

        Assert.Equal(
            ["room:chat.join", "room:chat.read", "room:chat.send", "room:digitalsamba.join", "room:poll.read", "room:question.read", "room:view"],
            names);
    }

    [Fact]
    public void Row28_DeletedRoom_IsNotInTheWorld()
    {
        // The store leaves deleted rooms out of the snapshot, so nothing finds them.
        var world = Subjects.World("""{"viewer": []}""", rooms: [Subjects.Room(Subjects.Room1, """{"viewer": []}""")]);

        Assert.Null(world.FindRoom(Subjects.Room2));
    }
}
