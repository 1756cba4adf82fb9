using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Venueless.Fast.Core.Domain.Import;
using Venueless.Fast.Host.Server;
using Venueless.Fast.Host.Tests.Configuration;
using Venueless.Fast.Storage.Tests.Postgres;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Crash;

/// <summary>A conference's set-up: PostgreSQL with an imported world, and Redis.</summary>
internal sealed class PostgresCrashStore : CrashStore
{
    private readonly string _folder = Directory.CreateTempSubdirectory("venueless-crash-").FullName;
    private readonly string _database;
    private readonly IAsyncDisposable[] _owned;

    private PostgresCrashStore(string database, string redis, params IAsyncDisposable[] owned)
    {
        _database = database;
        _owned = owned;
        var settings = new NpgsqlConnectionStringBuilder(database);
        Environment = new Dictionary<string, string>
        {
            ["VENUELESS_DATA_DIR"] = _folder,
            ["VENUELESS_DB_TYPE"] = "postgresql",
            ["VENUELESS_DB_HOST"] = settings.Host!,
            ["VENUELESS_DB_PORT"] = settings.Port.ToString(CultureInfo.InvariantCulture),
            ["VENUELESS_DB_NAME"] = settings.Database!,
            ["VENUELESS_DB_USER"] = settings.Username!,
            ["VENUELESS_DB_PASS"] = settings.Password ?? "",
            ["VENUELESS_REDIS_URLS"] = redis,
        };
    }

    public override IReadOnlyDictionary<string, string> Environment { get; }

    /// <summary>On the shared services of the run.</summary>
    public static async Task<PostgresCrashStore> CreateAsync()
    {
        var redis = await TestRedis.CreateAsync();
        var database = await TestPostgres.CreateAsync();
        return await ImportSampleAsync(new PostgresCrashStore(database.ConnectionString, redis.Url, redis, database));
    }

    /// <summary>On the run's PostgreSQL and a Redis of the test's.</summary>
    /// <param name="redis">Its address.</param>
    public static async Task<PostgresCrashStore> CreateAsync(string redis)
    {
        var database = await TestPostgres.CreateAsync();
        return await ImportSampleAsync(new PostgresCrashStore(database.ConnectionString, redis, database));
    }

    /// <summary>On the run's Redis and a PostgreSQL that the test ends and starts.</summary>
    public static async Task<PostgresCrashStore> CreateAsync(OwnServer database)
    {
        var redis = await TestRedis.CreateAsync();
        return await ImportSampleAsync(new PostgresCrashStore(database.ConnectionString, redis.Url, redis));
    }

    public override async Task<IReadOnlyList<StoredEvent>> ReadEventsAsync()
    {
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand("SELECT id, channel_id, content::text FROM core_chatevent ORDER BY id", connection);
        await using var reader = await command.ExecuteReaderAsync();
        var events = new List<StoredEvent>();
        while (await reader.ReadAsync())
        {
            events.Add(new StoredEvent(reader.GetInt64(0), reader.GetGuid(1), reader.GetString(2)));
        }

        return events;
    }

    /// <summary>Sets <c>connection_limit</c> of the world; for servers that start afterwards.</summary>
    public async Task LimitConnectionsAsync(int limit)
    {
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand($$"""UPDATE core_world SET config = config || '{"connection_limit": {{limit}}}'""", connection);
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }

    public override async ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        foreach (var service in _owned)
        {
            await service.DisposeAsync();
        }
    }

    private async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(_database);
        await connection.OpenAsync();
        return connection;
    }

    private static async Task<PostgresCrashStore> ImportSampleAsync(PostgresCrashStore store)
    {
        using var configuration = new ConfigurationFixture();
        foreach (var (name, value) in store.Environment)
        {
            configuration.Variable(name, value);
        }

        await using var stores = await Stores.OpenAsync(configuration.Read(), TimeProvider.System, NullLoggerFactory.Instance);
        await stores.Migrator.MigrateAsync();
        await using var stream = typeof(VenuelessServer).Assembly.GetManifestResourceStream("sample-world.json")!;
        var document = new byte[stream.Length];
        await stream.ReadExactlyAsync(document);
        await stores.Importer.ImportAsync(WorldImport.Parse(document));
        return store;
    }
}
