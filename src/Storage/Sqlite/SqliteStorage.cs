using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Sql;
using Venueless.Fast.Storage.Sql.Consoles;
using Venueless.Fast.Storage.Sql.Sessions;
using Venueless.Fast.Storage.Sql.Statements;

namespace Venueless.Fast.Storage.Sqlite;

/// <summary>The embedded store: every port on one SQLite file. Thread-safe. Dispose it last: that flushes what is queued.</summary>
public sealed class SqliteStorage : SqlStorage
{
    private readonly SqliteConnector _connector;

    private SqliteStorage(
        SqliteConnector connector, SqlDatabase database, ISchemaMigrator migrator, IStoreHealth health, TimeProvider time, ILogger logger)
        : base(database, migrator, health, time, logger) => _connector = connector;

    /// <summary>Opens the file, or makes it, and starts the writer. Throws <see cref="StoreUnavailableException"/> if that is not possible.</summary>
    /// <param name="versionKeys">Hears of every version written; outlives the storage.</param>
    public static SqliteStorage Open(SqliteOptions options, IVersionKeys versionKeys, TimeProvider time, ILogger<SqliteStorage> logger)
    {
        options.Validate();
        var connector = new SqliteConnector(options);
        try
        {
            var statements = new SqlStatements(SqliteDialect.Instance);
            var writer = new SqliteWriter(connector.OpenWriter(), () => connector.OpenWriter(), statements.Chat.LastEventId, options, versionKeys, logger);
            var readers = new SqlReaderPool(connector, options.MaxReaders);
            return new SqliteStorage(
                connector,
                new SqlDatabase(readers, writer, statements, new SqliteStamps(writer)),
                new SqliteSchemaMigrator(connector, options.MigrationTimeout, time),
                new SqliteStoreHealth(readers, writer),
                time,
                logger);
        }
        catch (SqliteException exception) when (SqliteErrors.IsUnavailable(exception))
        {
            throw SqliteErrors.Unavailable(exception);
        }
    }
    public override Task<SqlConsole> OpenConsoleAsync(CancellationToken cancellation = default)
    {
        try
        {
            return Task.FromResult<SqlConsole>(new SqliteConsole(_connector, _connector.OpenWriter()));
        }
        catch (SqliteException exception) when (SqliteErrors.IsUnavailable(exception))
        {
            throw SqliteErrors.Unavailable(exception);
        }
    }
}
