using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Venueless.Fast.Core.Domain.Import;
using Venueless.Fast.Host.Server;
using Venueless.Fast.Host.Tests.Configuration;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Crash;

/// <summary>A conference's set-up: PostgreSQL with an imported world, and Redis.</summary>
internal sealed class PostgresCrashStore : CrashStore
{
    private readonly string _folder = Directory.CreateTempSubdirectory("venueless-crash-").FullName;
    private readonly TestPostgres _database;
    private readonly TestRedis _redis;

    private PostgresCrashStore(TestPostgres database, TestRedis redis)
    {
        _database = database;
        _redis = redis;
        var settings = database.Settings;
        Environment = new Dictionary<string, string>
        {
            ["VENUELESS_DATA_DIR"] = _folder,
            ["VENUELESS_DB_TYPE"] = "postgresql",
            ["VENUELESS_DB_HOST"] = settings.Host!,
            ["VENUELESS_DB_PORT"] = settings.Port.ToString(CultureInfo.InvariantCulture),
            ["VENUELESS_DB_NAME"] = database.Name,
            ["VENUELESS_DB_USER"] = settings.Username!,
            ["VENUELESS_DB_PASS"] = settings.Password ?? "",
            ["VENUELESS_REDIS_URLS"] = redis.Url,
        };
    }

    public override IReadOnlyDictionary<string, string> Environment { get; }

    public static async Task<PostgresCrashStore> CreateAsync()
    {
        var store = new PostgresCrashStore(await TestPostgres.CreateAsync(), await TestRedis.CreateAsync());
        await store.ImportSampleAsync();
        return store;
    }

    public override async Task<IReadOnlyList<StoredEvent>> ReadEventsAsync()
    {
        await using var connection = await _database.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT id, channel_id, content::text FROM core_chatevent ORDER BY id", connection);
        await using var reader = await command.ExecuteReaderAsync();
        var events = new List<StoredEvent>();
        while (await reader.ReadAsync())
        {
            events.Add(new StoredEvent(reader.GetInt64(0), reader.GetGuid(1), reader.GetString(2)));
        }

        return events;
    }

    public override async ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        await _redis.DisposeAsync();
        await _database.DisposeAsync();
    }

    private async Task ImportSampleAsync()
    {
        using var configuration = new ConfigurationFixture();
        foreach (var (name, value) in Environment)
        {
            configuration.Variable(name, value);
        }

        await using var stores = await Stores.OpenAsync(configuration.Read(), TimeProvider.System, NullLoggerFactory.Instance);
        await stores.Migrator.MigrateAsync();
        await using var stream = typeof(VenuelessServer).Assembly.GetManifestResourceStream("sample-world.json")!;
        var document = new byte[stream.Length];
        await stream.ReadExactlyAsync(document);
        await stores.Importer.ImportAsync(WorldImport.Parse(document));
    }
}
