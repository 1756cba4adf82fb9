namespace Venueless.Fast.Storage.Sql.Statements;

/// <summary>Statements of operations.md sections 3.12 and 3.13.</summary>
internal sealed class WorldClearingSql(SqlDialect dialect)
{
    private const string Users = "SELECT id FROM core_user WHERE world_id = @world";
    private const string Rooms = "SELECT id FROM core_room WHERE world_id = @world";
    private const string Channels = "SELECT id FROM core_channel WHERE world_id = @world";
    private const string Exhibitors = "SELECT id FROM core_exhibitor WHERE world_id = @world";
    private const string Posters = "SELECT id FROM core_poster WHERE world_id = @world";
    private const string Calls = "SELECT id FROM core_bbbcall WHERE world_id = @world";
    private const string Events = $"SELECT id FROM core_chatevent WHERE channel_id IN ({Channels})";
    private const string Questions = $"SELECT id FROM core_question WHERE room_id IN ({Rooms})";
    private const string Polls = $"SELECT id FROM core_poll WHERE room_id IN ({Rooms})";
    private const string Options = $"SELECT id FROM core_polloption WHERE poll_id IN ({Polls})";

    // The channel of a poster has no room either, but is none of the direct ones.
    private const string IsDirect = "room_id IS NULL AND NOT EXISTS (SELECT 1 FROM core_poster p WHERE p.channel_id = core_channel.id)";

    /// <summary>The world, then all that others may still refer to, in one order; from here on nobody adds anything.</summary>
    public string LockWorld { get; } = $"SELECT id FROM core_world WHERE id = @world{dialect.ForDeletion}";

    public string LockUsers { get; } = $"{Users} ORDER BY id{dialect.ForDeletion}";

    public string LockChannels { get; } = $"{Channels} ORDER BY id{dialect.ForDeletion}";

    public string LockRooms { get; } = $"{Rooms} ORDER BY id{dialect.ForDeletion}";

    public string LockPolls { get; } = $"{Polls} ORDER BY id{dialect.ForDeletion}";

    public string VolatileMemberships { get; } =
        $"SELECT user_id, channel_id FROM core_membership WHERE volatile AND user_id IS NOT NULL AND channel_id IN ({Channels})";

    /// <summary>In this order, because PostgreSQL checks references at once. A user's rows outside its own world are no less its own.</summary>
    public IReadOnlyList<string> Deletions { get; } =
    [
        Delete("core_auditlog", "world_id = @world"),
        Forget("core_auditlog", "user_id"),
        Delete("core_worldgrant", "world_id = @world"),
        DeleteOf("core_worldgrant", "user_id"),
        Delete("core_roomgrant", "world_id = @world"),
        Delete("core_roomgrant", $"room_id IN ({Rooms})"),
        DeleteOf("core_roomgrant", "user_id"),
        Delete("core_bbbcall_invited_members", $"bbbcall_id IN ({Calls})"),
        DeleteOf("core_bbbcall_invited_members", "user_id"),
        Delete("core_bbbcall", "world_id = @world"),
        DeleteOf("core_digitalsambacall_invited_members", "user_id"),
        Delete("core_chateventnotification", $"chat_event_id IN ({Events})"),
        DeleteOf("core_chateventnotification", "recipient_id"),
        Delete("core_chateventreaction", $"chat_event_id IN ({Events})"),
        DeleteOf("core_chateventreaction", "sender_id"),
        Delete("core_chatevent", $"channel_id IN ({Channels})"),
        Forget("core_chatevent", "sender_id"),
        Delete("core_membership", $"channel_id IN ({Channels})"),
        DeleteOf("core_membership", "user_id"),
        Delete("fast_unread_notify", $"channel_id IN ({Channels})"),
        Delete("core_exhibitorstaff", $"exhibitor_id IN ({Exhibitors})"),
        DeleteOf("core_exhibitorstaff", "user_id"),
        Delete("core_exhibitorview", $"exhibitor_id IN ({Exhibitors})"),
        DeleteOf("core_exhibitorview", "user_id"),
        Delete("core_contactrequest", $"exhibitor_id IN ({Exhibitors})"),
        Forget("core_contactrequest", "user_id"),
        Forget("core_contactrequest", "answered_by_id"),
        Delete("core_posterpresenter", $"poster_id IN ({Posters})"),
        DeleteOf("core_posterpresenter", "user_id"),
        Delete("core_postervote", $"poster_id IN ({Posters})"),
        DeleteOf("core_postervote", "user_id"),
        Delete("core_reaction", $"room_id IN ({Rooms})"),
        Delete("core_roomview", $"room_id IN ({Rooms})"),
        DeleteOf("core_roomview", "user_id"),
        Delete("core_worldview", "world_id = @world"),
        DeleteOf("core_worldview", "user_id"),
        Delete("core_questionvote", $"question_id IN ({Questions})"),
        DeleteOf("core_questionvote", "sender_id"),
        Delete("core_question", $"room_id IN ({Rooms})"),
        Forget("core_question", "sender_id"),
        Forget("core_question", "moderator_id"),
        Delete("core_pollvote", $"option_id IN ({Options})"),
        DeleteOf("core_pollvote", "sender_id"),
        Delete("core_polloption", $"poll_id IN ({Polls})"),
        Delete("core_poll", $"room_id IN ({Rooms})"),
        Delete("core_feedback", "world_id = @world"),
        Delete("core_rouletterequest", $"room_id IN ({Rooms})"),
        DeleteOf("core_rouletterequest", "user_id"),
        Delete("core_roulettepairing", $"room_id IN ({Rooms})"),
        DeleteOf("core_roulettepairing", "user1_id"),
        DeleteOf("core_roulettepairing", "user2_id"),
        DeleteOf("core_user_blocked_users", "from_user_id"),
        DeleteOf("core_user_blocked_users", "to_user_id"),
        DeleteOf("core_webpushclient", "user_id"),
        Delete("core_shorttoken", "world_id = @world"),
        Delete("core_anonymousinvite", "world_id = @world"),
        Delete("core_channel", $"world_id = @world AND {IsDirect}"),
    ];

    /// <summary>Lets all files of the world expire.</summary>
    public string Files { get; } = "UPDATE storage_storedfile SET expires = @expires, user_id = NULL WHERE world_id = @world RETURNING id, file";

    /// <summary>Then those of its users elsewhere.</summary>
    public string FilesOfUsers { get; } = $"UPDATE storage_storedfile SET expires = @expires, user_id = NULL WHERE user_id IN ({Users}) RETURNING id, file";

    /// <summary>At the very end: a server may store pointers until it sees the users gone.</summary>
    public string ReadPointers { get; } = DeleteOf("fast_read_pointer", "user_id");

    public string DeleteUsers { get; } = Delete("core_user", "world_id = @world");

    public string FreeDomain { get; } = "UPDATE core_world SET domain = NULL, version = version + 1 WHERE id = @world RETURNING version";

    public string ListUnused { get; } = $"SELECT w.id FROM core_world w WHERE {IsUnused(dialect)} ORDER BY w.id";

    public string FindUnused { get; } = $"SELECT w.id FROM core_world w WHERE w.id = @world AND {IsUnused(dialect)}";

    private static string Delete(string table, string condition) => $"DELETE FROM {table} WHERE {condition}";

    private static string DeleteOf(string table, string user) => Delete(table, $"{user} IN ({Users})");

    private static string Forget(string table, string user) => $"UPDATE {table} SET {user} = NULL WHERE {user} IN ({Users})";

    private static string IsUnused(SqlDialect dialect) =>
        $"""
        EXISTS (SELECT 1 FROM core_plannedusage p WHERE p.world_id = w.id)
            AND NOT EXISTS (SELECT 1 FROM core_plannedusage p WHERE p.world_id = w.id AND {dialect.Midnight("p.\"end\"")} > @since)
            AND NOT EXISTS (SELECT 1 FROM core_auditlog a WHERE a.world_id = w.id AND a.timestamp > @since)
            AND NOT EXISTS (SELECT 1 FROM core_user u WHERE u.world_id = w.id AND u.last_login > @since)
            AND NOT EXISTS (SELECT 1 FROM core_worldview v WHERE v.world_id = w.id AND v.start > @since)
            AND NOT EXISTS (SELECT 1 FROM core_roomview v JOIN core_room r ON r.id = v.room_id WHERE r.world_id = w.id AND v.start > @since)
            AND NOT EXISTS (SELECT 1 FROM core_chatevent e JOIN core_channel c ON c.id = e.channel_id WHERE c.world_id = w.id AND e.timestamp > @since)
        """;
}
