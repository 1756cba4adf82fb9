using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Venueless.Fast.Storage.Postgres;
using Venueless.Fast.Storage.Postgres.Schema;

namespace Venueless.Fast.Storage.Tests.Postgres;

/// <summary>
/// A database of one test's own on the server that <see cref="Variable"/> names; dropped with whoever is still connected, or emptied for the next test: making and dropping
/// one costs the server more than most tests.
/// </summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    /// <summary>For <c>[ServiceFact(TestDatabase.Variable)]</c>.</summary>
    public const string Variable = "VENUELESS_TEST_POSTGRES";

    // Deletes all rows but those of the schema itself, without regard to what refers to what, and lets ids begin anew.
    private const string EmptyingSql =
        """
        SELECT string_agg(format('DELETE FROM %I', relname), '; ') FILTER (WHERE relkind = 'r')
          || '; ' || string_agg(format('SELECT setval(%L, seqstart, false) FROM pg_sequence WHERE seqrelid = %L::regclass', relname, relname), '; ') FILTER (WHERE relkind = 'S')
        FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relname !~ '^(django_migrations|django_content_type|fast_migrations)'
        """;

    private const string OthersSql = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";

    // Changes with the schema, with settings of the database and with statistics, by which plans are chosen.
    private const string FingerprintSql =
        """
        SELECT concat_ws(
          '/', count(*), max(xmin::text::bigint), (SELECT concat_ws('/', count(*), max(xmin::text::bigint)) FROM pg_attribute),
          (SELECT concat_ws('/', count(*), max(xmin::text::bigint)) FROM pg_constraint), (SELECT concat_ws('/', count(*), max(xmin::text::bigint)) FROM pg_attrdef),
          (SELECT count(*) FROM pg_proc), (SELECT count(*) FROM pg_trigger), (SELECT count(*) FROM pg_statistic),
          (SELECT count(*) FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase WHERE d.datname = current_database()))
        FROM pg_class
        """;

    // The schema is made once per run and copied: making it takes many times as long.
    private static readonly Lazy<Task<string>> Template = new(MakeTemplateAsync);

    private static readonly ConcurrentBag<TestDatabase> Idle = [];

    // Of a database that may be given back.
    private string? _emptying;
    private string? _fingerprint;

    private readonly string _name;

    private TestDatabase(string name)
    {
        _name = name;
        ConnectionString = new NpgsqlConnectionStringBuilder(ServerConnectionString) { Database = name }.ConnectionString;
        DataSource = NpgsqlDataSource.Create(ConnectionString);
    }

    public string ConnectionString { get; }

    public NpgsqlDataSource DataSource { get; }

    /// <summary>For a store on this database; few readers, because many tests run at once.</summary>
    public PostgresOptions Options
    {
        get
        {
            var settings = new NpgsqlConnectionStringBuilder(ConnectionString);
            return new PostgresOptions
            {
                Host = settings.Host!,
                Port = settings.Port,
                Database = settings.Database!,
                User = settings.Username!,
                Password = settings.Password ?? "",
                MaxReaders = 4,
            };
        }
    }

    private static string ServerConnectionString => Environment.GetEnvironmentVariable(Variable)!;

    /// <summary>Nothing in it.</summary>
    public static async Task<TestDatabase> CreateAsync() => await CreateAsync("template1");

    /// <summary>With the schema of this version and no worlds.</summary>
#pragma warning disable VSTHRD003 // Shared by all tests of the run, started by the first.
    public static async Task<TestDatabase> CreateMigratedAsync() => await CreateAsync(await Template.Value);
#pragma warning restore VSTHRD003

    /// <summary>As <see cref="CreateMigratedAsync"/>, perhaps used before; to be ended by <see cref="GiveBackAsync"/>.</summary>
    public static async Task<TestDatabase> TakeMigratedAsync()
    {
        if (Idle.TryTake(out var idle))
        {
            return idle;
        }

        var database = await CreateMigratedAsync();
        database._emptying = Assert.Single(await database.TextsAsync(EmptyingSql));
        database._fingerprint = Assert.Single(await database.TextsAsync(FingerprintSql));
        return database;
    }

    /// <summary>Ends everybody's connections and empties it for the next test, or drops it when the test has changed more than rows.</summary>
    public async Task GiveBackAsync()
    {
        using (var foreign = new NpgsqlConnection(ConnectionString))
        {
            NpgsqlConnection.ClearPool(foreign);
        }

        if (await TryEmptyAsync())
        {
            Idle.Add(this);
        }
        else
        {
            await DisposeAsync();
        }
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The first column of all rows as text; SQL NULL is an empty text.</summary>
    public async Task<IReadOnlyList<string>> TextsAsync(string sql)
    {
        var texts = new List<string>();
        await using var command = DataSource.CreateCommand(sql);
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            texts.Add(rows.IsDBNull(0) ? "" : Convert.ToString(rows.GetValue(0), CultureInfo.InvariantCulture)!);
        }

        return texts;
    }

    public async Task<long> NumberAsync(string sql) => long.Parse(Assert.Single(await TextsAsync(sql)), CultureInfo.InvariantCulture);

    public async ValueTask DisposeAsync()
    {
        await DataSource.DisposeAsync();
        await OnServerAsync($"DROP DATABASE {_name} WITH (FORCE)");
    }

    private async Task<bool> TryEmptyAsync()
    {
        try
        {
            await ExecuteAsync(OthersSql);
            if (Assert.Single(await TextsAsync(FingerprintSql)) != _fingerprint)
            {
                return false;
            }

            await ExecuteAsync($"SET lock_timeout = '5s'; SET session_replication_role = replica; {_emptying}");
            return true;
        }
        catch (NpgsqlException)
        {
            // The test ended this connection, too, or somebody still holds a lock.
            return false;
        }
    }

    private static async Task<TestDatabase> CreateAsync(string template)
    {
        var name = $"venueless_test_{Guid.NewGuid():N}";
        await OnServerAsync($"CREATE DATABASE {name} TEMPLATE {template}");
        return new TestDatabase(name);
    }

    private static async Task<string> MakeTemplateAsync()
    {
        var template = await CreateAsync();
        await new PostgresSchemaMigrator(template.DataSource, TimeProvider.System, NullLogger.Instance).MigrateAsync();
        await template.DataSource.DisposeAsync();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Drop(template._name);
        return template._name;
    }

    private static void Drop(string name)
    {
        try
        {
            using var connection = new NpgsqlConnection(ServerConnectionString);
            connection.Open();
            using var command = new NpgsqlCommand($"DROP DATABASE {name} WITH (FORCE)", connection);
            command.ExecuteNonQuery();
        }
        catch (NpgsqlException)
        {
            // The server ended before us and took everything with it.
        }
    }

    private static async Task OnServerAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ServerConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
