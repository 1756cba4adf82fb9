using System.Globalization;
using Microsoft.Data.Sqlite;
using Venueless.Fast.Storage.Sql.Sessions;

namespace Venueless.Fast.Storage.Sqlite;

/// <summary>Opens connections with the settings that durability and the bounded waits rest on.</summary>
internal sealed class SqliteConnector : SqlConnector
{
    private readonly string _connectionString;
    private readonly TimeSpan _busyTimeout;

    public SqliteConnector(SqliteOptions options)
    {
        SqliteLibrary.EnsureConfigured();
        _busyTimeout = options.BusyTimeout;

        // Pooling off: this folder keeps its own few connections. DefaultTimeout is the driver's own retry loop around SQLite's: the smallest it can do, 0 is endless.
        _connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = options.Path,
            ForeignKeys = true,
            Pooling = false,
            DefaultTimeout = 1,
        }.ToString();
    }

    /// <summary>A connection that writes. Switches the file to WAL, which stays switched.</summary>
    public SqliteSession OpenWriter(TimeSpan? busyTimeout = null) =>
        Open(busyTimeout ?? _busyTimeout, "PRAGMA journal_mode = WAL; PRAGMA journal_size_limit = 67108864; PRAGMA cache_size = -8192;");

    /// <summary>A connection that cannot write.</summary>
    public SqliteSession OpenReader() => Open(_busyTimeout, "PRAGMA query_only = ON; PRAGMA cache_size = -1024;");

    public override ValueTask<SqlSession> OpenReaderAsync(CancellationToken cancellation) => ValueTask.FromResult<SqlSession>(OpenReader());

    public override Exception Translate(Exception exception) => SqliteErrors.Translate(exception);

    private SqliteSession Open(TimeSpan busyTimeout, string settings)
    {
        var connection = new SqliteConnection(_connectionString);
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();

            // FULL: a commit is on the disk before it is acknowledged. In WAL mode that is one flush per batch.
            command.CommandText = string.Create(
                CultureInfo.InvariantCulture,
                $"PRAGMA busy_timeout = {(long)busyTimeout.TotalMilliseconds}; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY; {settings}");
            command.ExecuteNonQuery();
            SqliteFunctions.AddTo(connection);
            return new SqliteSession(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
