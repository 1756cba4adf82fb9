using Microsoft.Data.Sqlite;
using SQLitePCL;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Storage.Sqlite;

/// <summary>Which of SQLite's result codes mean a lost or occupied database; everything else (constraints, bad SQL) is the statement's own fault.</summary>
internal static class SqliteErrors
{
    public static bool IsUnavailable(SqliteException exception) => exception.SqliteErrorCode switch
    {
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_PROTOCOL => true,
        raw.SQLITE_IOERR or raw.SQLITE_FULL or raw.SQLITE_CANTOPEN or raw.SQLITE_READONLY or raw.SQLITE_PERM => true,
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB or raw.SQLITE_NOMEM or raw.SQLITE_INTERRUPT => true,
        _ => false,
    };

    /// <summary>The connection itself is fine and may be used again: somebody else merely held a lock.</summary>
    public static bool IsOnlyBusy(SqliteException exception) => exception.SqliteErrorCode is raw.SQLITE_BUSY or raw.SQLITE_LOCKED;

    /// <summary>Unavailable or refused in terms of the ports; the exception itself when it is a defect.</summary>
    public static Exception Translate(Exception exception) => exception switch
    {
        SqliteException sqlite when IsUnavailable(sqlite) => Unavailable(sqlite),
        SqliteException { SqliteErrorCode: raw.SQLITE_CONSTRAINT or raw.SQLITE_TOOBIG or raw.SQLITE_MISMATCH or raw.SQLITE_RANGE } sqlite =>
            new StoreRefusedException(sqlite.Message, sqlite),
        _ => exception,
    };

    public static StoreUnavailableException Unavailable(SqliteException exception) => new($"The database is not available: {exception.Message}", exception);

    public static StoreUnavailableException Closed() => new("The store is shutting down.");
}
