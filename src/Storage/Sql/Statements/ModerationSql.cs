namespace Venueless.Fast.Storage.Sql.Statements;

/// <summary>Statements of those who manage users.</summary>
internal sealed class ModerationSql(SqlDialect dialect)
{
    public string SetState { get; } = "UPDATE core_user SET moderation_state = @state, version = version + 1 WHERE id = @user RETURNING version";

    public string Update { get; } =
        $"""
        UPDATE core_user
        SET profile = {dialect.Json("@profile")}, client_state = {dialect.Json("@clientState")}, pretalx_id = @pretalx, version = version + 1
        WHERE id = @user
        RETURNING version
        """;
}
