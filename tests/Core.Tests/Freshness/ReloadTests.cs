using System.Text;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Tests.Sessions;

namespace Venueless.Fast.Core.Tests.Freshness;

/// <summary>What a validation announces, and what of a snapshot survives it.</summary>
public sealed class ReloadTests
{
    private static readonly UserId Ada = new(Guid.Parse(SessionHarness.UserA));
    private static readonly RoomId Hall = new(Guid.Parse("10000000-0000-4000-8000-00000000000a"));

    private readonly SessionHarness _harness = new();

    public static TheoryData<string, Func<WorldData, WorldData>> WorldChanges => new()
    {
        { "title", data => data with { World = data.World with { Title = "Other" } } },
        { "version", data => data with { World = data.World with { Version = 9 } } },
        { "roles", data => data with { World = data.World with { Roles = Json("""{"attendee":[]}""") } } },
        { "room", data => data with { Rooms = [data.Rooms[0] with { ModuleConfig = Json("""[{"type":"chat.native","config":{}}]""") }] } },
        { "no room", data => data with { Rooms = [] } },
        { "another room", data => data with { Rooms = [data.Rooms[0], Room() with { Id = new RoomId(Guid.NewGuid()) }] } },
    };

    public static TheoryData<string, Func<UserRow, UserRow>> UserChanges => new()
    {
        { "traits", row => row with { Traits = ["b", "a"] } },
        { "grants", row => row with { WorldGrants = ["moderator"] } },
        { "room grants", row => row with { RoomGrants = [new RoomGrant(Hall, "moderator")] } },
        { "profile", row => row with { Profile = Json("""{"display_name":"Ada"}""") } },
        { "version", row => row with { Version = 2 } },
    };

    [Fact]
    public async Task World_Validated_AnnouncesItsVersionEveryTimeAndTheRoomsWhenLoaded()
    {
        Put(World());
        var state = (await _harness.Services.Worlds.FindAsync(new WorldId("test")))!;
        (VersionedKind, string, long)[] loaded = [(VersionedKind.World, "test", 1), (VersionedKind.Room, Hall.ToString(), 4)];
        Assert.Equal(loaded, _harness.VersionKeys.Take());

        await state.ValidateAsync();
        Assert.Equal([(VersionedKind.World, "test", 1)], _harness.VersionKeys.Take());

        var changed = World();
        Put(changed with { World = changed.World with { Version = 2 }, Stamp = 2 });
        await state.ValidateAsync();
        Assert.Equal([(VersionedKind.World, "test", 2), (VersionedKind.Room, Hall.ToString(), 4)], _harness.VersionKeys.Take());
    }

    [Fact]
    public async Task World_ValidationFailsOrItIsGone_AnnouncesNothing()
    {
        var state = (await _harness.Services.Worlds.FindAsync(new WorldId("test")))!;
        _harness.VersionKeys.Take();

        _harness.Worlds.IsAway = true;
        await Assert.ThrowsAsync<StoreUnavailableException>(state.ValidateAsync);
        _harness.Worlds.IsAway = false;
        _harness.Worlds.Worlds.Clear();
        await state.ValidateAsync();

        Assert.True(state.IsGone);
        Assert.Empty(_harness.VersionKeys.Take());
    }

    [Fact]
    public async Task World_ReadAgainWithTheSameContent_KeepsTheSnapshotAndIsNotReadAThirdTime()
    {
        Put(World());
        var state = (await _harness.Services.Worlds.FindAsync(new WorldId("test")))!;
        var before = state.Current;

        Put(World() with { Stamp = 2 });
        await state.ValidateAsync();
        await state.ValidateAsync();

        Assert.Same(before, state.Current);
        Assert.Equal(2, _harness.Worlds.Loads);
    }

    [Theory]
    [MemberData(nameof(WorldChanges))]
    public async Task World_ReadAgainWithOtherContent_IsAnotherSnapshot(string what, Func<WorldData, WorldData> change)
    {
        Put(World());
        var state = (await _harness.Services.Worlds.FindAsync(new WorldId("test")))!;
        var before = state.Current;

        Put(change(World()) with { Stamp = 2 });
        await state.ValidateAsync();

        Assert.False(ReferenceEquals(before, state.Current), what);
    }

    [Fact]
    public async Task User_Validated_AnnouncesItsVersionEveryTime()
    {
        var (session, _) = await _harness.LogInAsync();
        _harness.VersionKeys.Take();

        await session.UserState!.ValidateAsync();
        Assert.Equal([(VersionedKind.User, SessionHarness.UserA, 1)], _harness.VersionKeys.Take());

        _harness.Users.Rows[Ada] = _harness.Users.Rows[Ada] with { Version = 6 };
        _harness.Users.Stamp++;
        await session.UserState.ValidateAsync();
        Assert.Equal([(VersionedKind.User, SessionHarness.UserA, 6)], _harness.VersionKeys.Take());
    }

    [Fact]
    public async Task User_ReadAgainWithTheSameContent_KeepsTheSnapshot()
    {
        _harness.Users.Rows[Ada] = User();
        var (session, _) = await _harness.LogInAsync();
        var before = session.UserState!.Current;

        _harness.Users.Rows[Ada] = User();
        _harness.Users.Stamp++;
        await session.UserState.ValidateAsync();

        Assert.Same(before, session.UserState.Current);
    }

    [Theory]
    [MemberData(nameof(UserChanges))]
    public async Task User_ReadAgainWithOtherContent_IsAnotherSnapshot(string what, Func<UserRow, UserRow> change)
    {
        _harness.Users.Rows[Ada] = User();
        var (session, _) = await _harness.LogInAsync();
        var before = session.UserState!.Current;

        _harness.Users.Rows[Ada] = change(User());
        _harness.Users.Stamp++;
        await session.UserState.ValidateAsync();

        Assert.False(ReferenceEquals(before, session.UserState.Current), what);
    }

    private static WorldData World() => ScriptedWorldStore.World("test") with { Rooms = [Room()] };

    private static RoomRow Room() => new(Hall, "Hall", null, null, Json("{}"), Json("""[{"type":"chat.native"}]"""), 1, null, 0, null, false, 4, null);

    private static UserRow User() => ScriptedUserStore.Row(Ada, "a", "b");

    private static RawJson Json(string text) => new(Encoding.UTF8.GetBytes(text));

    private void Put(WorldData data) => _harness.Worlds.Worlds["test"] = data;
}
