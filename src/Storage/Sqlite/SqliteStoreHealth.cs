using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Sql.Sessions;

namespace Venueless.Fast.Storage.Sqlite;

internal sealed class SqliteStoreHealth(SqlReaderPool readers, SqliteWriter writer) : IStoreHealth
{
    private readonly SqlReaderPool _readers = readers;
    private readonly SqliteWriter _writer = writer;

    // Both ways into the file: the readers' and the writer's thread.
    public async Task CheckAsync(CancellationToken cancellation = default)
    {
        await _readers.ReadAsync(0, static (session, _) => session.Prepare("SELECT COUNT(*) FROM sqlite_schema").ReadNumberAsync(), cancellation);
        await _writer.ReadExternalEditsAsync().WaitAsync(cancellation);
    }
}
