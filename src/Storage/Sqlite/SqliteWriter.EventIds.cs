namespace Venueless.Fast.Storage.Sqlite;

/// <summary>Ids of chat events: a counter of the process, at or above everything in the table (chat.md section 4).</summary>
internal sealed partial class SqliteWriter
{
    private readonly string _lastEventIdSql;

    // Written by the writer's thread, read by everybody. Only grows.
    private long _lastEventId;

    // The counter may be below the table: nothing read yet, or somebody else has written. Set and cleared by the writer's thread, read by everybody.
    private volatile bool _isLastEventIdStale = true;

    /// <summary>The last id given out; null while the table has to be asked first, which a unit of work does.</summary>
    public long? LastEventId => _isLastEventIdStale ? null : Volatile.Read(ref _lastEventId);

    /// <summary>Within a transaction of the writer.</summary>
    public long TakeEventId(SqliteSession session)
    {
        var next = SeedLastEventId(session) + 1;
        Volatile.Write(ref _lastEventId, next);
        return next;
    }

    /// <summary>Raises the counter to the table's if needed and returns it. Within a transaction of the writer.</summary>
    public long SeedLastEventId(SqliteSession session)
    {
        if (_isLastEventIdStale)
        {
            var stored = session.Prepare(_lastEventIdSql).ReadNumber() ?? 0;
            Volatile.Write(ref _lastEventId, Math.Max(stored, _lastEventId));
            _isLastEventIdStale = false;
        }

        return _lastEventId;
    }

    private void ForgetLastEventId() => _isLastEventIdStale = true;
}
