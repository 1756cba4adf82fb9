using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Domain.Import;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Storage.Sqlite;

internal sealed class SqliteWorldImporter(SqliteDatabase database, TimeProvider time) : IWorldImporter
{
    private readonly SqliteDatabase _database = database;
    private readonly TimeProvider _time = time;

    public async Task<WorldId> ImportAsync(WorldImport import, CancellationToken cancellation = default)
    {
        // One unit of the writer: all or nothing, and nobody sees half of it.
        await _database.Writer.WriteAsync(
            (_database.Sql, import, Now: _time.GetUtcNow()),
            static (scope, from) =>
            {
                new SqliteImportRun(scope, from.Sql.Import, from.import, from.Now).Run();
                return 0;
            },
            cancellation);
        _database.NoteOwnWorldEdit();
        return import.Id;
    }
}
