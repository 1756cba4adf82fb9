namespace Venueless.Fast.Storage.Sql.Statements;

/// <summary>Statements on direct channels: <c>core_channel</c> without a room.</summary>
internal sealed class DirectSql(SqlDialect dialect)
{
    /// <summary>One row per member; a channel without members gives one row without a user.</summary>
    public string Find { get; } =
        """
        SELECT m.user_id, COALESCE(m.hidden, FALSE), COALESCE(u.deleted, FALSE)
        FROM core_channel c
            LEFT JOIN core_membership m ON m.channel_id = c.id
            LEFT JOIN core_user u ON u.id = m.user_id
        WHERE c.id = @channel AND c.world_id = @world AND c.room_id IS NULL
        ORDER BY m.id
        """;

    /// <summary>
    /// In one order for everybody, and locked: of two who open a channel for the same users one waits for the other, and nobody is deleted or blocked meanwhile.
    /// </summary>
    public UserSelection MembersForUpdate { get; } = new(dialect, dialect.IsOneOf("u.id", "@users"), $" ORDER BY u.id{dialect.ForUpdate}");

    public string BlocksAmong { get; } =
        $"""
        SELECT 1 FROM core_user_blocked_users
        WHERE {dialect.IsOneOf("from_user_id", "@users")} AND {dialect.IsOneOf("to_user_id", "@users")}
        LIMIT 1
        """;

    /// <summary>The channel of exactly these users; of several, which only old races have left behind, the one with the smallest id.</summary>
    public string FindOfUsers { get; } =
        $"""
        SELECT c.id FROM core_channel c
        WHERE c.id IN (SELECT channel_id FROM core_membership WHERE user_id = @author)
            AND c.world_id = @world AND c.room_id IS NULL
            AND (SELECT COUNT(*) FROM core_membership WHERE channel_id = c.id) = @count
            AND (SELECT COUNT(*) FROM core_membership WHERE channel_id = c.id AND {dialect.IsOneOf("user_id", "@users")}) = @count
        ORDER BY c.id
        LIMIT 1
        """;

    public string Insert { get; } = "INSERT INTO core_channel (id, name, room_id, world_id) VALUES (@channel, NULL, NULL, @world)";

    /// <summary>Visible to the author in any case.</summary>
    public string InsertMembers { get; } =
        $"""
        INSERT INTO core_membership (channel_id, user_id, volatile, hidden)
        SELECT @channel, item.value, FALSE, @hidden AND item.value <> @author FROM {dialect.ListRows("@users")}
        """;

    public string BumpUsers { get; } =
        $"UPDATE core_user SET version = version + 1 WHERE {dialect.IsOneOf("id", "@users")} RETURNING id, version";

    /// <summary>To whom a message would bring the channel back.</summary>
    public string FindHidden { get; } = "SELECT user_id FROM core_membership WHERE channel_id = @channel AND hidden AND user_id IS NOT NULL";

    /// <summary>
    /// <see cref="LockSender"/> when others are about to be changed too: in the order of <see cref="MembersForUpdate"/>, so that neither waits against the other.
    /// </summary>
    public string LockUsers { get; } =
        $"SELECT moderation_state, deleted, id FROM core_user WHERE {dialect.IsOneOf("id", "@users")} ORDER BY id{dialect.ForUpdate}";

    /// <summary>Who writes; locked, so that nobody is blocked, silenced or deleted between this look and the commit.</summary>
    public string LockSender { get; } = $"SELECT moderation_state, deleted FROM core_user WHERE id = @user{dialect.ForShare}";

    public string IsBlocked { get; } =
        """
        SELECT 1 FROM core_user_blocked_users b JOIN core_membership m ON m.user_id = b.from_user_id
        WHERE b.to_user_id = @user AND m.channel_id = @channel
        LIMIT 1
        """;

    public string Hide { get; } = "UPDATE core_membership SET hidden = TRUE WHERE channel_id = @channel AND user_id = @user AND NOT hidden";

    public string Reopen { get; } =
        "UPDATE core_membership SET hidden = FALSE WHERE channel_id = @channel AND hidden AND user_id IS NOT NULL RETURNING user_id";
}
