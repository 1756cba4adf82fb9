using System.Text;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Storage.Tests.Stores;

public sealed class RoomStoreTests
{
    private const string Chat = """[{"type": "chat.native"}]""";

    [Theory]
    [EveryStore]
    public async Task Create_InsertsRoomChannelGrantAndAuditAndMovesTheStamp(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        store.AddRoom(new RoomId(Guid.NewGuid()), "Gone", priority: 41, deleted: true);
        var user = await store.AddUserAsync();
        var stamp = await store.Storage.Worlds.ReadStampAsync(TestStore.World);
        var room = NewRoom("Gone", Chat, hasChat: true);

        var row = await store.Storage.Rooms.CreateAsync(room, Author(user));

        var loaded = (await store.Storage.Worlds.LoadAsync(TestStore.World))!;
        Assert.Equal(row! with { TraitGrants = null, ModuleConfig = null }, loaded.Rooms[^1] with { TraitGrants = null, ModuleConfig = null });
        Assert.Equal((42, 2, room.Channel), (row.SortingPriority, row.Version, row.Channel));
        Assert.NotEqual(stamp, loaded.Stamp);
        Assert.Contains(new RoomGrant(room.Id, "room_owner"), (await store.Storage.Users.FindAsync(TestStore.World, user))!.RoomGrants);
        Assert.Equal("world.room.added", store.Text("SELECT type FROM core_auditlog"));
    }

    [Theory]
    [EveryStore]
    public async Task Create_NameInUse_WritesNothing(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();

        Assert.Null(await store.Storage.Rooms.CreateAsync(NewRoom("LOBBY", "[]", hasChat: false), Author(user)));

        Assert.Equal(1, store.Number("SELECT count(*) FROM core_room"));
        Assert.Equal(0, store.Number("SELECT count(*) FROM core_auditlog"));
    }

    [Theory]
    [EveryStore]
    public async Task Create_ManyOfOneNameAtOnce_OnlyOneGetsIt(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();

        var rows = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => store.Storage.Rooms.CreateAsync(NewRoom("One", Chat, hasChat: true), Author(user))));

        Assert.Single(rows, row => row is not null);
        Assert.Equal(1, store.Number("SELECT count(*) FROM core_room WHERE name = 'One'"));
    }

    [Theory]
    [EveryStore]
    public async Task Change_ByManyAtOnce_LosesNothingAndTheAuditLogIsAChain(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();

        await Task.WhenAll(Enumerable.Range(0, 30).Select(_ =>
            store.Storage.Rooms.ChangeAsync(store.Room, static row => row with { PretalxId = row.PretalxId + 1 }, Author(user))));

        Assert.Equal(30, store.Number("SELECT pretalx_id FROM core_room"));
        Assert.Equal(32, store.Number("SELECT version FROM core_room"));
        Assert.Equal(30, store.Number("SELECT count(*) FROM core_auditlog WHERE type = 'world.room.updated'"));
    }

    [Theory]
    [EveryStore]
    public async Task Change_ToAChat_MakesOneChannelAndKeepsIt(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();
        var room = NewRoom("Plain", "[]", hasChat: false);
        await store.Storage.Rooms.CreateAsync(room, Author(user));

        var rows = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ =>
            store.Storage.Rooms.ChangeAsync(room.Id, static row => row with { ModuleConfig = TestStore.Json(Chat) }, Author(user))));
        var without = await store.Storage.Rooms.ChangeAsync(room.Id, static row => row with { ModuleConfig = TestStore.Json("[]") }, Author(user));

        Assert.Equal(store.Text($"SELECT id FROM core_channel WHERE room_id = '{room.Id}'"), Assert.Single(rows.Select(row => row!.Channel).Distinct()).ToString());
        Assert.Equal(rows[0]!.Channel, without!.Channel);
    }

    [Theory]
    [EveryStore]
    public async Task Change_OfADeletedOrForeignRoom_IsNull(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();
        var gone = new RoomId(Guid.NewGuid());
        store.AddRoom(gone, "Gone", priority: 1, deleted: true);

        Assert.Null(await store.Storage.Rooms.ChangeAsync(gone, static row => row, Author(user)));
        Assert.Null(await store.Storage.Rooms.ChangeAsync(store.Room, static row => row, Author(user) with { World = new WorldId("other") }));
        Assert.False(await store.Storage.Rooms.DeleteAsync(gone, false, Author(user)));
    }

    [Theory]
    [EveryStore]
    public async Task Reorder_WritesOnlyWhatMoves(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();
        var (second, third) = (new RoomId(Guid.NewGuid()), new RoomId(Guid.NewGuid()));
        store.AddRoom(second, "B", priority: 2);
        store.AddRoom(third, "C", priority: 3);

        var rows = await store.Storage.Rooms.ReorderAsync([third, store.Room, third], TestStore.Json("[1]"), Author(user));

        Assert.Equal([third, store.Room, second], rows.Select(row => row.Id));
        Assert.Equal([(1, 3), (2, 3), (3, 3)], rows.Select(row => (row.SortingPriority, row.Version)));
        rows = await store.Storage.Rooms.ReorderAsync([], TestStore.Json("[]"), Author(user));
        Assert.Equal([3, 3, 3], rows.Select(row => row.Version));
        Assert.Equal([third, store.Room, second], (await store.Storage.Worlds.LoadAsync(TestStore.World))!.Rooms.Select(row => row.Id));
    }

    [Theory]
    [EveryStore]
    public async Task Delete_EndsOrDeletesTheOpenViews(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();
        var other = new RoomId(Guid.NewGuid());
        store.AddRoom(other, "Other", priority: 1);
        await store.Storage.RoomViews.OpenAsync(store.Room, user, TestStore.Now, deleteOpen: false);
        await store.Storage.RoomViews.OpenAsync(other, user, TestStore.Now, deleteOpen: false);

        Assert.True(await store.Storage.Rooms.DeleteAsync(store.Room, deleteViews: false, Author(user)));
        Assert.Equal(1, store.Number("SELECT count(*) FROM core_roomview WHERE \"end\" IS NULL"));
        Assert.True(await store.Storage.Rooms.DeleteAsync(other, deleteViews: true, Author(user)));

        Assert.Equal(1, store.Number("SELECT count(*) FROM core_roomview"));
        Assert.Empty((await store.Storage.Worlds.LoadAsync(TestStore.World))!.Rooms);
    }

    [Theory]
    [EveryStore]
    public async Task Invites_TokenIsTaken_DrawsAgain(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var other = new RoomId(Guid.NewGuid());
        store.AddRoom(other, "Other", priority: 1);
        var draws = new Queue<string>(["taken1", "taken1", "taken1", "fresh2"]);

        Assert.Equal("taken1", await FindOrCreateAsync(store.Room));
        Assert.Equal("taken1", await FindOrCreateAsync(store.Room));
        Assert.Equal("fresh2", await FindOrCreateAsync(other));

        Assert.Empty(draws);

        Task<string> FindOrCreateAsync(RoomId room) => store.Storage.Invites.FindOrCreateAsync(
            TestStore.World, room, TestStore.Now.AddDays(10), TestStore.Now.AddDays(90), draws.Dequeue);
    }

    private static NewRoom NewRoom(string name, string modules, bool hasChat) => new(
        new RoomId(Guid.NewGuid()), name, null, RawJson.EmptyObject, TestStore.Json(modules), hasChat ? new ChannelId(Guid.NewGuid()) : null);

    private static RoomAuthor Author(UserId user) =>
        new(TestStore.World, user, TestStore.Now, static row => new RawJson(Encoding.UTF8.GetBytes($$"""{"n":{{row.PretalxId}}}""")));
}
