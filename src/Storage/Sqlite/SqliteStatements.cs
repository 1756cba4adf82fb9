using Venueless.Fast.Storage.Sql;

namespace Venueless.Fast.Storage.Sqlite;

/// <summary>The shared statements in SQLite's spelling, made once: prepared statements are found by the identity of their text.</summary>
internal sealed class SqliteStatements
{
    public WorldSql World { get; } = new(SqliteDialect.Instance);

    public UserSql User { get; } = new(SqliteDialect.Instance);

    public ChatSql Chat { get; } = new(SqliteDialect.Instance);

    public ImportSql Import { get; } = new(SqliteDialect.Instance);

    public AuditSql Audit { get; } = new(SqliteDialect.Instance);
}
