using Venueless.Fast.Storage.Sql.Writing;

namespace Venueless.Fast.Storage.Sqlite;

/// <summary>Ids of chat events: a counter of the process, at or above everything in the table (chat.md section 4).</summary>
internal sealed partial class SqliteWriter
{
    private readonly string _lastEventIdSql;

    // Written by the writer's thread, read by everybody. Only grows.
    private long _lastEventId;

    // The counter may be below the table: nothing read yet, or somebody else has written. Set and cleared by the writer's thread, read by everybody.
    private volatile bool _isLastEventIdStale = true;

    /// <inheritdoc/>
    public Task<long> ReadLastEventIdAsync(CancellationToken cancellation) =>
        _isLastEventIdStale
            ? this.WriteAsync(
                WriteKey.None, this, static (scope, writer) => ValueTask.FromResult(writer.SeedLastEventId((SqliteSession)scope.Session)), cancellation)
            : Task.FromResult(Volatile.Read(ref _lastEventId));

    /// <summary>The first of so many ids; 0 if none is wanted.</summary>
    private long TakeEventIds(SqliteSession session, int count)
    {
        if (count == 0)
        {
            return 0;
        }

        var first = SeedLastEventId(session) + 1;
        Volatile.Write(ref _lastEventId, first + count - 1);
        return first;
    }

    /// <summary>Raises the counter to the table's if needed and returns it. Within a transaction of the writer.</summary>
    private long SeedLastEventId(SqliteSession session)
    {
        if (_isLastEventIdStale)
        {
            var stored = session.Prepare(_lastEventIdSql).ReadNumberNow() ?? 0;
            Volatile.Write(ref _lastEventId, Math.Max(stored, _lastEventId));
            _isLastEventIdStale = false;
        }

        return _lastEventId;
    }

    private void ForgetLastEventId() => _isLastEventIdStale = true;
}
