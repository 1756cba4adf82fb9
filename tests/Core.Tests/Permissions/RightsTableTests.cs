using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Permissions;

namespace Venueless.Fast.Core.Tests.Permissions;

public sealed class RightsTableTests
{
    private readonly World _world = Subjects.World(
        """{"attendee": ["ticket"], "admin": [["staff", "crew"]]}""", rooms: Subjects.Room(Subjects.Room1, """{"moderator": ["room"]}"""));

    [Fact]
    public void Of_ThousandEqualAttendees_IsOneObject()
    {
        var rights = Enumerable.Range(0, 1000).Select(_ => _world.Rights.Of(Subjects.Person("ticket"))).ToArray();

        Assert.All(rights, one => Assert.Same(rights[0], one));
        Assert.Equal(1, _world.Rights.Count);
    }

    [Theory]
    [InlineData("ticket", "nobody-asks")]
    [InlineData("ticket", "ticket")]
    [InlineData("Ticket", "ticket")]
    public void Of_TraitsThatDoNotMatter_MakeNoDifference(string first, string second) =>
        Assert.Same(_world.Rights.Of(Subjects.Person("ticket")), _world.Rights.Of(Subjects.Person(first, second)));

    [Fact]
    public void Of_TraitsInAnotherOrder_IsTheSame() =>
        Assert.Same(_world.Rights.Of(Subjects.Person("staff", "room")), _world.Rights.Of(Subjects.Person("room", "staff")));

    [Fact]
    public void Of_EverythingThatMatters_MakesADifference()
    {
        string[] none = [];
        User[] kinds =
        [
            Subjects.Person(),
            Subjects.Person("ticket"),
            Subjects.Person("staff"),
            Subjects.Person("crew"),
            Subjects.Person("ticket", "room"),
            Subjects.Person("room"),
            Subjects.Of(UserTypes.Kiosk, none),
            Subjects.Of(UserTypes.Person, none, moderationState: ModerationStates.Silenced),
            Subjects.Of(UserTypes.Person, none, moderationState: ModerationStates.Banned),
            Subjects.Of(UserTypes.Person, none, worldGrants: ["admin"]),
            Subjects.Of(UserTypes.Person, none, worldGrants: ["admin", "moderator"]),
            Subjects.Of(UserTypes.Person, none, worldGrants: ["5:admin"]),
            Subjects.Of(UserTypes.Person, none, roomGrants: [new RoomGrant(Subjects.Room1, "admin")]),
            Subjects.Of(UserTypes.Person, none, roomGrants: [new RoomGrant(Subjects.Room1, "moderator")]),
            Subjects.Of(UserTypes.Person, none, roomGrants: [new RoomGrant(new RoomId(Guid.NewGuid()), "admin")]),
        ];

        Assert.Equal(kinds.Length, kinds.Select(_world.Rights.Of).Distinct().Count());
    }

    [Fact]
    public void Of_SharedRights_AreThoseOfTheUser()
    {
        foreach (var user in new[] { Subjects.Person("ticket", "x"), Subjects.Person("y", "staff"), Subjects.Person("room") })
        {
            var own = new UserRights(_world, user);
            var shared = _world.Rights.Of(user);

            Assert.Equal(own.World.Permissions, shared.World.Permissions);
            Assert.Equal(own.In(_world.Rooms[0]).Permissions, shared.In(_world.Rooms[0]).Permissions);
            Assert.Equal(own.VisibleRoomIds, shared.VisibleRoomIds);
        }
    }

    [Fact]
    public void Of_MoreKindsThanAreKept_IsStillRight()
    {
        for (var number = 0; number < 5000; number++)
        {
            var user = Subjects.Of(UserTypes.Person, [], roomGrants: [new RoomGrant(new RoomId(Guid.NewGuid()), "admin")]);
            Assert.False(_world.Rights.Of(user).Has(Permission.WorldView));
        }

        Assert.True(_world.Rights.Count <= 4096);
        Assert.True(_world.Rights.Of(Subjects.Person("ticket")).Has(Permission.WorldView));
    }
}
