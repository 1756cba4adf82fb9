using Npgsql;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Postgres;

/// <summary>
/// A migrated database that tests use one after the other: making one takes longer than most tests. The tests' own connections to it stay open between them; a new
/// one costs the server a process that knows nothing yet.
/// </summary>
internal sealed class SharedDatabase : IAsyncDisposable
{
    private readonly TestPostgres _database;
    private readonly NpgsqlDataSource _connections;

    private SharedDatabase(TestPostgres database)
    {
        _database = database;
        _connections = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = true });
    }

    /// <inheritdoc cref="TestPostgres.Settings"/>
    public NpgsqlConnectionStringBuilder Settings => _database.Settings;

    /// <summary>A copy of a database.</summary>
    public static async Task<SharedDatabase> CreateAsync(string template) => new(await TestPostgres.CreateAsync(template));

    public async Task<NpgsqlConnection> OpenAsync() => await _connections.OpenConnectionAsync();

    /// <inheritdoc cref="TestPostgres.CloseAsync"/>
    public async Task<IAsyncDisposable> CloseAsync()
    {
        var closure = await _database.CloseAsync();
        _connections.Clear();
        return closure;
    }

    /// <summary>Nothing but the schema is left. False: the test has changed more than rows.</summary>
    public async Task<bool> TryEmptyAsync(string sql)
    {
        try
        {
            await using var connection = await OpenAsync();
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _connections.DisposeAsync();
        await _database.DisposeAsync();
    }
}
