namespace Venueless.Fast.Storage.Sql.Sessions;

/// <summary>Opens sessions and knows what the database's errors mean.</summary>
internal abstract class SqlConnector
{
    public abstract ValueTask<SqlSession> OpenReaderAsync(CancellationToken cancellation);

    /// <summary>The exception as the ports throw it: unavailable, refused, or the same one when it is a defect.</summary>
    public abstract Exception Translate(Exception exception);
}
