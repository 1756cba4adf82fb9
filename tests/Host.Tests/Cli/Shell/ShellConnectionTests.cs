using System.Globalization;
using Venueless.Fast.Storage.Tests.Services;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Cli.Shell;

/// <summary>The prompt's connection to PostgreSQL: lost ones come back, results that are cut are stopped.</summary>
public sealed class ShellConnectionTests : IAsyncLifetime
{
    private const string LoseConnection = "SELECT pg_terminate_backend(pg_backend_pid());\n";
    private const int Rows = 3_000_000;

    private CommandDatabase _database = null!;

    public async Task InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable(TestPostgres.Variable) is { Length: > 0 })
        {
            _database = await CommandDatabase.CreateAsync(DatabaseKind.PostgreSql);
            await _database.Commands.RunWithInputAsync("w\nWorld\n\n", "create_world");
        }
    }

    public async Task DisposeAsync()
    {
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }
    }

    [ServiceFact(TestPostgres.Variable)]
    public async Task Statement_AfterALostConnection_RunsOnANewOne()
    {
        Assert.Equal(1, await _database.Commands.RunWithInputAsync($"{LoseConnection}SELECT 7 AS seven;\nSELECT 8 AS eight;\n", "shell"));

        Assert.Equal(" seven\n-------\n     7\n(1 row)\n eight\n-------\n     8\n(1 row)\n", _database.Commands.Output);
        var errors = _database.Commands.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, errors.Length);
        Assert.StartsWith("The database is not available", errors[0], StringComparison.Ordinal);
        Assert.Equal("The connection was lost and is open again.", errors[1]);
    }

    [ServiceFact(TestPostgres.Variable)]
    public async Task Transaction_ThatLosesItsConnection_IsGivenUpAsAWhole()
    {
        Assert.Equal(1, await _database.Commands.RunWithInputAsync(
            $"BEGIN;\nUPDATE core_world SET title = 'a';\n{LoseConnection}UPDATE core_world SET title = 'b';\nROLLBACK TO SAVEPOINT s;\nUPDATE core_world SET title = 'c';\nCOMMIT;\n"
            + "SELECT title AS t FROM core_world;\n",
            "shell"));

        Assert.EndsWith(" t\n-------\n World\n(1 row)\n", _database.Commands.Output, StringComparison.Ordinal);
        Assert.Equal(4, _database.Commands.Error.Split("statements are ignored up to its end").Length - 1);
        Assert.Equal("World", await _database.TextAsync("SELECT title FROM core_world"));
    }

    [ServiceFact(TestPostgres.Variable)]
    public async Task CutResult_TheRestIsCancelled_AndTheConnectionGoesOn()
    {
        await _database.ExecuteAsync("CREATE SEQUENCE seen");

        Assert.Equal(0, await _database.Commands.RunWithInputAsync($"SELECT nextval('seen') AS n FROM generate_series(1, {Rows});\nSELECT 7 AS seven;\n", "shell"));

        Assert.Contains("(10000 rows, and there are more: use LIMIT)", _database.Commands.Output, StringComparison.Ordinal);
        Assert.EndsWith(" seven\n-------\n     7\n(1 row)\n", _database.Commands.Output, StringComparison.Ordinal);
        Assert.Equal("", _database.Commands.Error);
        Assert.InRange(await SeenAsync(), 10_000, Rows - 1);
    }

    [ServiceFact(TestPostgres.Variable)]
    public async Task CutResult_WithinATransaction_LeavesItAsItIs()
    {
        await _database.ExecuteAsync("CREATE SEQUENCE seen");

        Assert.Equal(0, await _database.Commands.RunWithInputAsync(
            "/* all or nothing */ begin;\nUPDATE core_world SET title = 'x';\nSELECT nextval('seen') FROM generate_series(1, 100000);\nCOMMIT;\n", "shell"));

        Assert.Equal("x", await _database.TextAsync("SELECT title FROM core_world"));
        Assert.Equal(100_000, await SeenAsync());
    }

    [ServiceFact(TestPostgres.Variable)]
    public async Task CutResult_OfAChange_IsNotUndone()
    {
        await _database.ExecuteAsync("CREATE TABLE numbers (n int)");

        Assert.Equal(0, await _database.Commands.RunWithInputAsync("INSERT INTO numbers SELECT generate_series(1, 20000) RETURNING n;\n", "shell"));

        Assert.Contains("(10000 rows, and there are more: use LIMIT)", _database.Commands.Output, StringComparison.Ordinal);
        Assert.Equal("20000", await _database.TextAsync("SELECT COUNT(*) FROM numbers"));
    }

    private async Task<long> SeenAsync() => long.Parse((await _database.TextAsync("SELECT last_value FROM seen"))!, CultureInfo.InvariantCulture);
}
