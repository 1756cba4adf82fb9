namespace Venueless.Fast.Storage.Sql.Statements;

/// <summary>Statements on <c>core_rouletterequest</c> and <c>core_roulettepairing</c>.</summary>
internal sealed class RouletteSql(SqlDialect dialect)
{
    /// <summary>Holds off everybody else who looks in the room until the transaction ends.</summary>
    public string LockRoom { get; } = $"SELECT id FROM core_room WHERE id = @room{dialect.ForUpdate}";

    public string FindCaller { get; } = "SELECT user1_id FROM core_roulettepairing WHERE id = @call";

    /// <summary>Who renewed last is the most certain to be there still.</summary>
    public string FindCandidate { get; } =
        """
        SELECT q.id, q.user_id FROM core_rouletterequest q
        WHERE q.room_id = @room AND q.user_id <> @user AND q.expiry >= @now
            AND NOT EXISTS (
                SELECT 1 FROM core_user_blocked_users b
                WHERE (b.from_user_id = @user AND b.to_user_id = q.user_id) OR (b.from_user_id = q.user_id AND b.to_user_id = @user))
            AND NOT EXISTS (
                SELECT 1 FROM core_roulettepairing p
                WHERE p.room_id = @room AND p.timestamp >= @since
                    AND ((p.user1_id = @user AND p.user2_id = q.user_id) OR (p.user1_id = q.user_id AND p.user2_id = @user)))
        ORDER BY q.expiry DESC, q.id
        LIMIT 1
        """;

    /// <summary>Both requests of a match; without the candidate's among the rows somebody has withdrawn it meanwhile.</summary>
    public string TakeRequests { get; } =
        "DELETE FROM core_rouletterequest WHERE id = @candidate OR (socket_id = @socket AND room_id = @room) RETURNING id";

    public string InsertPairing { get; } =
        "INSERT INTO core_roulettepairing (id, timestamp, room_id, user1_id, user2_id) VALUES (@call, @now, @room, @user, @other)";

    public string Wait { get; } =
        """
        INSERT INTO core_rouletterequest (id, socket_id, expiry, room_id, user_id) VALUES (@call, @socket, @expiry, @room, @user)
        ON CONFLICT (socket_id, room_id) DO UPDATE SET id = excluded.id, expiry = excluded.expiry
        """;

    public string CountRecent { get; } =
        "SELECT COUNT(*) FROM core_roulettepairing WHERE room_id = @room AND timestamp >= @since AND user1_id <> @user AND user2_id <> @user";

    public string Withdraw { get; } = "DELETE FROM core_rouletterequest WHERE socket_id = @socket RETURNING id";

    public string FindPairing { get; } = "SELECT id FROM core_roulettepairing WHERE id = @call AND (user1_id = @user OR user2_id = @user)";
}
