namespace Venueless.Fast.Storage.Sql.Statements;

/// <summary>Statements on <c>core_auditlog</c>.</summary>
internal sealed class AuditSql(SqlDialect dialect)
{
    public string Insert { get; } =
        $"INSERT INTO core_auditlog (timestamp, type, data, user_id, world_id) VALUES (@now, @type, {dialect.Json("@data")}, @user, @world)";

    public string Page { get; } =
        "SELECT id, timestamp, user_id, type, data FROM core_auditlog WHERE world_id = @world AND id > @after ORDER BY id LIMIT @limit";
}
