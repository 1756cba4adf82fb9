using Microsoft.Data.Sqlite;

namespace Venueless.Fast.Host.Tests.Crash;

/// <summary>The quick start's store: a file in a folder of its own, filled with the sample world by the server itself.</summary>
internal sealed class SqliteCrashStore : CrashStore
{
    private readonly string _folder = Directory.CreateTempSubdirectory("venueless-crash-").FullName;

    public override IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string> { ["VENUELESS_DATA_DIR"] = _folder };

    public override async Task<IReadOnlyList<StoredEvent>> ReadEventsAsync()
    {
        var path = new SqliteConnectionStringBuilder { DataSource = Path.Combine(_folder, "venueless.db"), Mode = SqliteOpenMode.ReadOnly, Pooling = false };
        await using var connection = new SqliteConnection(path.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT id, channel_id, content FROM core_chatevent ORDER BY id";
        await using var reader = await command.ExecuteReaderAsync();
        var events = new List<StoredEvent>();
        while (await reader.ReadAsync())
        {
            events.Add(new StoredEvent(reader.GetInt64(0), Guid.Parse(reader.GetString(1)), reader.GetString(2)));
        }

        return events;
    }

    public override ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
