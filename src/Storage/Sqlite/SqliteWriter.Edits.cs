namespace Venueless.Fast.Storage.Sqlite;

/// <summary>Freshness: noticing what other connections and processes have written (connection.md section 9).</summary>
internal sealed partial class SqliteWriter
{
    private const string DataVersion = "PRAGMA data_version";

    // The connection's last data_version: changes only by commits of others, which is why it has to be the writer's own connection. Writer's thread only.
    private long _dataVersion = -1;

    // How often it was seen changed. Written by the writer's thread, given out through waiters.
    private long _externalEdits;

    /// <summary>
    /// How many times foreign changes have been noticed, looked at after this call. Simultaneous callers share one look; a batch under way holds it up for one unit
    /// or one flush to disk at most.
    /// </summary>
    public Task<long> ReadExternalEditsAsync()
    {
        Task<long> result;
        lock (_lock)
        {
            if (_isClosing)
            {
                return Task.FromException<long>(SqliteErrors.Closed());
            }

            _editsWaiter ??= new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
            result = _editsWaiter.Task;
        }

        Wake();
        return result;
    }

    /// <summary>A connection of its own for the next batches. Its data_version starts anew, so whatever happened meanwhile counts as an edit.</summary>
    private SqliteSession Reopen()
    {
        var session = _open();
        _dataVersion = -1;
        return session;
    }

    private void ObserveEdits(SqliteSession session)
    {
        var version = session.Prepare(DataVersion).ReadNumberNow() ?? 0;
        if (version != _dataVersion)
        {
            _dataVersion = version;
            _externalEdits++;
            ForgetLastEventId();
        }
    }

    /// <summary>Answers with what is known; right only while the write lock is held.</summary>
    private void AnswerEdits()
    {
        if (Volatile.Read(ref _editsWaiter) is not null)
        {
            TakeEditsWaiter()?.SetResult(_externalEdits);
        }
    }

    private void AnswerEditsWhileIdle()
    {
        // Taken before the look: who comes during it is served by the next one.
        if (TakeEditsWaiter() is not { } waiter)
        {
            return;
        }

        try
        {
            ObserveEdits(_session ??= Reopen());
            waiter.SetResult(_externalEdits);
        }
        catch (Exception exception)
        {
            DropSession();
            waiter.SetException(SqliteErrors.Translate(exception));
        }
    }

    private void RefuseEditsWaiter(Exception reason) => TakeEditsWaiter()?.SetException(reason);

    private TaskCompletionSource<long>? TakeEditsWaiter()
    {
        lock (_lock)
        {
            var waiter = _editsWaiter;
            _editsWaiter = null;
            return waiter;
        }
    }
}
