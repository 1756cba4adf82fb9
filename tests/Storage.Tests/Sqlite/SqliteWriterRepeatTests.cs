using Microsoft.Extensions.Logging.Abstractions;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Sql.Writing;
using Venueless.Fast.Storage.Sqlite;

namespace Venueless.Fast.Storage.Tests.Sqlite;

public sealed class SqliteWriterRepeatTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("venueless-writer-").FullName;

    [Fact]
    public async Task Write_WhenAUnitLosesTheTransaction_RepeatsTheOthersOneByOne()
    {
        await using var writer = Open(out var connector);
        using var gate = new ManualResetEventSlim();
        await writer.WriteAsync(WriteKey.None, 0, static (scope, _) => scope.Prepare("CREATE TABLE numbers (value INTEGER)").ExecuteAsync(), default);

        var held = writer.WriteAsync(WriteKey.None, gate, static (_, gate) => { gate.Wait(); return ValueTask.FromResult(0); }, default);
        var tasks = Enumerable.Range(0, 5).Select(value => value == 2 ? LoseAsync(writer) : AddAsync(writer, value)).ToArray();
        gate.Set();
        await held;

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => tasks[2]);
        Assert.Equal("poison", failure.Message);
        await Task.WhenAll(tasks.Where(static (_, index) => index != 2));
        using var session = connector.OpenReader();
        Assert.Equal("0,1,3,4", session.Prepare("SELECT group_concat(value) FROM numbers").ReadAllNow(static row => row.Text(0)).Single());
    }

    [Fact]
    public async Task Write_AfterTheFileCouldNotBeOpened_WorksAgain()
    {
        var connector = Connect();
        var failures = 0;
        await using var writer = Open(connector, () => failures++ == 0 ? throw new Microsoft.Data.Sqlite.SqliteException("gone", 14) : connector.OpenWriter());

        await Assert.ThrowsAsync<StoreUnavailableException>(
            () => writer.WriteAsync<int, int>(WriteKey.None, 0, static (_, _) => throw new Microsoft.Data.Sqlite.SqliteException("disk I/O error", 10), default));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => writer.WriteAsync(WriteKey.None, 0, static (_, _) => ValueTask.FromResult(1), default));
        Assert.Equal(1, await writer.WriteAsync(WriteKey.None, 0, static (_, _) => ValueTask.FromResult(1), default));
    }

    [Fact]
    public async Task Write_AfterTroubleThatNobodyKnows_WorksAgain()
    {
        var connector = Connect();
        var failures = 0;
        await using var writer = Open(connector, () => failures++ == 0 ? throw new InvalidDataException("odd") : connector.OpenWriter());
        await Assert.ThrowsAsync<StoreUnavailableException>(
            () => writer.WriteAsync<int, int>(WriteKey.None, 0, static (_, _) => throw new Microsoft.Data.Sqlite.SqliteException("disk I/O error", 10), default));

        await Assert.ThrowsAsync<InvalidDataException>(() => writer.WriteAsync(WriteKey.None, 0, static (_, _) => ValueTask.FromResult(1), default));
        Assert.Equal(1, await writer.WriteAsync(WriteKey.None, 0, static (_, _) => ValueTask.FromResult(1), default));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Task<int> AddAsync(SqliteWriter writer, int value) =>
        writer.WriteAsync(WriteKey.None, value, static (scope, value) => scope.Prepare("INSERT INTO numbers VALUES (@value)").Bind("@value", value).ExecuteAsync(), default);

    private static Task<int> LoseAsync(SqliteWriter writer) =>
        writer.WriteAsync<int, int>(
            WriteKey.None,
            0,
            static (scope, _) =>
            {
                ((SqliteSession)scope.Session).Control("ROLLBACK");
                throw new InvalidOperationException("poison");
            },
            default);

    private SqliteWriter Open(out SqliteConnector connector)
    {
        var opened = connector = Connect();
        return Open(opened, () => opened.OpenWriter());
    }

    private static SqliteWriter Open(SqliteConnector connector, Func<SqliteSession> reopen) =>
        new(connector.OpenWriter(), reopen, "SELECT 0", new SqliteOptions { Path = "unused" }, NoVersionKeys.Instance, NullLogger.Instance);

    private SqliteConnector Connect() => new(new SqliteOptions { Path = Path.Combine(_folder, "test.db") });
}
