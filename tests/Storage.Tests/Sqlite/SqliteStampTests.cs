namespace Venueless.Fast.Storage.Tests.Sqlite;

public sealed class SqliteStampTests
{
    [Fact]
    public async Task ReadStamp_BehindALargeBatch_IsAnsweredBeforeItsCommit()
    {
        await using var store = await TestStore.CreateAsync(StoreKind.Sqlite);
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
