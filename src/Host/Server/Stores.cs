using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Host.Configuration;
using Venueless.Fast.Storage.Redis;
using Venueless.Fast.Storage.Sqlite;

namespace Venueless.Fast.Host.Server;

/// <summary>The open stores behind the ports. Disposing flushes what is being written.</summary>
internal sealed class Stores : IAsyncDisposable
{
    private readonly IAsyncDisposable _database;

    // Null: one node without redis.
    private readonly RedisStorage? _redis;

    private Stores(IAsyncDisposable database, RedisStorage? redis)
    {
        _database = database;
        _redis = redis;
    }

    public required IWorldStore Worlds { get; init; }

    public required IUserStore Users { get; init; }

    public required IChatStore Chats { get; init; }

    public required IRoomViewStore RoomViews { get; init; }

    public required IShortTokenStore ShortTokens { get; init; }

    public required ISchemaMigrator Migrator { get; init; }

    public required IAnnouncementStore Announcements { get; init; }

    public required IInviteStore Invites { get; init; }

    public required IWorldImporter Importer { get; init; }

    /// <summary>What <c>/healthcheck/</c> asks.</summary>
    public required IReadOnlyList<HealthPart> Health { get; init; }

    public IVersionKeys VersionKeys => _redis?.VersionKeys ?? NoVersionKeys.Instance;

    /// <summary>What connects the nodes, for people.</summary>
    public string Broker => _redis is null ? "in this process, one node without redis" : $"redis at {_redis.Address}, connection registry and version keys; one node";

    /// <summary>Opens what the settings choose; throws <see cref="ConfigurationException"/> for what this version does not have.</summary>
    public static Stores Open(ServerSettings settings, TimeProvider time, ILoggerFactory loggers)
    {
        if (settings.Database.Kind != StoreKind.Sqlite)
        {
            throw new ConfigurationException(
                "database.backend: this version has no PostgreSQL store; set backend = sqlite in [database], or remove all database settings to use SQLite in the data folder");
        }

        var folder = Path.GetDirectoryName(settings.Database.File)!;
        if (!Directory.Exists(folder))
        {
            throw new ConfigurationException($"database.name: the folder {folder} does not exist");
        }

        var storage = SqliteStorage.Open(new SqliteOptions { Path = settings.Database.File }, time, loggers.CreateLogger<SqliteStorage>());
        var redis = OpenRedis(settings.Redis, time, loggers);
        var database = new HealthPart("database", storage.Health);
        return new Stores(storage, redis)
        {
            Worlds = storage.Worlds,
            Users = storage.Users,
            Chats = storage.Chat,
            RoomViews = storage.RoomViews,
            ShortTokens = storage.ShortTokens,
            Announcements = storage.Announcements,
            Invites = storage.Invites,
            Migrator = storage.Migrator,
            Importer = storage.Importer,
            Health = redis is null ? [database] : [database, new HealthPart("redis", redis.Health)],
        };
    }

    /// <summary>Makes this process a node; once.</summary>
    public IConnectionRegistry JoinAs(NodeIdentity node) => _redis?.JoinAs(node) ?? new LocalConnectionRegistry();

    // Redis last: what the database's writer commits at the end may have to be announced.
    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        if (_redis is not null)
        {
            await _redis.DisposeAsync();
        }
    }

    private static RedisStorage? OpenRedis(RedisSettings settings, TimeProvider time, ILoggerFactory loggers)
    {
        if (!settings.IsEnabled)
        {
            return null;
        }

        var options = new RedisOptions { Shards = [.. settings.Shards.Select(shard => shard.Value)] };
        return RedisStorage.Open(options, time, loggers.CreateLogger<RedisStorage>());
    }
}
