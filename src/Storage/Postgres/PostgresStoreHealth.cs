using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Sql.Sessions;

namespace Venueless.Fast.Storage.Postgres;

internal sealed class PostgresStoreHealth(SqlReaderPool readers) : IStoreHealth
{
    private readonly SqlReaderPool _readers = readers;

    // False on a standby, where nothing could be written.
    public async Task CheckAsync(CancellationToken cancellation = default)
    {
        var isWritable = await _readers.ReadAsync(0, static (session, _) => session.Prepare("SELECT NOT pg_is_in_recovery()").ReadFirstAsync(static row => row.Truth(0)), cancellation);
        if (!isWritable)
        {
            throw new StoreUnavailableException("The database server is a standby.");
        }
    }
}
