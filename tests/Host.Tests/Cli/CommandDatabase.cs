using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Cli;

/// <summary>A migrated database of one test's own, the commands that are configured for it, and a look at its rows.</summary>
internal sealed class CommandDatabase : IAsyncDisposable
{
    private readonly TestPostgres? _postgres;

    private CommandDatabase(TestPostgres? postgres) => _postgres = postgres;

    public CommandFixture Commands { get; } = new();

    public bool IsPostgreSql => _postgres is not null;

    /// <summary>The folder of stored files.</summary>
    public string Media => Path.Combine(Commands.Configuration.Folder, "data", "media");

    public static async Task<CommandDatabase> CreateAsync(DatabaseKind kind)
    {
        var database = new CommandDatabase(kind == DatabaseKind.PostgreSql ? await TestPostgres.CreateAsync() : null);
        if (database._postgres is { } postgres)
        {
            database.Commands.Configuration
                .Variable("VENUELESS_DB_HOST", postgres.Settings.Host!)
                .Variable("VENUELESS_DB_PORT", postgres.Settings.Port.ToString(CultureInfo.InvariantCulture))
                .Variable("VENUELESS_DB_NAME", postgres.Name)
                .Variable("VENUELESS_DB_USER", postgres.Settings.Username!)
                .Variable("VENUELESS_DB_PASS", postgres.Settings.Password ?? "");
        }

        Assert.Equal(0, await database.Commands.RunAsync("migrate"));
        return database;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The first value as text, <c>1</c> for true; null for NULL and without rows.</summary>
    public async Task<string?> TextAsync(string sql) => await TextsAsync(sql) is [var first, ..] ? first : null;

    /// <summary>The first column of all rows.</summary>
    public async Task<IReadOnlyList<string?>> TextsAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var rows = await command.ExecuteReaderAsync();
        var texts = new List<string?>();
        while (await rows.ReadAsync())
        {
            texts.Add(rows.GetValue(0) switch
            {
                DBNull => null,
                bool truth => truth ? "1" : "0",
                var value => Convert.ToString(value, CultureInfo.InvariantCulture),
            });
        }

        return texts;
    }

    public async ValueTask DisposeAsync()
    {
        Commands.Dispose();
        if (_postgres is not null)
        {
            await _postgres.DisposeAsync();
        }
    }

    private async Task<DbConnection> OpenAsync()
    {
        if (_postgres is not null)
        {
            return await _postgres.OpenAsync();
        }

        var file = Path.Combine(Commands.Configuration.Folder, "data", "venueless.db");
        var connection = new SqliteConnection($"Data Source={file};Pooling=False;Foreign Keys=True");
        await connection.OpenAsync();
        return connection;
    }
}
