namespace Venueless.Fast.Storage.Sqlite;

/// <summary>What the stores share: the two ways to the file, the statements, and the clock of freshness.</summary>
internal sealed class SqliteDatabase(SqliteConnector connector, SqliteReaderPool readers, SqliteWriter writer, SqliteStatements statements)
{
    // Own changes of worlds and rooms that caches have to notice; raised after their commit, by any thread.
    private long _ownWorldEdits;

    public SqliteConnector Connector { get; } = connector;

    public SqliteReaderPool Readers { get; } = readers;

    public SqliteWriter Writer { get; } = writer;

    public SqliteStatements Sql { get; } = statements;

    /// <summary>Changes when anything may have been changed by others, or a world by ourselves. Both counters only grow, so the sum never repeats.</summary>
    public async Task<long> ReadWorldStampAsync()
    {
        var own = Volatile.Read(ref _ownWorldEdits);
        return own + await Writer.ReadExternalEditsAsync();
    }

    public void NoteOwnWorldEdit() => Interlocked.Increment(ref _ownWorldEdits);
}
