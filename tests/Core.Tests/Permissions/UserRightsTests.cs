using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Permissions;

namespace Venueless.Fast.Core.Tests.Permissions;

/// <summary>The scenarios of permissions.md section 8 that need no other module.</summary>
public sealed class UserRightsTests
{
    [Fact]
    public void ToNames_WorldLevel_IsExactlyTheRole_Scenario1()
    {
        var rights = new UserRights(Subjects.World("""{"attendee": []}"""), Subjects.Person());

        Assert.Equal(["world:chat.direct", "world:exhibition.contact", "world:view"], rights.World.ToNames());
    }

    [Fact]
    public void Has_ExplicitWorldGrant_Scenario3()
    {
        var rights = new UserRights(Subjects.World("{}"), Subjects.Of(UserTypes.Person, [], worldGrants: ["room_creator"]));

        Assert.True(rights.Has(Permission.WorldRoomsCreateChat));
        Assert.False(rights.Has(Permission.WorldUpdate));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void Has_ExplicitRoomGrant_InEitherOrder_Scenario4(int first, int second)
    {
        var world = Subjects.World("{}", rooms: [Subjects.Room(Subjects.Room1, "{}"), Subjects.Room(Subjects.Room2, "{}")]);
        var rights = new UserRights(world, Subjects.Of(UserTypes.Person, [], roomGrants: [new RoomGrant(Subjects.Room1, "room_owner")]));

        foreach (var index in new[] { first, second })
        {
            Assert.Equal(index == 0, rights.Has(Permission.RoomDelete, world.Rooms[index]));
        }
    }

    [Theory]
    [InlineData("""["t1", "t9"]""", false, "t1", "t4")]
    [InlineData("""["t1"]""", true, "t1", "t4")]
    [InlineData("""[["t0", "t9"]]""", false, "t1")]
    [InlineData("""[["t1", "t9"]]""", true, "t1")]
    [InlineData("""["t1", ["t4"], ["x", "t4"]]""", true, "t1", "t4")]
    [InlineData("""["t1", []]""", false, "t1")]
    [InlineData("""["t1", null]""", false, "t1")]
    [InlineData("""[[5, "t1"]]""", true, "t1")]
    [InlineData("""[["\ud800", "t1"]]""", true, "t1")]
    [InlineData("""["\ud800"]""", false, "t1")]
    [InlineData("""[[["t1"]]]""", false, "t1")]
    public void Has_Requirements_Scenarios5And6(string requirement, bool expected, params string[] traits)
    {
        var rights = new UserRights(Subjects.World($$"""{"room_creator": {{requirement}}}"""), Subjects.Person(traits));

        Assert.Equal(expected, rights.Has(Permission.WorldRoomsCreateChat));
    }

    [Fact]
    public void ToNames_RoomOwnerByTraits_Scenario7()
    {
        var world = Subjects.World(
            "{}", rooms: [Subjects.Room(Subjects.Room1, """{"room_owner": ["t1", "t4"]}"""), Subjects.Room(Subjects.Room2, """{"viewer": []}""")]);
        var rights = new UserRights(world, Subjects.Person("t1", "t4"));

        Assert.Contains("room:invite", rights.In(world.Rooms[0]).ToNames(withoutWorld: true));
        Assert.DoesNotContain("room:invite", rights.In(world.Rooms[1]).ToNames(withoutWorld: true));
    }

    [Fact]
    public void ToNames_AnonymousGuest_HasTheSixOfItsRole_Scenario11()
    {
        var world = Subjects.World("""{"attendee": ["ticket"]}""", rooms: [Subjects.Room(Subjects.Room1, "{}")]);
        var guest = Subjects.Of(UserTypes.Anonymous, [], ["__anonymous_world"], [new RoomGrant(Subjects.Room1, "__anonymous_room")]);
        var rights = new UserRights(world, guest);

        Assert.Equal(
            ["room:poll.read", "room:poll.vote", "room:question.ask", "room:question.read", "room:question.vote", "room:view"],
            rights.In(world.Rooms[0]).ToNames(withoutWorld: true));
        Assert.Equal(["world:view"], rights.World.ToNames());
    }

    [Fact]
    public void ToNames_Kiosk_HasTheEightOfItsRole_Scenarios12And13()
    {
        var world = Subjects.World("""{"admin": []}""", rooms: [Subjects.Room(Subjects.Room1, "{}"), Subjects.Room(Subjects.Room2, "{}")]);
        var rights = new UserRights(world, Subjects.Of(UserTypes.Kiosk, ["-kiosk"], ["__kiosk"]));

        Assert.Equal(
            [
                "room:chat.read", "room:invite.anonymous", "room:poll.early_results", "room:poll.read", "room:question.read", "room:view", "room:viewers",
                "world:view",
            ],
            rights.World.ToNames());
        Assert.All(world.Rooms, room => Assert.True(rights.Has(Permission.RoomView, room)));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"a\"")]
    [InlineData("{}")]
    [InlineData("5")]
    [InlineData("true")]
    public void Has_RequirementThatIsNoArray_MatchesNobody_Scenario14(string requirement)
    {
        var rights = new UserRights(Subjects.World($$"""{"attendee": [], "admin": {{requirement}}}"""), Subjects.Person("a"));

        Assert.False(rights.Has(Permission.WorldUpdate));
        Assert.True(rights.Has(Permission.WorldView));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"x\"")]
    public void Has_MalformedColumns_GrantNothing(string? json)
    {
        Assert.Empty(new UserRights(Subjects.World(json), Subjects.Person()).World.ToNames());
        Assert.Empty(new UserRights(Subjects.World("""{"attendee": []}""", json), Subjects.Person()).World.ToNames());
    }

    [Fact]
    public void ToNames_UnknownStringsAndDuplicates_AppearOnce_Scenario17()
    {
        var world = Subjects.World(
            """{"a": [], "b": []}""",
            """{"a": ["x:new", "world:view", "x:new", "world:view", 5, null], "b": ["x:new", "world:later", "\ud800"], "c": "world:update"}""",
            Subjects.Room(Subjects.Room1, """{"c": []}"""));
        var rights = new UserRights(world, Subjects.Person());

        Assert.Equal(["world:later", "world:view", "x:new"], rights.World.ToNames());
        Assert.Equal(["x:new"], rights.In(world.Rooms[0]).ToNames(withoutWorld: true));
    }

    [Fact]
    public void Has_RoleGrantedTwice_TheLastOneCounts()
    {
        // A second key of the same name takes the first one's place, as in every other reader of this JSON.
        var rights = new UserRights(Subjects.World("""{"admin": [], "admin": ["staff"]}"""), Subjects.Person());

        Assert.False(rights.Has(Permission.WorldUpdate));
    }

    [Fact]
    public void Has_RoomRightsAtWorldLevel_NeedAWorldRole_Scenario18()
    {
        var world = Subjects.World(
            """{"attendee": []}""", rooms: [Subjects.Room(Subjects.Room1, """{"admin": ["x"]}"""), Subjects.Room(Subjects.Room2, "{}")]);
        var rights = new UserRights(world, Subjects.Person("x"));

        Assert.True(rights.Has(Permission.RoomUpdate, world.Rooms[0]));
        Assert.False(rights.Has(Permission.RoomUpdate, world.Rooms[1]));
        Assert.False(rights.Has(Permission.RoomUpdate));
    }

    [Fact]
    public void HasAny_EitherSuffices_Scenario19()
    {
        var gate = PermissionSet.Of(Permission.RoomUpdate, Permission.RoomInviteAnonymous);
        var world = Subjects.World(
            "{}", """{"u": ["room:update"], "i": ["room:invite.anonymous"]}""", Subjects.Room(Subjects.Room1, """{"u": ["u"], "i": ["i"]}"""));

        Assert.True(new UserRights(world, Subjects.Person("u")).HasAny(gate, world.Rooms[0]));
        Assert.True(new UserRights(world, Subjects.Person("i")).HasAny(gate, world.Rooms[0]));
        Assert.False(new UserRights(world, Subjects.Person("x")).HasAny(gate, world.Rooms[0]));
    }

    [Fact]
    public void Has_OnceComputed_AllocatesNothing()
    {
        var world = Subjects.World("""{"participant": []}""", rooms: [Subjects.Room(Subjects.Room1, "{}")]);
        var rights = new UserRights(world, Subjects.Person());
        var room = world.Rooms[0];
        for (var warmUp = 0; warmUp < 100; warmUp++)
        {
            rights.Has(Permission.RoomChatRead, room);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var count = 0; count < 1000; count++)
        {
            rights.Has(Permission.RoomChatRead, room);
            rights.Has(Permission.WorldView);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
