using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Venueless.Fast.Core.Messaging.Delivery;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Sql;
using Venueless.Fast.Storage.Sql.Consoles;
using Venueless.Fast.Storage.Sql.Stores;

namespace Venueless.Fast.Storage;

/// <summary>Every port on one database. Thread-safe. Dispose it last: that flushes what is queued.</summary>
public abstract class SqlStorage : IAsyncDisposable
{
    private readonly SqlDatabase _database;
    private readonly SqlReadStateStore _readStates;

    private protected SqlStorage(SqlDatabase database, ISchemaMigrator migrator, IStoreHealth health, TimeProvider time, ILogger logger)
    {
        _database = database;
        Migrator = migrator;
        Health = health;
        Worlds = new SqlWorldStore(database);
        Users = new SqlUserStore(database);
        Logins = new SqlLoginStore(database);
        Moderation = new SqlModerationStore(database);
        Blocks = new SqlBlockStore(database);
        UserSearch = new SqlUserSearchStore(database);
        WebPush = new SqlWebPushStore(database);
        Chat = new SqlChatStore(database);
        DirectChannels = new SqlDirectChannelStore(database);
        Rooms = new SqlRoomStore(database);
        _readStates = new SqlReadStateStore(database, time, logger);
        RoomViews = new SqlRoomViewStore(database);
        Reactions = new SqlReactionStore(database);
        ShortTokens = new SqlShortTokenStore(database);
        AuditLog = new SqlAuditLog(database);
        Announcements = new SqlAnnouncementStore(database);
        Exhibition = new SqlExhibitionStore(database);
        Contacts = new SqlContactStore(database);
        Invites = new SqlInviteStore(database);
        Questions = new SqlQuestionStore(database);
        Polls = new SqlPollStore(database);

        Posters = new SqlPosterStore(database);
        Roulette = new SqlRouletteStore(database);
        BigBlueButton = new SqlBigBlueButtonStore(database);
        Importer = new SqlWorldImporter(database, time);
        CleanUps = new SqlCleanUpStore(database);
        StoredFiles = new SqlStoredFileStore(database);
        WorldClearing = new SqlWorldClearingStore(database);
        DigitalSamba = new SqlDigitalSambaStore(database);
        Work = new SqlWorkLedger(database);
        Clones = new SqlWorldCloneStore(database);
        Staff = new SqlStaffStore(database);
    }

    /// <summary>To be run before any other port is used.</summary>
    public ISchemaMigrator Migrator { get; }

    public IWorldStore Worlds { get; }

    public IUserStore Users { get; }

    public ILoginStore Logins { get; }

    public IModerationStore Moderation { get; }

    public IBlockStore Blocks { get; }

    public IUserSearchStore UserSearch { get; }

    public IWebPushStore WebPush { get; }

    public IChatStore Chat { get; }

    public IDirectChannelStore DirectChannels { get; }

    public IRoomStore Rooms { get; }

    /// <summary>For one node without Redis.</summary>
    public IReadStateStore ReadStates => _readStates;

    public IRoomViewStore RoomViews { get; }

    public IReactionStore Reactions { get; }

    public IShortTokenStore ShortTokens { get; }

    public IAuditLog AuditLog { get; }

    public IAnnouncementStore Announcements { get; }

    public IExhibitionStore Exhibition { get; }

    public IContactStore Contacts { get; }

    public IInviteStore Invites { get; }

    public IQuestionStore Questions { get; }

    public IPollStore Polls { get; }

    public IPosterStore Posters { get; }

    public IRouletteStore Roulette { get; }

    public IBigBlueButtonStore BigBlueButton { get; }

    public IWorldImporter Importer { get; }

    public ICleanUpStore CleanUps { get; }

    public IStoredFileStore StoredFiles { get; }

    public IWorldClearingStore WorldClearing { get; }

    public IDigitalSambaStore DigitalSamba { get; }

    public IWorkLedger Work { get; }

    public IWorldCloneStore Clones { get; }

    public IStaffStore Staff { get; }

    public IStoreHealth Health { get; }

    /// <summary>Transactions committed since the start; with the number of writes it tells how well group commit works.</summary>
    public long CommittedTransactions => _database.Writer.Transactions;

    /// <summary>After the disposal: what was acknowledged from memory and could not be stored, in words for people; empty as a rule.</summary>
    public IReadOnlyList<string> Lost => _readStates.Lost;

    /// <summary>What the completions of one transaction publish leaves together. Called once, at the start.</summary>
    public void GatherIn(FanOut fanOut) => _database.Writer.GatherIn(fanOut);

    /// <summary>From now on the writer's transactions are measured; once.</summary>
    public void RecordIn(Meter meter) => _database.Writer.Meter.RecordIn(meter);

    /// <summary>A connection for statements of an operator.</summary>
    public abstract Task<SqlConsole> OpenConsoleAsync(CancellationToken cancellation = default);

    /// <summary>Commits every queued write, then closes. Writes and reads that come later fail with <see cref="StoreUnavailableException"/>.</summary>
    public virtual async ValueTask DisposeAsync()
    {
        await _readStates.DisposeAsync();
        await _database.Writer.DisposeAsync();
        await _database.Readers.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
