namespace Venueless.Fast.Storage.Sqlite;

/// <summary>What a unit of work may use while the writer's transaction is open.</summary>
internal readonly struct WriteScope(SqliteSession session, SqliteWriter writer)
{
    private readonly SqliteWriter _writer = writer;

    public SqliteSession Session { get; } = session;

    /// <summary>The next id of a chat event; never given out again, even if the unit fails.</summary>
    public long TakeEventId() => _writer.TakeEventId(Session);

    public SqliteStatement Prepare(string sql) => Session.Prepare(sql);
}
