namespace Venueless.Fast.Storage.Sql.Statements;

/// <summary>Statements on <c>core_chateventnotification</c>.</summary>
internal sealed class NotificationSql(SqlDialect dialect)
{
    /// <summary>Through the users, so that one who was deleted meanwhile does not refuse the message.</summary>
    public string Insert { get; } =
        $"INSERT INTO core_chateventnotification (chat_event_id, recipient_id) SELECT @event, id FROM core_user WHERE {dialect.IsOneOf("id", "@users")}";

    public string Count { get; } =
        """
        SELECT e.channel_id, COUNT(*)
        FROM core_chateventnotification n JOIN core_chatevent e ON e.id = n.chat_event_id
        WHERE n.recipient_id = @user
        GROUP BY e.channel_id
        """;

    /// <summary>The same of several users.</summary>
    public string CountOfUsers { get; } =
        $"""
        SELECT n.recipient_id, e.channel_id, COUNT(*)
        FROM core_chateventnotification n JOIN core_chatevent e ON e.id = n.chat_event_id
        WHERE {dialect.IsOneOf("n.recipient_id", "@users")}
        GROUP BY n.recipient_id, e.channel_id
        """;

    public string DeleteUpTo { get; } =
        """
        DELETE FROM core_chateventnotification
        WHERE recipient_id = @user AND chat_event_id <= @event
            AND (SELECT e.channel_id FROM core_chatevent e WHERE e.id = chat_event_id) = @channel
        """;
}
