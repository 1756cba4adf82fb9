namespace Venueless.Fast.Storage.Tests.Sqlite;

public sealed class SqliteFormatTests
{
    [Fact]
    public async Task Json_IsStoredAsText()
    {
        await using var store = await TestStore.CreateAsync(StoreKind.Sqlite);
        var user = await store.AddUserAsync();

        await store.Storage.Chat.WriteAsync(store.Message(user));

        Assert.Equal("text", store.Text("SELECT typeof(content) FROM core_chatevent"));
        Assert.Equal("text", store.Text("SELECT typeof(profile) FROM core_user"));
    }
}
