using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Venueless.Fast.Host.Server;
using Venueless.Fast.Host.Tests.Configuration;
using Venueless.Fast.Host.Tests.Wire;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Postgres;

/// <summary>A migrated database and an empty Redis of one test's own.</summary>
internal sealed class PostgresWireDatabase : WireDatabase
{
    // All rows but those of the schema itself; without regard to what refers to what.
    private const string DeletionsSql =
        """
        SELECT string_agg(format('DELETE FROM %I', tablename), '; ') FROM pg_tables
        WHERE schemaname = 'public' AND tablename NOT IN ('django_migrations', 'django_content_type', 'fast_migrations')
        """;

    // The schema is made once per run and copied: making it takes many times as long.
    private static readonly Lazy<Task<WireTemplate>> Template = new(MakeTemplateAsync);

    // Databases that a test has given back, empty again.
    private static readonly ConcurrentBag<SharedDatabase> Idle = [];

    private readonly SharedDatabase _database;
    private readonly TestRedis _redis;

    private PostgresWireDatabase(SharedDatabase database, TestRedis redis)
    {
        _database = database;
        _redis = redis;
    }

#pragma warning disable VSTHRD003 // Shared by all tests of the run, started by the first.
    public static async Task<PostgresWireDatabase> CreateAsync() =>
        new(Idle.TryTake(out var idle) ? idle : await SharedDatabase.CreateAsync((await Template.Value).Name), await TestRedis.CreateAsync());
#pragma warning restore VSTHRD003

    public override bool IsMigrated => true;

    public override void Configure(ConfigurationFixture configuration)
    {
        Configure(configuration, _database.Settings);
        configuration.Variable("VENUELESS_REDIS_URLS", _redis.Url);
    }

    public override async Task<DbConnection> OpenAsync() => await _database.OpenAsync();

    public override Task<IAsyncDisposable> TakeAwayAsync() => _database.CloseAsync();

    public override async Task<IAsyncDisposable> HoldUserWritesAsync()
    {
        var connection = await _database.OpenAsync();
        await using var command = new NpgsqlCommand("BEGIN; LOCK TABLE core_user IN EXCLUSIVE MODE", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    public override bool HasRedis => true;

    public override Task LoseEventIdsAsync() => _redis.Database.KeyDeleteAsync("chat.event_id");

    public override async Task EndDebounceAsync()
    {
        var server = _redis.Database.Multiplexer.GetServers()[0];
        await foreach (var key in server.KeysAsync(_redis.Database.Database, "reactions:*:*:*:*"))
        {
            await _redis.Database.KeyDeleteAsync(key);
        }
    }

    public override string Joined(string column) => $"string_agg({column}::text, ',')";

    public override string List(IEnumerable<string> values) => $"ARRAY[{string.Join(',', values.Select(static value => $"'{value}'"))}]::varchar[]";

    public override async ValueTask DisposeAsync()
    {
        await _redis.DisposeAsync();
#pragma warning disable VSTHRD003 // Completed long ago.
        if (await _database.TryEmptyAsync((await Template.Value).EmptySql))
#pragma warning restore VSTHRD003
        {
            Idle.Add(_database);
        }
        else
        {
            await _database.DisposeAsync();
        }
    }

    private static void Configure(ConfigurationFixture configuration, NpgsqlConnectionStringBuilder settings) =>
        configuration
            .Variable("VENUELESS_DB_TYPE", "postgresql")
            .Variable("VENUELESS_DB_HOST", settings.Host!)
            .Variable("VENUELESS_DB_PORT", settings.Port.ToString(CultureInfo.InvariantCulture))
            .Variable("VENUELESS_DB_NAME", settings.Database!)
            .Variable("VENUELESS_DB_USER", settings.Username!)
            .Variable("VENUELESS_DB_PASS", settings.Password ?? "");

    private static async Task<WireTemplate> MakeTemplateAsync()
    {
        var database = await TestPostgres.CreateAsync();
        using var configuration = new ConfigurationFixture();
        Configure(configuration, database.Settings);
        await using (var stores = await Stores.OpenAsync(configuration.Read(), TimeProvider.System, NullLoggerFactory.Instance))
        {
            await stores.Migrator.MigrateAsync();
        }

        await using var connection = await database.OpenAsync();
        await using var command = new NpgsqlCommand(DeletionsSql, connection);
        return new WireTemplate(database.Name, $"SET session_replication_role = replica; {await command.ExecuteScalarAsync()}");
    }
}
