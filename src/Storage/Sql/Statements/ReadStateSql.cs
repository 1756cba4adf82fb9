namespace Venueless.Fast.Storage.Sql.Statements;

/// <summary>Statements on our own tables <c>fast_read_pointer</c> and <c>fast_unread_notify</c>.</summary>
internal sealed class ReadStateSql(SqlDialect dialect)
{
    private const string IsThere = "EXISTS (SELECT 1 FROM core_user u WHERE u.id = item.value AND NOT u.deleted)";

    public string Pointers { get; } = "SELECT channel_id, event_id FROM fast_read_pointer WHERE user_id = @user";

    /// <summary>Those of several users.</summary>
    public string PointersOfUsers { get; } = $"SELECT user_id, channel_id, event_id FROM fast_read_pointer WHERE {dialect.IsOneOf("user_id", "@users")}";

    /// <summary>Many users have read a channel up to the same event. Not those who are gone: what was kept in memory for them must not come back.</summary>
    public string SetPointers { get; } =
        $"""
        INSERT INTO fast_read_pointer (user_id, channel_id, event_id) SELECT item.value, @channel, @event FROM {dialect.ListRows("@users")} WHERE {IsThere}
        ON CONFLICT (user_id, channel_id) DO UPDATE SET event_id = excluded.event_id
        """;

    public string Armed { get; } = "SELECT user_id FROM fast_unread_notify WHERE channel_id = @channel";

    public string Arm { get; } =
        $"""
        INSERT INTO fast_unread_notify (channel_id, user_id) SELECT @channel, item.value FROM {dialect.ListRows("@users")} WHERE {IsThere}
        ON CONFLICT (channel_id, user_id) DO NOTHING
        """;

    public string Disarm { get; } = $"DELETE FROM fast_unread_notify WHERE channel_id = @channel AND {dialect.IsOneOf("user_id", "@users")}";
}
