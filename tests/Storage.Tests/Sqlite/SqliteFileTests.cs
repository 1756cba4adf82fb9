using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Sql.Statements;
using Venueless.Fast.Storage.Sqlite;

namespace Venueless.Fast.Storage.Tests.Sqlite;

public sealed class SqliteFileTests
{
    [Fact]
    public async Task UnreadPointer_IsFoundThroughThePartialIndex()
    {
        await using var store = await TestStore.CreateAsync(StoreKind.Sqlite);

        using var foreign = store.OpenForeign();
        using var command = foreign.CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + new ChatSql(SqliteDialect.Instance).UnreadPointer;
        command.Parameters.Add(new SqliteParameter("@channel", store.Channel.ToString()));
        using var plan = command.ExecuteReader();
        Assert.True(plan.Read());

        Assert.Contains("core_chatevent_channel_id_id_content", plan.GetString(3), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_WhenSomebodyElseHoldsTheFile_IsUnavailableForAWhile()
    {
        await using var store = await TestStore.CreateAsync(StoreKind.Sqlite, new StoreLimits(LockTimeout: TimeSpan.FromMilliseconds(50)));
        var user = await store.AddUserAsync();
        using (var foreign = store.OpenForeign())
        {
            using var command = foreign.CreateCommand();
            command.CommandText = "BEGIN EXCLUSIVE";
            command.ExecuteNonQuery();

            var refused = store.Storage.Chat.WriteAsync(store.Message(user)).WaitAsync(TimeSpan.FromSeconds(10));
            await Assert.ThrowsAsync<StoreUnavailableException>(() => refused);
            Assert.NotNull(await store.Storage.Users.FindAsync(TestStore.World, user));
            await store.Storage.Health.CheckAsync();

            command.CommandText = "ROLLBACK";
            command.ExecuteNonQuery();
        }

        var write = store.Message(user);
        await store.Storage.Chat.WriteAsync(write);
        Assert.NotNull(write.Outcome);
    }

    [Fact]
    public void Open_WhenTheFolderDoesNotExist_IsUnavailable()
    {
        var path = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString(), "test.db");

        Assert.Throws<StoreUnavailableException>(() => SqliteStorage.Open(
            new SqliteOptions { Path = path },
            NoVersionKeys.Instance,
            TimeProvider.System,
            NullLogger<SqliteStorage>.Instance));
    }
}
