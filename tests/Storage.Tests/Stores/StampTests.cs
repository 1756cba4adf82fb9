using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Storage.Tests.Stores;

public sealed class StampTests
{
    [Theory]
    [EveryStore]
    public async Task ReadStamp_WithoutChanges_StaysTheSame(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();
        var worldStamp = await store.Storage.Worlds.ReadStampAsync(TestStore.World);
        var userStamp = await store.Storage.Users.ReadStampAsync(user);

        await store.Storage.Chat.WriteAsync(store.Message(user));

        Assert.Equal(worldStamp, await store.Storage.Worlds.ReadStampAsync(TestStore.World));
        Assert.Equal(userStamp, await store.Storage.Users.ReadStampAsync(user));
    }

    [Theory]
    [EveryStore(false)]
    [EveryStore(true)]
    public async Task ReadStamp_AfterAnEditByAnotherConnection_Changes(StoreKind kind, bool writesToo)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();
        var worldStamp = await store.Storage.Worlds.ReadStampAsync(TestStore.World);
        var userStamp = await store.Storage.Users.ReadStampAsync(user);

        store.Execute("UPDATE core_world SET title = 'Edited'");
        if (writesToo)
        {
            await store.Storage.Chat.WriteAsync(store.Message(user));
        }

        Assert.NotEqual(worldStamp, await store.Storage.Worlds.ReadStampAsync(TestStore.World));
        Assert.NotEqual(userStamp, await store.Storage.Users.ReadStampAsync(user));
        Assert.Equal("Edited", (await store.Storage.Worlds.LoadAsync(TestStore.World))!.World.Title);
    }

    [Theory]
    [EveryStore]
    public async Task ReadStamp_AfterOwnWorldEdit_Changes(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var stamp = (await store.Storage.Worlds.LoadAsync(TestStore.World))!.Stamp;

        await store.Storage.Worlds.CreateAsync(WorldDefaults.NewWorld(new WorldId("other"), "Other", null, "secret"));

        Assert.NotEqual(stamp, await store.Storage.Worlds.ReadStampAsync(TestStore.World));
    }

    [Theory]
    [EveryStore]
    public async Task ReadStamp_BesideManyWrites_IsAnswered(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();
        var stamp = await store.Storage.Users.ReadStampAsync(user);

        var writes = Enumerable.Range(0, 2000).Select(_ => store.Storage.Chat.WriteAsync(store.Message(user))).ToArray();
        for (var count = 0; count < 50; count++)
        {
            Assert.Equal(stamp, await store.Storage.Users.ReadStampAsync(user));
        }

        await Task.WhenAll(writes);
    }

    [Theory]
    [EveryStore]
    public async Task ReadStamp_BehindALargeBatch_IsAnsweredBeforeItsCommit(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();
        using var gate = await WriterGate.CloseAsync(store, user);
        var last = store.Message(user);

        var writes = Enumerable.Range(0, 400).Select(_ => store.Storage.Chat.WriteAsync(store.Message(user))).ToArray();
        var lastWrite = store.Storage.Chat.WriteAsync(last);
        var stamp = store.Storage.Users.ReadStampAsync(user);
        var first = Task.WhenAny(stamp, lastWrite);
        gate.Open();

        Assert.Same(stamp, await first);
        await Task.WhenAll(writes);
    }
}
