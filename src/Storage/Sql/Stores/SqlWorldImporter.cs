using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Domain.Import;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Sql.Writing;

namespace Venueless.Fast.Storage.Sql.Stores;

internal sealed class SqlWorldImporter(SqlDatabase database, TimeProvider time) : IWorldImporter
{
    private readonly SqlDatabase _database = database;
    private readonly TimeProvider _time = time;

    public async Task<WorldId> ImportAsync(WorldImport import, CancellationToken cancellation = default)
    {
        // One unit of the writer: all or nothing, and nobody sees half of it.
        await _database.Writer.WriteAsync(
            WriteKey.Alone,
            (_database.Sql, import, Now: _time.GetUtcNow()),
            static async (scope, from) =>
            {
                await new ImportRun(scope, from.Sql.Import, from.import, from.Now).RunAsync();
                return true;
            },
            cancellation);
        _database.Stamps.NoteOwnWorldEdit();
        return import.Id;
    }
}
