using Venueless.Fast.Core.Domain;
using Venueless.Fast.Storage.Sql;

namespace Venueless.Fast.Storage.Sqlite;

/// <summary>One number for everything: how often others have written to the file. Own edits of worlds are counted beside it.</summary>
internal sealed class SqliteStamps(SqliteWriter writer) : RowStamps
{
    private readonly SqliteWriter _writer = writer;

    // Own changes of worlds and rooms that caches have to notice; raised after their commit, by any thread.
    private long _ownWorldEdits;

    // Both counters only grow, so the sum never repeats.
    public override async Task<long> ReadWorldAsync(WorldId world, CancellationToken cancellation)
    {
        var own = Volatile.Read(ref _ownWorldEdits);
        return own + await ReadExternalEditsAsync(cancellation);
    }

    public override Task<long> ReadUserAsync(UserId user, CancellationToken cancellation) => ReadExternalEditsAsync(cancellation);

    public override void NoteOwnWorldEdit() => Interlocked.Increment(ref _ownWorldEdits);

    private Task<long> ReadExternalEditsAsync(CancellationToken cancellation) => _writer.ReadExternalEditsAsync().WaitAsync(cancellation);
}
