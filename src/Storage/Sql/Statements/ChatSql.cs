using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Storage.Sql.Statements;

/// <summary>Statements on chat events and memberships.</summary>
internal sealed class ChatSql(SqlDialect dialect)
{
    private const string EventColumns = "id, channel_id, sender_id, timestamp, event_type, content, edited, replaces_id";

    // Literal, not a parameter: only then the partial index on content events is considered.
    private const string IsContent = "event_type <> 'channel.member'";

    public string LastEventId { get; } = "SELECT COALESCE(MAX(id), 0) FROM core_chatevent";

    public string FetchAll { get; } = $"{SelectEvents(dialect)} WHERE {dialect.InChannel("@channel", "@before")} ORDER BY {dialect.NewestFirst} LIMIT @count";

    public string FetchContent { get; } = $"{SelectEvents(dialect)} WHERE {dialect.InChannel("@channel", "@before")} AND e.{IsContent} ORDER BY {dialect.NewestFirst} LIMIT @count";

    public string FindEvent { get; } = $"{SelectEvents(dialect)} WHERE e.id = @event AND e.channel_id = @channel";

    public string UnreadPointer { get; } = LastContent(dialect, "@channel");

    public string InsertEvent { get; } =
        $"""
        INSERT INTO core_chatevent ({EventColumns})
        VALUES (@id, @channel, @sender, @now, @eventType, {dialect.Json("@content")}, NULL, @replaces)
        """;

    /// <summary>Nothing, unless the sender is a member.</summary>
    public string InsertMembersEvent { get; } =
        $"""
        INSERT INTO core_chatevent ({EventColumns})
        SELECT @id, @channel, @sender, @now, @eventType, {dialect.Json("@content")}, NULL, NULL
        WHERE EXISTS (SELECT 1 FROM core_membership WHERE user_id = @sender AND channel_id = @channel)
        """;

    public string ReplaceContent { get; } =
        $"UPDATE core_chatevent SET content = {dialect.Json("@content")}, edited = @now WHERE id = @event AND channel_id = @channel";

    public string Join { get; } =
        """
        INSERT INTO core_membership (channel_id, user_id, volatile, hidden)
        VALUES (@channel, @user, @volatile, FALSE)
        ON CONFLICT (user_id, channel_id) DO NOTHING
        """;

    public string MakePersistent { get; } =
        "UPDATE core_membership SET volatile = FALSE WHERE channel_id = @channel AND user_id = @user AND volatile";

    public string Leave { get; } = "DELETE FROM core_membership WHERE channel_id = @channel AND user_id = @user";

    public string LeaveIfVolatile { get; } = "DELETE FROM core_membership WHERE channel_id = @channel AND user_id = @user AND volatile";

    public string Memberships { get; } =
        $"""
        SELECT m.channel_id, m.volatile, m.hidden, c.room_id IS NULL,
            ({LastContent(dialect, "m.channel_id")})
        FROM core_membership m
            JOIN core_channel c ON c.id = m.channel_id
            LEFT JOIN core_room r ON r.id = c.room_id
        WHERE m.user_id = @user AND c.world_id = @world AND (c.room_id IS NULL OR NOT r.deleted)
        ORDER BY m.id
        """;

    /// <summary>What <see cref="ListedChannel"/> shows, of several users.</summary>
    public string ListedMemberships { get; } =
        $"""
        SELECT m.channel_id, m.volatile, m.hidden, c.room_id IS NULL,
            ({LastContent(dialect, "m.channel_id")}),
            m.user_id
        FROM core_membership m
            JOIN core_channel c ON c.id = m.channel_id
            LEFT JOIN core_room r ON r.id = c.room_id
        WHERE {dialect.IsOneOf("m.user_id", "@users")} AND NOT m.volatile AND NOT m.hidden AND {dialect.NotSelective("c.world_id")} = @world AND (c.room_id IS NULL OR NOT r.deleted)
        ORDER BY m.id
        """;

    public string FindMembership { get; } =
        $"""
        SELECT m.channel_id, m.volatile, m.hidden, c.room_id IS NULL,
            ({LastContent(dialect, "m.channel_id")})
        FROM core_membership m JOIN core_channel c ON c.id = m.channel_id
        WHERE m.user_id = @user AND m.channel_id = @channel
        """;

    public string FindMembers { get; } =
        $"SELECT user_id FROM core_membership WHERE channel_id = @channel AND {dialect.IsOneOf("user_id", "@users")}";

    public string FindPersistentMembers { get; } =
        $"SELECT user_id FROM core_membership WHERE channel_id = @channel AND NOT volatile AND {dialect.IsOneOf("user_id", "@users")}";

    /// <summary>No row without an event.</summary>
    public string Head { get; } =
        $"""
        SELECT e.id, e.sender_id FROM core_chatevent e
        WHERE {dialect.InChannel("@channel", "9223372036854775807")} AND e.{IsContent} ORDER BY {dialect.NewestFirst} LIMIT 1
        """;

    public string MembersOfChannels { get; } =
        $"SELECT channel_id, user_id FROM core_membership WHERE user_id IS NOT NULL AND {dialect.IsOneOf("channel_id", "@channels")} ORDER BY id";

    /// <summary>No row without a persistent membership.</summary>
    public string UnreadSince { get; } =
        $"""
        SELECT CASE
            WHEN EXISTS (
                SELECT 1 FROM core_chatevent e
                WHERE e.channel_id = @channel AND e.{IsContent} AND e.id > @event AND e.sender_id IS DISTINCT FROM @user)
            THEN ({LastContent(dialect, "@channel")})
            ELSE 0 END
        FROM core_membership
        WHERE channel_id = @channel AND user_id = @user AND NOT volatile
        """;

    // Below the largest id there can be.
    private static string LastContent(SqlDialect dialect, string channel) =>
        $"SELECT e.id FROM core_chatevent e WHERE {dialect.InChannel(channel, "9223372036854775807")} AND e.{IsContent} ORDER BY {dialect.NewestFirst} LIMIT 1";

    private static string SelectEvents(SqlDialect dialect) =>
        $"""
        SELECT e.id, e.channel_id, e.sender_id, e.timestamp, e.event_type, e.content, e.edited, e.replaces_id,
            (SELECT {dialect.JsonList(dialect.JsonTuple("r.reaction", "r.sender_id"))}
                FROM (SELECT reaction, sender_id FROM core_chateventreaction WHERE chat_event_id = e.id ORDER BY id) r)
        FROM core_chatevent e
        """;
}
