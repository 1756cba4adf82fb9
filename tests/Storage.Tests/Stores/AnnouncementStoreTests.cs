using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Storage.Tests.Stores;

public sealed class AnnouncementStoreTests
{
    [Theory]
    [EveryStore]
    public async Task Create_IsReadAsItIsReturnedAndInOrder(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var announcements = store.Storage.Announcements;
        var end = TestStore.Now.AddTicks(1_234_567);

        var second = await announcements.CreateAsync(TestStore.World, New("second", AnnouncementStates.Active, end), TestStore.Now.AddSeconds(1));
        var first = await announcements.CreateAsync(TestStore.World, New("first", AnnouncementStates.Draft), TestStore.Now);

        Assert.Equal([first, second], await announcements.ReadAllAsync(TestStore.World));
        Assert.Equal([second], await announcements.ReadActiveAsync(TestStore.World, TestStore.Now));
        Assert.Empty(await announcements.ReadActiveAsync(TestStore.World, end));
        Assert.Equal(second, await announcements.FindAsync(TestStore.World, second.Id));
        Assert.Null(await announcements.FindAsync(new WorldId("other"), second.Id));
    }

    [Theory]
    [EveryStore("draft", "active", "active")]
    [EveryStore("active", "archived", "archived")]
    [EveryStore("draft", "archived", "draft")]
    [EveryStore("active", "draft", "active")]
    [EveryStore("archived", "active", "archived")]
    [EveryStore("archived", "nonsense", "archived")]
    [EveryStore("active", null, "active")]
    public async Task Update_OfTheState_OnlyAllowedChangesCount(StoreKind kind, string stored, string? wanted, string expected)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var before = await store.Storage.Announcements.CreateAsync(TestStore.World, New("old", stored), TestStore.Now);

        var change = await store.Storage.Announcements.UpdateAsync(TestStore.World, before.Id, new AnnouncementUpdate("new", false, null, wanted));

        Assert.Equal(new AnnouncementChange(before, before with { Text = "new", State = expected }), change);
        Assert.Equal(change!.After, await store.Storage.Announcements.FindAsync(TestStore.World, before.Id));
    }

    [Theory]
    [EveryStore]
    public async Task Update_OfAnotherWorldOrOfNone_IsNullAndChangesNothing(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var row = await store.Storage.Announcements.CreateAsync(TestStore.World, New("x", AnnouncementStates.Draft), TestStore.Now);
        var update = new AnnouncementUpdate("y", true, TestStore.Now, AnnouncementStates.Active);

        Assert.Null(await store.Storage.Announcements.UpdateAsync(new WorldId("other"), row.Id, update));
        Assert.Null(await store.Storage.Announcements.UpdateAsync(TestStore.World, Guid.NewGuid(), update));
        Assert.Equal(row, await store.Storage.Announcements.FindAsync(TestStore.World, row.Id));
    }

    [Theory]
    [EveryStore]
    public async Task EveryChange_MovesTheStampOfTheWorld(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var stamps = new HashSet<long> { await store.Storage.Worlds.ReadStampAsync(TestStore.World) };

        var row = await store.Storage.Announcements.CreateAsync(TestStore.World, New("x", AnnouncementStates.Draft), TestStore.Now);
        Assert.True(stamps.Add(await store.Storage.Worlds.ReadStampAsync(TestStore.World)));
        await store.Storage.Announcements.UpdateAsync(TestStore.World, row.Id, new AnnouncementUpdate("y", false, null, null));
        Assert.True(stamps.Add(await store.Storage.Worlds.ReadStampAsync(TestStore.World)));
        store.Execute("UPDATE core_announcement SET text = 'by hand'");
        Assert.True(stamps.Add(await store.Storage.Worlds.ReadStampAsync(TestStore.World)));
        store.Execute("DELETE FROM core_announcement");
        Assert.True(stamps.Add(await store.Storage.Worlds.ReadStampAsync(TestStore.World)) || kind == StoreKind.Postgres);
    }

    [Theory]
    [EveryStore]
    public async Task Update_ActivatingAndArchivingAtOnce_IsAChainOfAllowedChanges(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        await using var other = kind == StoreKind.Postgres ? store.Backend.Open(new StoreLimits(), store.Time) : null;
        for (var round = 0; round < 10; round++)
        {
            var row = await store.Storage.Announcements.CreateAsync(TestStore.World, New("x", AnnouncementStates.Draft), TestStore.Now);

            var changes = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => Task.Run(() => (number % 4 < 2 ? store.Storage : other ?? store.Storage)
                .Announcements.UpdateAsync(TestStore.World, row.Id, new AnnouncementUpdate(null, false, null, number % 2 == 0 ? "active" : "archived")))));

            Assert.Single(changes, static change => change!.Before.State == "draft" && change.After.State == "active");
            var archiving = changes.Count(static change => change!.Before.State == "active" && change.After.State == "archived");
            var stored = (await store.Storage.Announcements.FindAsync(TestStore.World, row.Id))!.State;
            Assert.Equal(stored == "archived" ? 1 : 0, archiving);
        }
    }

    private static Announcement New(string text, string state, DateTimeOffset? end = null) => new(Guid.NewGuid(), text, end, state);
}
