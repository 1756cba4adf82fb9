using System.Net.Sockets;
using Npgsql;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Storage.Postgres;

/// <summary>Which failures mean a lost, occupied or refusing server; everything else (constraints, bad SQL) is the statement's own fault.</summary>
internal static class PostgresErrors
{
    public static bool IsUnavailable(Exception exception) => exception switch
    {
        PostgresException refusal => IsUnavailable(refusal.SqlState),

        // Two commands on one connection: a defect of ours, which no repetition cures.
        NpgsqlOperationInProgressException => false,

        // The driver's own failures are those of the connection: not opened, broken, timed out, none free in the pool.
        NpgsqlException or TimeoutException or SocketException or IOException => true,
        _ => false,
    };

    /// <summary>Unavailable for everybody: repeating parts of a batch would only meet it again. A lock or a time limit concerns a single statement.</summary>
    public static bool IsOfTheServer(PostgresException exception) =>
        IsUnavailable(exception.SqlState) && exception.SqlState is not (PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.LockNotAvailable);

    /// <summary>The time for an answer was over: once more would take as long again.</summary>
    public static bool IsTimeout(Exception exception) => exception is TimeoutException or { InnerException: TimeoutException };

    /// <summary>Unavailable or refused in terms of the ports; the exception itself when it is a defect.</summary>
    public static Exception Translate(Exception exception) => exception switch
    {
        _ when IsUnavailable(exception) => Unavailable(exception),
        PostgresException refusal when IsRefusal(refusal.SqlState) => new StoreRefusedException(refusal.MessageText, refusal),

        // Still standing after several attempts: as occupied as a lock that is never let go.
        PostgresException conflict when IsConflict(conflict) => Unavailable(conflict),
        _ => exception,
    };

    /// <summary>A conflict with somebody else's transaction, which a repetition may well survive.</summary>
    public static bool IsConflict(PostgresException exception) =>
        exception.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected;

    public static StoreUnavailableException Unavailable(Exception exception) => new($"The database is not available: {exception.Message}", exception);

    public static StoreUnavailableException Closed() => new("The store is shutting down.");

    private static bool IsUnavailable(string sqlState) => sqlState switch
    {
        // Time limits of the server for a statement and for a lock. A cancellation by the caller arrives as OperationCanceledException instead.
        PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.LockNotAvailable => true,

        // After a failover: the node we are connected to has become a standby.
        PostgresErrorCodes.ReadOnlySqlTransaction => true,

        // Only when a connection is opened: no such database, or one that takes nobody in.
        PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.ObjectNotInPrerequisiteState => true,
        _ => sqlState.StartsWith("08", StringComparison.Ordinal) // connection
            || sqlState.StartsWith("28", StringComparison.Ordinal) // log-in refused
            || sqlState.StartsWith("53", StringComparison.Ordinal) // out of memory, disk space, connections
            || sqlState.StartsWith("57P", StringComparison.Ordinal) // stopping, starting, crashed
            || sqlState.StartsWith("58", StringComparison.Ordinal), // input and output
    };

    // Values: too long, out of range, broken references, nested too deeply for the server.
    private static bool IsRefusal(string sqlState) =>
        sqlState.StartsWith("22", StringComparison.Ordinal)
        || sqlState.StartsWith("23", StringComparison.Ordinal)
        || sqlState.StartsWith("54", StringComparison.Ordinal);
}
