namespace Venueless.Fast.Storage.Sql.Statements;

/// <summary>Statements on <c>core_bbbserver</c> and <c>core_bbbcall</c> for private calls (calls.md sections A1 and A2).</summary>
internal sealed class CallSql(SqlDialect dialect)
{
    /// <summary>
    /// The server for a call without a room, and how many share its tier: the world's own servers come first, then everybody's; in a tier any of the cheapest.
    /// </summary>
    public string ChooseServer { get; } =
        """
        SELECT s.id,
            (SELECT COUNT(*) FROM core_bbbserver o
                WHERE o.active AND NOT o.rooms_only AND o.world_exclusive_id IS NOT DISTINCT FROM s.world_exclusive_id)
        FROM core_bbbserver s
        WHERE s.active AND NOT s.rooms_only AND (s.world_exclusive_id = @world OR s.world_exclusive_id IS NULL)
        ORDER BY s.world_exclusive_id IS NULL, s.cost, random()
        LIMIT 1
        """;

    public string AddCost { get; } = "UPDATE core_bbbserver SET cost = cost + 10 WHERE id = @server";

    public string Insert { get; } =
        """
        INSERT INTO core_bbbcall (id, created, server_id, meeting_id, attendee_pw, moderator_pw, room_id, world_id, guest_policy, voice_bridge)
        VALUES (@id, @now, @server, @meeting, @attendee, @moderator, NULL, @world, 'ALWAYS_ACCEPT', NULL)
        """;

    public string Invite { get; } =
        $"INSERT INTO core_bbbcall_invited_members (bbbcall_id, user_id) SELECT @call, id FROM core_user WHERE {dialect.IsOneOf("id", "@users")} AND NOT deleted";
}
