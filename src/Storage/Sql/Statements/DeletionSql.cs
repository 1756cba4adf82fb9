namespace Venueless.Fast.Storage.Sql.Statements;

/// <summary>Statements of a soft deletion (auth-and-users.md section 8).</summary>
internal sealed class DeletionSql(SqlDialect dialect)
{
    public string FindWorld { get; } = "SELECT world_id FROM core_user WHERE id = @user";

    public string Memberships { get; } = "SELECT channel_id FROM core_membership WHERE user_id = @user";

    /// <summary>What of the user is deleted without a look at it.</summary>
    public IReadOnlyList<string> Belongings { get; } =
    [
        "DELETE FROM fast_unread_notify WHERE user_id = @user AND channel_id IN (SELECT channel_id FROM core_membership WHERE user_id = @user)",
        "DELETE FROM core_bbbcall_invited_members WHERE user_id = @user",
        "DELETE FROM core_roomgrant WHERE user_id = @user",
        "DELETE FROM core_worldgrant WHERE user_id = @user",
        "DELETE FROM core_rouletterequest WHERE user_id = @user",
        "DELETE FROM core_roulettepairing WHERE user1_id = @user OR user2_id = @user",
        "DELETE FROM core_exhibitorstaff WHERE user_id = @user",
        "DELETE FROM core_posterpresenter WHERE user_id = @user",
        "DELETE FROM core_webpushclient WHERE user_id = @user",
        "DELETE FROM core_membership WHERE user_id = @user AND channel_id IN (SELECT id FROM core_channel WHERE room_id IS NOT NULL)",
    ];

    /// <summary>At the very end: a server may store pointers until it sees the user deleted.</summary>
    public string ReadPointers { get; } = "DELETE FROM fast_read_pointer WHERE user_id = @user";

    /// <summary>Direct channels in which nobody else is left. The channel of a poster has no room either, but is none of them.</summary>
    public string LonelyChannels { get; } =
        """
        SELECT c.id FROM core_membership m JOIN core_channel c ON c.id = m.channel_id
        WHERE m.user_id = @user AND c.room_id IS NULL
            AND NOT EXISTS (SELECT 1 FROM core_poster p WHERE p.channel_id = c.id)
            AND NOT EXISTS (
                SELECT 1 FROM core_membership o JOIN core_user u ON u.id = o.user_id
                WHERE o.channel_id = c.id AND o.user_id <> @user AND NOT u.deleted)
        """;

    public string SentMessages { get; } =
        $"""
        SELECT content FROM core_chatevent
        WHERE {dialect.IsOneOf("channel_id", "@channels")} AND sender_id = @user AND event_type = 'channel.message'
        """;

    /// <summary>Channels with everything in them.</summary>
    public IReadOnlyList<string> Channels { get; } =
    [
        $"DELETE FROM core_chateventnotification WHERE chat_event_id IN (SELECT id FROM core_chatevent WHERE {dialect.IsOneOf("channel_id", "@channels")})",
        $"DELETE FROM core_chateventreaction WHERE chat_event_id IN (SELECT id FROM core_chatevent WHERE {dialect.IsOneOf("channel_id", "@channels")})",
        $"DELETE FROM core_chatevent WHERE {dialect.IsOneOf("channel_id", "@channels")}",
        $"DELETE FROM core_membership WHERE {dialect.IsOneOf("channel_id", "@channels")}",
        $"DELETE FROM fast_unread_notify WHERE {dialect.IsOneOf("channel_id", "@channels")}",
        $"DELETE FROM core_channel WHERE {dialect.IsOneOf("id", "@channels")}",
    ];

    /// <summary>Lets those of the files expire that the user owns.</summary>
    public string Files { get; } = $"UPDATE storage_storedfile SET expires = @expires WHERE user_id = @user AND {dialect.IsOneOf("id", "@files")} RETURNING id, file";

    public string RedactAudit { get; } =
        $"""
        UPDATE core_auditlog SET data = {dialect.Json("@data")}
        WHERE user_id = @user AND type LIKE 'auth.user.profile%' AND {dialect.Member("data", "object")} = @object
        """;

    public string MarkDeleted { get; } =
        """
        UPDATE core_user
        SET deleted = TRUE, client_id = NULL, token_id = NULL, show_publicly = FALSE, profile = '{}', version = version + 1
        WHERE id = @user
        RETURNING version
        """;
}
