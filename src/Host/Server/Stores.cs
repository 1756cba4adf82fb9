using System.Diagnostics.Metrics;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Messaging.Delivery;
using Venueless.Fast.Core.Messaging.Nodes;
using Venueless.Fast.Core.Operators;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Host.Configuration;
using Venueless.Fast.Host.Operators;
using Venueless.Fast.Storage;
using Venueless.Fast.Storage.EventIds;
using Venueless.Fast.Storage.Postgres;
using Venueless.Fast.Storage.Redis;
using Venueless.Fast.Storage.Redis.Consoles;
using Venueless.Fast.Storage.Sql.Consoles;
using Venueless.Fast.Storage.Sqlite;

namespace Venueless.Fast.Host.Server;

/// <summary>The open stores behind the ports. Disposing flushes what is being written.</summary>
internal sealed class Stores : IAsyncDisposable
{
    // The largest world is cleared in minutes; a server's batch is over in seconds.
    private static readonly TimeSpan CommandTimeout = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan CommandPatience = TimeSpan.FromSeconds(30);

    private readonly SqlStorage _database;

    // Null: one node without redis.
    private readonly RedisStorage? _redis;

    private readonly ControlSocketNotices _localNotices;

    private Stores(SqlStorage database, string address, RedisStorage? redis, ControlSocketNotices notices)
    {
        _database = database;
        _redis = redis;
        _localNotices = notices;
        Address = address;
        var health = new HealthPart("database", database.Health);
        Health = redis is null ? [health] : [health, new HealthPart("redis", redis.Health)];
    }

    public IWorldStore Worlds => _database.Worlds;

    public IUserStore Users => _database.Users;

    public ILoginStore Logins => _database.Logins;

    public IModerationStore Moderation => _database.Moderation;

    public IBlockStore Blocks => _database.Blocks;

    public IUserSearchStore UserSearch => _database.UserSearch;

    public IWebPushStore WebPush => _database.WebPush;

    public IChatStore Chats => _database.Chat;

    public IDirectChannelStore DirectChannels => _database.DirectChannels;

    public IRoomStore Rooms => _database.Rooms;

    public IReadStateStore ReadStates => _redis?.ReadStates ?? _database.ReadStates;

    public IRoomViewStore RoomViews => _database.RoomViews;

    public IReactionStore Reactions => _database.Reactions;

    public IShortTokenStore ShortTokens => _database.ShortTokens;

    public IAuditLog AuditLog => _database.AuditLog;

    public ISchemaMigrator Migrator => _database.Migrator;

    public IAnnouncementStore Announcements => _database.Announcements;

    public IExhibitionStore Exhibition => _database.Exhibition;

    public IContactStore Contacts => _database.Contacts;

    public IInviteStore Invites => _database.Invites;

    public IQuestionStore Questions => _database.Questions;

    public IPollStore Polls => _database.Polls;

    public IPosterStore Posters => _database.Posters;

    public IRouletteStore Roulette => _database.Roulette;

    public IBigBlueButtonStore BigBlueButton => _database.BigBlueButton;

    public ICleanUpStore CleanUps => _database.CleanUps;

    public IStoredFileStore StoredFiles => _database.StoredFiles;

    public IWorldClearingStore WorldClearing => _database.WorldClearing;

    public IDigitalSambaStore DigitalSamba => _database.DigitalSamba;

    public IWorkLedger Work => _database.Work;

    public ISharedChatState SharedChatState => _redis?.SharedChatState ?? NoSharedChatState.Instance;

    /// <summary>How a command tells the running nodes: through Redis, or the only one through its control socket.</summary>
    public IWorldNotices Notices => _redis?.Notices ?? _localNotices;

    public IWorldImporter Importer => _database.Importer;

    public IWorldCloneStore Clones => _database.Clones;

    public IStaffStore Staff => _database.Staff;

    /// <summary>Null: this node counts by itself.</summary>
    public IReactionTally? ReactionTally => _redis?.ReactionTally;

    /// <summary>Null: this node is alone. After <see cref="JoinAs"/>.</summary>
    public IChannelNodes? ChannelNodes => _redis?.ChannelNodes;

    /// <summary>Null: this node is alone. After <see cref="JoinAs"/>.</summary>
    public IRoomNodes? RoomNodes => _redis?.RoomNodes;

    public IVersionKeys VersionKeys => _redis?.VersionKeys ?? NoVersionKeys.Instance;

    /// <summary>Whether there may be other nodes.</summary>
    public bool HasOtherNodes => _redis is not null;

    /// <summary>Null: nothing is shared with other nodes.</summary>
    public IScheduleImportGate? ScheduleImportGate => _redis?.ScheduleImportGate;

    /// <summary>What <c>/healthcheck/</c> asks.</summary>
    public IReadOnlyList<HealthPart> Health { get; }

    /// <summary>Kind and place of the database, for people.</summary>
    public string Address { get; }

    /// <summary>What connects the nodes, for people.</summary>
    public string Broker => _redis is null ? "in this process, one node without redis" : $"redis at {_redis.Address}, connection registry, read state, reactions, subscribed sockets, presence and version keys";

    /// <summary>Opens what the settings choose; throws <see cref="ConfigurationException"/> when that cannot be.</summary>
    /// <param name="isPatient">For commands with one long transaction: nobody waits for a reply, so long statements and other people's locks are waited for.</param>
    public static async Task<Stores> OpenAsync(ServerSettings settings, TimeProvider time, ILoggerFactory loggers, bool isPatient = false)
    {
        var redis = await OpenRedisAsync(settings.Redis, time, loggers);
        var versionKeys = redis?.VersionKeys ?? NoVersionKeys.Instance;
        var notices = new ControlSocketNotices(DataFolder.ControlSocket(settings), loggers.CreateLogger<ControlSocketNotices>());
        if (settings.Database.Kind == StoreKind.Sqlite)
        {
            return new Stores(OpenSqlite(settings.Database, versionKeys, time, loggers, isPatient), $"SQLite at {settings.Database.File}", redis, notices);
        }

        var options = PostgresOptionsOf(settings.Database, isShared: redis is not null);
        options = isPatient ? options with { CommandTimeout = CommandTimeout, LockTimeout = CommandPatience } : options;
        var eventIds = redis?.EventIds ?? new LocalEventIds();
        return new Stores(PostgresStorage.Open(options, eventIds, versionKeys, time, loggers.CreateLogger<PostgresStorage>()), options.ToString(), redis, notices);
    }

    public Task<SqlConsole> OpenConsoleAsync(CancellationToken cancellation) => _database.OpenConsoleAsync(cancellation);

    /// <summary>Null: there is no redis.</summary>
    public async Task<RedisConsole?> OpenRedisConsoleAsync() => _redis is null ? null : await _redis.OpenConsoleAsync();

    /// <summary>What a transaction's completions publish leaves together; once.</summary>
    public void GatherIn(FanOut fanOut) => _database.GatherIn(fanOut);

    /// <summary>What carries this node's pushes; once.</summary>
    public IBroker OpenBroker(NodeIdentity node, TopicRegistry topics, NodeInbox inbox, Resynchronizer resynchronizer)
    {
        if (_redis is null)
        {
            return new LocalBroker(topics);
        }

        var broker = _redis.OpenBroker(node, topics, inbox, resynchronizer);
        (_database as PostgresStorage)?.HoldChannelsUntil(broker.FlushAsync);
        return broker;
    }

    /// <summary>Makes this process a node; once.</summary>
    public IConnectionRegistry JoinAs(NodeIdentity node) => _redis?.JoinAs(node) ?? new LocalConnectionRegistry();

    /// <summary>After the disposal: what was acknowledged from memory, or owed to other nodes, and no store took, in words for people; empty as a rule.</summary>
    public IReadOnlyList<string> Lost => [.. _database.Lost, .. _redis?.Lost ?? []];

    /// <summary>Writes what is acknowledged from memory and written later: before the node stops. Never throws.</summary>
    public Task FlushAsync() => ReadStates.FlushAsync();

    /// <summary>From now on transactions and messages between nodes are measured; after <see cref="OpenBroker"/>, once.</summary>
    public void RecordIn(Meter meter)
    {
        _database.RecordIn(meter);
        _redis?.RecordIn(meter);
    }

    /// <summary>Listens for operators' commands of any machine; false: there is no Redis that they could come through. Once.</summary>
    public bool TryListenForOperators(NodeIdentity node, OperatorDesk desk)
    {
        _redis?.ListenForOperators(node, desk);
        return _redis is not null;
    }

    // Redis last: what the database's writer commits at the end may have to be announced.
    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        if (_redis is not null)
        {
            await _redis.DisposeAsync();
        }
    }

    /// <summary>Of enabled settings.</summary>
    public static RedisOptions RedisOptionsOf(RedisSettings settings) => new() { Shards = [.. settings.Shards.Select(shard => shard.Value)] };

    private static SqliteStorage OpenSqlite(DatabaseSettings settings, IVersionKeys versionKeys, TimeProvider time, ILoggerFactory loggers, bool isPatient)
    {
        var folder = Path.GetDirectoryName(settings.File)!;
        if (!Directory.Exists(folder))
        {
            throw new ConfigurationException($"database.name: the folder {folder} does not exist");
        }

        var options = new SqliteOptions { Path = settings.File };
        return SqliteStorage.Open(isPatient ? options with { BusyTimeout = CommandPatience } : options, versionKeys, time, loggers.CreateLogger<SqliteStorage>());
    }

    private static PostgresOptions PostgresOptionsOf(DatabaseSettings settings, bool isShared) => new()
    {
        Host = settings.Host,
        Port = settings.Port,
        Database = settings.Name,
        User = settings.User,
        Password = settings.Password.Value,
        IsShared = isShared,
    };

    private static async Task<RedisStorage?> OpenRedisAsync(RedisSettings settings, TimeProvider time, ILoggerFactory loggers)
    {
        if (!settings.IsEnabled)
        {
            return null;
        }

        return await RedisStorage.OpenAsync(RedisOptionsOf(settings), time, loggers.CreateLogger<RedisStorage>());
    }
}
