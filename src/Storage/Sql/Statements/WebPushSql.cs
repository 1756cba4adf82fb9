namespace Venueless.Fast.Storage.Sql.Statements;

/// <summary>Statements on <c>core_webpushclient</c>.</summary>
internal sealed class WebPushSql(SqlDialect dialect)
{
    public string Subscribe { get; } =
        $"""
        INSERT INTO core_webpushclient (endpoint, subscription, user_id) VALUES (@endpoint, {dialect.Json("@subscription")}, @user)
        ON CONFLICT (endpoint) DO UPDATE SET subscription = excluded.subscription, user_id = excluded.user_id
        """;
}
