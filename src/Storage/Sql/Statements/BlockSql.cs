namespace Venueless.Fast.Storage.Sql.Statements;

/// <summary>Statements on <c>core_user_blocked_users</c>.</summary>
internal sealed class BlockSql(SqlDialect dialect)
{
    public string Insert { get; } =
        "INSERT INTO core_user_blocked_users (from_user_id, to_user_id) VALUES (@blocker, @blocked) ON CONFLICT (from_user_id, to_user_id) DO NOTHING";

    public string Delete { get; } = "DELETE FROM core_user_blocked_users WHERE from_user_id = @blocker AND to_user_id = @blocked";

    /// <summary>No row: not in this world.</summary>
    public string BumpBlocked { get; } =
        "UPDATE core_user SET version = version + 1 WHERE id = @blocked AND world_id = @world RETURNING version";

    public UserSelection BlockedBy { get; } = new(
        dialect,
        "u.id IN (SELECT b.to_user_id FROM core_user_blocked_users b WHERE b.from_user_id = @user)",
        " ORDER BY (SELECT b.id FROM core_user_blocked_users b WHERE b.from_user_id = @user AND b.to_user_id = u.id)");
}
