using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Storage.Tests.Sqlite;

public sealed class SqliteSmallStoresTests
{
    [Fact]
    public async Task RoomViews_OpenAgain_EndsTheOpenOne()
    {
        await using var store = await TestStore.CreateAsync();
        var user = await store.AddUserAsync();
        var other = await store.AddUserAsync();

        var first = await store.Storage.RoomViews.OpenAsync(store.Room, user, TestStore.Now, deleteOpen: false);
        var second = await store.Storage.RoomViews.OpenAsync(store.Room, user, TestStore.Now.AddMinutes(1), deleteOpen: false);
        await store.Storage.RoomViews.OpenAsync(store.Room, other, TestStore.Now, deleteOpen: false);

        Assert.Equal("2031-02-03 09:16:22.104000+00:00", store.Text($"SELECT \"end\" FROM core_roomview WHERE id = {first}"));
        Assert.Null(store.Text($"SELECT \"end\" FROM core_roomview WHERE id = {second}"));
        Assert.Equal(new Dictionary<RoomId, int> { [store.Room] = 2 }, await store.Storage.RoomViews.CountOpenAsync(TestStore.World));
        Assert.Empty(await store.Storage.RoomViews.CountOpenAsync(new WorldId("other")));
    }

    [Fact]
    public async Task RoomViews_OpenWithoutTracking_DeletesTheOpenOne()
    {
        await using var store = await TestStore.CreateAsync();
        var user = await store.AddUserAsync();

        var first = await store.Storage.RoomViews.OpenAsync(store.Room, user, TestStore.Now, deleteOpen: true);
        var second = await store.Storage.RoomViews.OpenAsync(store.Room, user, TestStore.Now, deleteOpen: true);

        Assert.NotEqual(first, second);
        Assert.Equal(1, store.Number("SELECT COUNT(*) FROM core_roomview"));
    }

    [Fact]
    public async Task RoomViews_End_SetsTheEndAgainOrDeletes()
    {
        await using var store = await TestStore.CreateAsync();
        var user = await store.AddUserAsync();
        var view = await store.Storage.RoomViews.OpenAsync(store.Room, user, TestStore.Now, deleteOpen: false);

        await store.Storage.RoomViews.EndAsync(view, TestStore.Now, delete: false);
        await store.Storage.RoomViews.EndAsync(view, TestStore.Now.AddMinutes(2), delete: false);
        Assert.Equal("2031-02-03 09:17:22.104000+00:00", store.Text("SELECT \"end\" FROM core_roomview"));
        Assert.Empty(await store.Storage.RoomViews.CountOpenAsync(TestStore.World));

        await store.Storage.RoomViews.EndAsync(view, TestStore.Now, delete: true);
        Assert.Equal(0, store.Number("SELECT COUNT(*) FROM core_roomview"));
    }

    [Fact]
    public async Task ShortTokens_AreFoundInTheirWorldAndNeverTwice()
    {
        await using var store = await TestStore.CreateAsync();

        Assert.True(await store.Storage.ShortTokens.AddAsync(TestStore.World, "q7Zr0Xw3", "a.b.c", TestStore.Now));
        Assert.False(await store.Storage.ShortTokens.AddAsync(TestStore.World, "q7Zr0Xw3", "d.e.f", TestStore.Now));

        Assert.Equal(new ShortToken(TestStore.World, "q7Zr0Xw3", "a.b.c", TestStore.Now), await store.Storage.ShortTokens.FindAsync(TestStore.World, "q7Zr0Xw3"));
        Assert.Null(await store.Storage.ShortTokens.FindAsync(new WorldId("other"), "q7Zr0Xw3"));
        Assert.Null(await store.Storage.ShortTokens.FindAsync(TestStore.World, "Q7Zr0Xw3"));
    }

    [Fact]
    public async Task Health_OfAnOpenStore_IsGood()
    {
        await using var store = await TestStore.CreateAsync();

        await store.Storage.Health.CheckAsync();
    }
}
