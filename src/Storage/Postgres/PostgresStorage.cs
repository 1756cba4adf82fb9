using Microsoft.Extensions.Logging;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.EventIds;
using Venueless.Fast.Storage.Postgres.Merging;
using Venueless.Fast.Storage.Postgres.Schema;
using Venueless.Fast.Storage.Sql;
using Venueless.Fast.Storage.Sql.Consoles;
using Venueless.Fast.Storage.Sql.Sessions;
using Venueless.Fast.Storage.Sql.Statements;

namespace Venueless.Fast.Storage.Postgres;

/// <summary>Every port on a PostgreSQL database (11 or later) with the reference server's schema. Thread-safe. Dispose it last: that flushes what is queued.</summary>
public sealed class PostgresStorage : SqlStorage
{
    private readonly PostgresConnector _connector;
    private readonly PostgresWriter _writer;

    private PostgresStorage(PostgresConnector connector, PostgresWriter writer, SqlDatabase database, TimeProvider time, ILogger logger)
        : base(database, new PostgresSchemaMigrator(connector.Source, time, logger), new PostgresStoreHealth(database.Readers), time, logger)
    {
        _connector = connector;
        _writer = writer;
    }

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
            new WriterConnection(connector), new MergedForms(statements), lastEventId, ReadHighestStoredAsync, options, eventIds, versionKeys, logger);
        return new PostgresStorage(connector, writer, new SqlDatabase(readers, writer, statements, new PostgresStamps(readers)), time, logger);

        async ValueTask<long> ReadHighestStoredAsync(CancellationToken cancellation) =>
            await readers.ReadAsync(lastEventId, static (session, sql) => session.Prepare(sql).ReadNumberAsync(), cancellation) ?? 0;
    }

    /// <summary>
    /// For a node among others: no other one takes an event id of a channel before what this one has published about the channel is on its way. Called once, at the start.
    /// </summary>
    /// <param name="published">Completes when everything published so far is in the order of all nodes; never throws.</param>
    public void HoldChannelsUntil(Func<ValueTask> published) => _writer.HoldChannelsUntil(published);

    public override Task<SqlConsole> OpenConsoleAsync(CancellationToken cancellation = default) => PostgresConsole.OpenAsync(_connector, cancellation);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _connector.DisposeAsync();
    }
}
