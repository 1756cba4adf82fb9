using Venueless.Fast.Core.Ports;
using Venueless.Fast.Host.Configuration;
using Venueless.Fast.Storage.Sqlite;

namespace Venueless.Fast.Host.Server;

/// <summary>The open stores behind the ports. Disposing flushes what is being written.</summary>
internal sealed class Stores : IAsyncDisposable
{
    private readonly IAsyncDisposable _database;

    private Stores(IAsyncDisposable database) => _database = database;

    public required IWorldStore Worlds { get; init; }

    public required IUserStore Users { get; init; }

    public required IChatStore Chats { get; init; }

    public required IRoomViewStore RoomViews { get; init; }

    public required IShortTokenStore ShortTokens { get; init; }

    public required ISchemaMigrator Migrator { get; init; }

    public required IAnnouncementStore Announcements { get; init; }

    public required IInviteStore Invites { get; init; }

    public required IWorldImporter Importer { get; init; }

    public required IStoreHealth Health { get; init; }

    /// <summary>Opens what the settings choose; throws <see cref="ConfigurationException"/> for what this version does not have.</summary>
    public static Stores Open(ServerSettings settings, TimeProvider time, ILoggerFactory loggers)
    {
        if (settings.Database.Kind != StoreKind.Sqlite)
        {
            throw new ConfigurationException(
                "database.backend: this version has no PostgreSQL store; set backend = sqlite in [database], or remove all database settings to use SQLite in the data folder");
        }

        if (settings.Redis.IsEnabled)
        {
            throw new ConfigurationException("redis: this version runs as one node without redis; remove the redis settings");
        }

        var folder = Path.GetDirectoryName(settings.Database.File)!;
        if (!Directory.Exists(folder))
        {
            throw new ConfigurationException($"database.name: the folder {folder} does not exist");
        }

        var storage = SqliteStorage.Open(new SqliteOptions { Path = settings.Database.File }, NoVersionKeys.Instance, time, loggers.CreateLogger<SqliteStorage>());
        return new Stores(storage)
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
            Health = storage.Health,
        };
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();
}
