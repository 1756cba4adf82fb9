namespace Venueless.Fast.Storage.Sql.Statements;

/// <summary>Statements on <c>core_chateventreaction</c>, which has no unique constraint.</summary>
internal sealed class ChatReactionSql(SqlDialect dialect)
{
    /// <summary>Keeps other nodes from reacting to the event until the commit.</summary>
    public string LockEvent { get; } = $"SELECT id FROM core_chatevent WHERE id = @event AND channel_id = @channel{dialect.ForUpdate}";

    public string Add { get; } =
        """
        INSERT INTO core_chateventreaction (reaction, chat_event_id, sender_id)
        SELECT @emoji, @event, @user
        WHERE NOT EXISTS (SELECT 1 FROM core_chateventreaction WHERE chat_event_id = @event AND reaction = @emoji AND sender_id = @user)
        """;

    public string Remove { get; } =
        "DELETE FROM core_chateventreaction WHERE chat_event_id = @event AND reaction = @emoji AND sender_id = @user";
}
