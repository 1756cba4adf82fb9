using System.Data.Common;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Venueless.Fast.Host.Tests.Configuration;
using Venueless.Fast.Host.Tests.Wire;

namespace Venueless.Fast.Host.Tests.Sqlite;

/// <summary>The file that a server without any database settings makes.</summary>
internal sealed class SqliteWireDatabase : WireDatabase
{
    private string _file = "";

    public override void Configure(ConfigurationFixture configuration) => _file = Path.Combine(configuration.Folder, "data", "venueless.db");

    public override async Task<DbConnection> OpenAsync()
    {
        var connection = new SqliteConnection($"Data Source={_file};Pooling=False");
        await connection.OpenAsync();
        return connection;
    }

    public override async Task<IAsyncDisposable> TakeAwayAsync()
    {
        var connection = await OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "BEGIN IMMEDIATE";
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    // One lock for everything.
    public override Task<IAsyncDisposable> HoldUserWritesAsync() => TakeAwayAsync();

    public override string Joined(string column) => $"group_concat({column})";

    public override string List(IEnumerable<string> values) => $"'{JsonSerializer.Serialize(values)}'";

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
