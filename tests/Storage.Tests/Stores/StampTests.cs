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
        store.Execute("UPDATE core_user SET show_publicly = FALSE");
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
        store.Execute("UPDATE core_world SET vapid_private_key = '', vapid_public_key = ''");
        var stamp = (await store.Storage.Worlds.LoadAsync(TestStore.World))!.Stamp;

        await store.Storage.Worlds.StoreVapidKeysAsync(TestStore.World, VapidKeys.Create());

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
}
