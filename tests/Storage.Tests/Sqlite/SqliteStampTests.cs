using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Storage.Tests.Sqlite;

public sealed class SqliteStampTests
{
    [Fact]
    public async Task ReadStamp_WithoutChanges_StaysTheSame()
    {
        await using var store = await TestStore.CreateAsync();
        var user = await store.AddUserAsync();
        var worldStamp = await store.Storage.Worlds.ReadStampAsync(TestStore.World);
        var userStamp = await store.Storage.Users.ReadStampAsync(user);

        await store.Storage.Chat.WriteAsync(store.Message(user));

        Assert.Equal(worldStamp, await store.Storage.Worlds.ReadStampAsync(TestStore.World));
        Assert.Equal(userStamp, await store.Storage.Users.ReadStampAsync(user));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ReadStamp_AfterAnEditByAnotherConnection_Changes(bool writesToo)
    {
        await using var store = await TestStore.CreateAsync();
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

    [Fact]
    public async Task ReadStamp_AfterOwnWorldEdit_Changes()
    {
        await using var store = await TestStore.CreateAsync();
        var stamp = (await store.Storage.Worlds.LoadAsync(TestStore.World))!.Stamp;

        await store.Storage.Worlds.CreateAsync(WorldDefaults.NewWorld(new WorldId("other"), "Other", null, "secret"));

        Assert.NotEqual(stamp, await store.Storage.Worlds.ReadStampAsync(TestStore.World));
    }

    [Fact]
    public async Task ReadStamp_BesideManyWrites_IsAnswered()
    {
        await using var store = await TestStore.CreateAsync();
        var user = await store.AddUserAsync();
        var stamp = await store.Storage.Users.ReadStampAsync(user);

        var writes = Enumerable.Range(0, 2000).Select(_ => store.Storage.Chat.WriteAsync(store.Message(user))).ToArray();
        for (var count = 0; count < 50; count++)
        {
            Assert.Equal(stamp, await store.Storage.Users.ReadStampAsync(user));
        }

        await Task.WhenAll(writes);
    }

    [Fact]
    public async Task ReadStamp_BehindALargeBatch_IsAnsweredBeforeItsCommit()
    {
        await using var store = await TestStore.CreateAsync();
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
