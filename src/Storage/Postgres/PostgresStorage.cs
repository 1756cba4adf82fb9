using Microsoft.Extensions.Logging;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.EventIds;
using Venueless.Fast.Storage.Postgres.Schema;
using Venueless.Fast.Storage.Sql;
using Venueless.Fast.Storage.Sql.Sessions;
using Venueless.Fast.Storage.Sql.Statements;

namespace Venueless.Fast.Storage.Postgres;

/// <summary>Every port on a PostgreSQL database (11 or later) with the reference server's schema. Thread-safe. Dispose it last: that flushes what is queued.</summary>
public sealed class PostgresStorage : SqlStorage
{
    private readonly PostgresConnector _connector;

    private PostgresStorage(PostgresConnector connector, SqlDatabase database, TimeProvider time, ILogger logger)
        : base(database, new PostgresSchemaMigrator(connector.Source, time, logger), new PostgresStoreHealth(database.Readers), time, logger) =>
        _connector = connector;

    /// <summary>Connects when the first command needs it; a server that is away makes commands unavailable and nothing else.</summary>
    /// <param name="eventIds">Where the ids of chat events come from; outlives the storage, like <paramref name="versionKeys"/>.</param>
    /// <param name="versionKeys">Hears of every version written.</param>
    public static PostgresStorage Open(
        PostgresOptions options, IEventIdSource eventIds, IVersionKeys versionKeys, TimeProvider time, ILogger<PostgresStorage> logger)
    {
        options.Validate();
        var connector = new PostgresConnector(options);
        var statements = new SqlStatements(PostgresDialect.Instance);
        var readers = new SqlReaderPool(connector, options.MaxReaders);
        var lastEventId = statements.Chat.LastEventId;
        var writer = new PostgresWriter(
            new WriterConnection(connector), lastEventId, ReadHighestStoredAsync, options, eventIds, versionKeys, logger);
        return new PostgresStorage(connector, new SqlDatabase(readers, writer, statements, new PostgresStamps(readers)), time, logger);

        async ValueTask<long> ReadHighestStoredAsync(CancellationToken cancellation) =>
            await readers.ReadAsync(lastEventId, static (session, sql) => session.Prepare(sql).ReadNumberAsync(), cancellation) ?? 0;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _connector.DisposeAsync();
    }
}
