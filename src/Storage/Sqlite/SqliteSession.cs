using Microsoft.Data.Sqlite;
using SQLitePCL;
using Venueless.Fast.Storage.Sql.Sessions;

namespace Venueless.Fast.Storage.Sqlite;

/// <summary>One connection with its prepared statements. Used by one thread at a time: the writer's, or whoever has rented it.</summary>
internal sealed class SqliteSession(SqliteConnection connection) : SqlSession, IDisposable
{
    // By reference: the texts are made once per store, and comparing kilobytes of SQL per statement would cost more than the statement's lookup.
    private readonly Dictionary<string, SqliteStatement> _statements = new(ReferenceEqualityComparer.Instance);

    // What begins and ends transactions, parsed once and not for every batch.
    private readonly Dictionary<string, sqlite3_stmt> _controls = [];

    public SqliteConnection Connection { get; } = connection;

    // A file does not hang up; what is wrong with it is known by the next statement's error.
    public override bool IsBroken => false;

    public bool IsInTransaction => raw.sqlite3_get_autocommit(Connection.Handle) == 0;

    /// <summary>Rows inserted, changed and deleted on this connection so far, what is rolled back included. Only good for noticing that it is another number.</summary>
    public int TotalChanges => raw.sqlite3_total_changes(Connection.Handle);

    /// <summary>Some deferred foreign key of the open transaction is violated now; the commit would fail for everybody in it.</summary>
    public bool HasForeignKeyViolation
    {
        get
        {
            raw.sqlite3_db_status(Connection.Handle, raw.SQLITE_DBSTATUS_DEFERRED_FKS, out var unresolved, out _, 0);
            return unresolved != 0;
        }
    }

    public override SqliteStatement Prepare(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            statement = new SqliteStatement(Connection, sql);
            _statements.Add(sql, statement);
        }

        return statement;
    }

    public override ValueTask BeginSnapshotAsync()
    {
        Control("BEGIN");
        return ValueTask.CompletedTask;
    }

    public override ValueTask EndSnapshotAsync()
    {
        RollBack();
        return ValueTask.CompletedTask;
    }

    /// <summary>Begins, ends or nests a transaction, past the driver's retry loop: only SQLite's own busy time-out counts.</summary>
    /// <param name="sql">A constant: it is prepared once.</param>
    public void Control(string sql)
    {
        if (!_controls.TryGetValue(sql, out var statement))
        {
            SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(Connection.Handle, sql, out statement), Connection.Handle);
            _controls.Add(sql, statement);
        }

        // Resetting gives the step's result.
        raw.sqlite3_step(statement);
        SqliteException.ThrowExceptionForRC(raw.sqlite3_reset(statement), Connection.Handle);
    }

    /// <summary>Any number of statements, one after the other.</summary>
    public void RunScript(string sql) => SqliteException.ThrowExceptionForRC(raw.sqlite3_exec(Connection.Handle, sql), Connection.Handle);

    /// <summary>Leaves the transaction, if one is still open, whatever happens.</summary>
    public void RollBack()
    {
        if (IsInTransaction)
        {
            raw.sqlite3_exec(Connection.Handle, "ROLLBACK");
        }
    }

    public override ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }

        foreach (var statement in _controls.Values)
        {
            statement.Dispose();
        }

        Connection.Dispose();
    }
}
