using Microsoft.Extensions.Logging.Abstractions;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Sql.Writing;
using Venueless.Fast.Storage.Sqlite;

namespace Venueless.Fast.Storage.Tests.Sqlite;

/// <summary>Units of one batch succeed and fail alone, with and without savepoints between them.</summary>
public sealed class SqliteWriterUnitTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("venueless-writer-").FullName;
    private readonly SqliteConnector _connector;
    private int _runs;

    public SqliteWriterUnitTests() => _connector = new SqliteConnector(new SqliteOptions { Path = Path.Combine(_folder, "test.db") });

    [Fact]
    public async Task Write_WhenAUnitFailsAfterItHasWritten_UndoesItAlone()
    {
        await using var writer = await OpenAsync();

        var failed = await RunBatchAsync(writer, static (writer, test, value) => value == 2 ? test.FailAsync(writer, value, writes: true) : test.AddAsync(writer, value));

        Assert.Equal([2], failed);
        Assert.Equal("0,1,3,4", Numbers());
    }

    [Fact]
    public async Task Write_WhenAUnitFailsBeforeItHasWritten_RunsTheOthersOnce()
    {
        await using var writer = await OpenAsync();

        var failed = await RunBatchAsync(writer, static (writer, test, value) => value == 2 ? test.FailAsync(writer, value, writes: false) : test.AddAsync(writer, value));

        Assert.Equal([2], failed);
        Assert.Equal("0,1,3,4", Numbers());
        Assert.Equal(5, _runs);
    }

    [Fact]
    public async Task Write_AfterAFailureThatHadWritten_RunsLaterBatchesOnce()
    {
        await using var writer = await OpenAsync();
        await RunBatchAsync(writer, static (writer, test, value) => value == 2 ? test.FailAsync(writer, value, writes: true) : test.AddAsync(writer, value));
        _runs = 0;

        var failed = await RunBatchAsync(
            writer, static (writer, test, value) => value % 2 == 0 ? test.FailAsync(writer, value, writes: true) : test.AddAsync(writer, 10 + value));

        Assert.Equal([0, 2, 4], failed);
        Assert.Equal("0,1,3,4,11,13", Numbers());
        Assert.Equal(5, _runs);
    }

    [Fact]
    public async Task Write_WhenAUnitBreaksADeferredKey_FailsItAlone()
    {
        await using var writer = await OpenAsync();

        var failed = await RunBatchAsync(
            writer,
            static (writer, test, value) => value == 2
                ? writer.WriteAsync(WriteKey.None, 0, static (scope, _) => scope.Prepare("INSERT INTO children VALUES (99)").ExecuteAsync(), default)
                : test.AddAsync(writer, value));

        Assert.Equal([2], failed);
        Assert.Equal("0,1,3,4", Numbers());
    }

    [Fact]
    public async Task InsertAsync_GivesTheIdOfTheRowOrNull()
    {
        await using var writer = await OpenAsync();
        const string Insert = "INSERT INTO ids (value) SELECT @value WHERE @value > 0";

        Task<long?> Write(long value) =>
            writer.WriteAsync(WriteKey.None, value, static (scope, value) => scope.Prepare(Insert).Bind("@value", value).InsertAsync(), default);

        Assert.Equal(1, await Write(7));
        Assert.Null(await Write(-1));
        Assert.Equal(2, await Write(8));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Five units in one transaction; those that failed.</summary>
    private async Task<int[]> RunBatchAsync(SqliteWriter writer, Func<SqliteWriter, SqliteWriterUnitTests, int, Task<int>> write)
    {
        using var gate = new ManualResetEventSlim();
        var held = writer.WriteAsync(WriteKey.None, gate, static (_, gate) => { gate.Wait(); return ValueTask.FromResult(0); }, default);
        var tasks = Enumerable.Range(0, 5).Select(value => write(writer, this, value)).ToArray();
        gate.Set();
        await held;
        await Task.WhenAll(tasks).ContinueWith(static _ => { }, TaskScheduler.Default);
        return [.. Enumerable.Range(0, 5).Where(value => tasks[value].IsFaulted)];
    }

    private Task<int> AddAsync(SqliteWriter writer, int value) =>
        writer.WriteAsync(
            WriteKey.None,
            (Test: this, value),
            static (scope, from) =>
            {
                from.Test._runs++;
                return scope.Prepare("INSERT INTO numbers VALUES (@value)").Bind("@value", from.value).ExecuteAsync();
            },
            default);

    private Task<int> FailAsync(SqliteWriter writer, int value, bool writes) =>
        writer.WriteAsync<(SqliteWriterUnitTests Test, int Value, bool Writes), int>(
            WriteKey.None,
            (this, value, writes),
            static async (scope, from) =>
            {
                from.Test._runs++;
                if (from.Writes)
                {
                    await scope.Prepare("INSERT INTO numbers VALUES (@value)").Bind("@value", from.Value).ExecuteAsync();
                }

                throw new StoreRefusedException("No.");
            },
            default);

    private async Task<SqliteWriter> OpenAsync()
    {
        var writer = new SqliteWriter(
            _connector.OpenWriter(), () => _connector.OpenWriter(), "SELECT 0", new SqliteOptions { Path = "unused" }, NoVersionKeys.Instance, NullLogger.Instance);
        foreach (var table in (string[])
            [
                "CREATE TABLE numbers (value INTEGER)",
                "CREATE TABLE ids (id INTEGER PRIMARY KEY, value INTEGER)",
                "CREATE TABLE parents (id INTEGER PRIMARY KEY)",
                "CREATE TABLE children (parent INTEGER REFERENCES parents (id) DEFERRABLE INITIALLY DEFERRED)",
            ])
        {
            await writer.WriteAsync(WriteKey.None, table, static (scope, table) => scope.Prepare(table).ExecuteAsync(), default);
        }

        return writer;
    }

    private string Numbers()
    {
        using var session = _connector.OpenReader();
        return session.Prepare("SELECT group_concat(value) FROM (SELECT value FROM numbers ORDER BY value)").ReadAllNow(static row => row.Text(0)).Single();
    }
}
