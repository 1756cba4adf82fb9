using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Storage.Sqlite;

internal sealed class SqliteStoreHealth(SqliteDatabase database) : IStoreHealth
{
    private readonly SqliteDatabase _database = database;

    // Both ways into the file: the readers' and the writer's thread.
    public async Task CheckAsync(CancellationToken cancellation = default)
    {
        await _database.Readers.ReadAsync(0, static (session, _) => session.Prepare("SELECT COUNT(*) FROM sqlite_schema").ReadNumber(), cancellation);
        await _database.Writer.ReadExternalEditsAsync().WaitAsync(cancellation);
    }
}
