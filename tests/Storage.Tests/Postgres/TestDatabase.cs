using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Venueless.Fast.Storage.Postgres;
using Venueless.Fast.Storage.Postgres.Schema;

namespace Venueless.Fast.Storage.Tests.Postgres;

/// <summary>A database of one test's own on the server that <see cref="Variable"/> names; dropped with whoever is still connected.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    /// <summary>For <c>[ServiceFact(TestDatabase.Variable)]</c>.</summary>
    public const string Variable = "VENUELESS_TEST_POSTGRES";

    // The schema is made once per run and copied: making it takes many times as long.
    private static readonly Lazy<Task<string>> Template = new(MakeTemplateAsync);

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
