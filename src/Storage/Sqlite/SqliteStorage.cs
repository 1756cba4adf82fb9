using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Storage.Sqlite;

/// <summary>The embedded store: every port on one SQLite file. Thread-safe. Dispose it last: that flushes what is queued.</summary>
public sealed class SqliteStorage : IAsyncDisposable
{
    private readonly SqliteDatabase _database;

    private SqliteStorage(SqliteDatabase database, SqliteOptions options, TimeProvider time)
    {
        _database = database;
        Migrator = new SqliteSchemaMigrator(database.Connector, options.MigrationTimeout, time);
        Worlds = new SqliteWorldStore(database);
        Users = new SqliteUserStore(database);
        Chat = new SqliteChatStore(database);
        RoomViews = new SqliteRoomViewStore(database);
        ShortTokens = new SqliteShortTokenStore(database);
        Announcements = new SqliteAnnouncementStore(database);
        Invites = new SqliteInviteStore(database);
        Importer = new SqliteWorldImporter(database, time);
        Health = new SqliteStoreHealth(database);
    }

    /// <summary>To be run before any other port is used.</summary>
    public ISchemaMigrator Migrator { get; }

    public IWorldStore Worlds { get; }

    public IUserStore Users { get; }

    public IChatStore Chat { get; }

    public IRoomViewStore RoomViews { get; }

    public IShortTokenStore ShortTokens { get; }

    public IAnnouncementStore Announcements { get; }

    public IInviteStore Invites { get; }

    public IWorldImporter Importer { get; }

    public IStoreHealth Health { get; }

    /// <summary>Transactions committed since the start; with the number of writes it tells how well group commit works.</summary>
    public long CommittedTransactions => _database.Writer.Transactions;

    /// <summary>Opens the file, or makes it, and starts the writer. Throws <see cref="StoreUnavailableException"/> if that is not possible.</summary>
    public static SqliteStorage Open(SqliteOptions options, TimeProvider time, ILogger<SqliteStorage> logger)
    {
        options.Validate();
        var connector = new SqliteConnector(options);
        try
        {
            var statements = new SqliteStatements();
            var writer = new SqliteWriter(connector.OpenWriter(), () => connector.OpenWriter(), statements.Chat.LastEventId, options, logger);
            var database = new SqliteDatabase(connector, new SqliteReaderPool(connector, options.MaxReaders), writer, statements);
            return new SqliteStorage(database, options, time);
        }
        catch (SqliteException exception) when (SqliteErrors.IsUnavailable(exception))
        {
            throw SqliteErrors.Unavailable(exception);
        }
    }

    /// <summary>Commits every queued write, then closes. Writes and reads that come later fail with <see cref="StoreUnavailableException"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        await _database.Writer.DisposeAsync();
        await _database.Readers.DisposeAsync();
    }
}
