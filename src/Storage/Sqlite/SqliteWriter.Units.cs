namespace Venueless.Fast.Storage.Sqlite;

/// <summary>The units of one batch, within its transaction: each succeeds or fails alone.</summary>
/// <remarks>
/// A savepoint for every unit would have SQLite copy each page the first time the unit changes it: 5 µs of a unit's 25 to 45. Units hardly ever fail, and those that do have
/// mostly written nothing yet, so there is none until one has to be undone.
/// </remarks>
internal sealed partial class SqliteWriter
{
    // After one failure that cost a second run of its batch: whoever makes writes fail on purpose costs the others savepoints, not every batch twice.
    private const int GuardedBatches = 64;

    // How many of the next batches have savepoints. Writer's thread only.
    private int _guardedBatches;

    /// <summary>Runs the batch and leaves its transaction open.</summary>
    private SqliteSession ExecuteBatch()
    {
        var session = BeginTransaction();
        if (_guardedBatches == 0)
        {
            if (TryExecuteUnguarded(session))
            {
                return session;
            }

            session.RollBack();
            _guardedBatches = GuardedBatches;
            session = BeginTransaction();
        }

        _guardedBatches--;
        ExecuteGuarded(session);
        return session;
    }

    /// <summary>False: a unit has failed that had written something, or the transaction is lost: only all of it can be undone.</summary>
    private bool TryExecuteUnguarded(SqliteSession session)
    {
        foreach (var unit in _batch)
        {
            // Between units the answer is exact: while this transaction holds the write lock, nobody else can have committed.
            AnswerEdits();
            var changes = session.TotalChanges;
            unit.Failure = TryExecute(session, unit);
            if (unit.Failure is not null && (session.TotalChanges != changes || !session.IsInTransaction))
            {
                return false;
            }
        }

        return true;
    }

    private void ExecuteGuarded(SqliteSession session)
    {
        foreach (var unit in _batch)
        {
            AnswerEdits();
            session.Control("SAVEPOINT unit");
            unit.Failure = TryExecute(session, unit);
            if (unit.Failure is not null)
            {
                session.Control("ROLLBACK TO unit");
            }

            session.Control("RELEASE unit");
        }
    }
}
