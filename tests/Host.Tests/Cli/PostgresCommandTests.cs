using System.Globalization;
using Npgsql;
using Venueless.Fast.Host.Server;
using Venueless.Fast.Storage.Tests.Services;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Cli;

/// <summary>operations.md section 3.1 on PostgreSQL, through the command line.</summary>
public sealed class PostgresCommandTests : IAsyncLifetime, IDisposable
{
    private readonly CommandFixture _fixture = new();
    private TestPostgres? _database;

    public async Task InitializeAsync()
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(TestPostgres.Variable)))
        {
            return;
        }

        _database = await TestPostgres.CreateAsync();
        var settings = _database.Settings;
        _fixture.Configuration
            .Variable("VENUELESS_DB_HOST", settings.Host!)
            .Variable("VENUELESS_DB_PORT", settings.Port.ToString(CultureInfo.InvariantCulture))
            .Variable("VENUELESS_DB_NAME", _database.Name)
            .Variable("VENUELESS_DB_USER", settings.Username!)
            .Variable("VENUELESS_DB_PASS", settings.Password ?? "")
            .Variable("VENUELESS_LISTEN", "127.0.0.1:0");
    }

    public async Task DisposeAsync()
    {
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }
    }

    public void Dispose() => _fixture.Dispose();

    [ServiceFact(TestPostgres.Variable)]
    public async Task Migrate_OnAnEmptyDatabase_MakesEverythingOnce()
    {
        Assert.Equal(0, await _fixture.RunAsync("showmigrations"));
        Assert.Equal(["auth", "contenttypes", "control", "core", "multifactor", "sessions", "storage", "fast"], _fixture.Lines.Where(static line => line[0] != ' '));
        Assert.DoesNotContain("[X]", _fixture.Output, StringComparison.Ordinal);

        Assert.Equal(0, await _fixture.RunAsync("migrate", "--noinput"));
        Assert.Equal("Applied reference_schema", _fixture.Lines[0]);
        Assert.Equal(0, await _fixture.RunAsync("migrate"));
        Assert.Equal("No migrations to apply.\n", _fixture.Output);

        Assert.Equal(0, await _fixture.RunAsync("showmigrations"));
        Assert.Equal(91, _fixture.Lines.TakeWhile(static line => line != "fast").Count(static line => line.StartsWith(" [X] ", StringComparison.Ordinal)));
        Assert.DoesNotContain("[ ]", _fixture.Output, StringComparison.Ordinal);
        Assert.Equal(0, await _fixture.RunAsync("showmigrations", "sessions"));
        Assert.Equal("sessions\n [X] 0001_initial\n", _fixture.Output);
    }

    [ServiceFact(TestPostgres.Variable)]
    public async Task Migrate_OnAnOlderInstallation_StopsWithTheList()
    {
        await _fixture.RunAsync("migrate");
        await ExecuteAsync("DELETE FROM django_migrations WHERE app = 'core' AND name LIKE '0067%'");

        Assert.Equal(1, await _fixture.RunAsync("migrate"));

        Assert.Contains("0067_world_vapid_private_key_world_vapid_public_key_and_more", _fixture.Error, StringComparison.Ordinal);
        Assert.Equal("", _fixture.Output);
    }

    [ServiceFact(TestPostgres.Variable)]
    public async Task CreateWorld_IsListed()
    {
        await _fixture.RunAsync("migrate");

        Assert.Equal(0, await _fixture.RunWithInputAsync("myevent\nMy Event\nmyevent.example.org\n", "create_world"));

        Assert.Equal(0, await _fixture.RunAsync("list_worlds"));
        Assert.Equal("myevent             My Event                          https://myevent.example.org", _fixture.Lines[1]);
    }

    [ServiceFact(TestPostgres.Variable)]
    public async Task WebWorker_WithoutTheSchema_DoesNotStart()
    {
        Assert.Equal(1, await _fixture.RunAsync("webworker"));

        Assert.Contains("\nThe database lacks steps of its schema; run the command migrate first. Missing:\n  auth: 0001_initial\n", _fixture.Error, StringComparison.Ordinal);
    }

    [ServiceFact(TestPostgres.Variable)]
    public async Task Start_OfTwoNodesOnAnEmptyDatabase_BothServe()
    {
        var first = VenuelessServer.StartAsync(_fixture.Configuration.Read());
        var second = VenuelessServer.StartAsync(_fixture.Configuration.Read());
        foreach (var server in await Task.WhenAll(first, second))
        {
            using var http = new HttpClient();
            Assert.Equal("OK", await http.GetStringAsync($"http://127.0.0.1:{server.Address.Port}/healthcheck/"));
            await server.DisposeAsync();
        }
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = await _database!.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
