namespace Venueless.Fast.Storage.Sql.Statements;

/// <summary>Statements on <c>core_contactrequest</c>. Who changes a request holds its exhibitor, so that the staff to be told stays who it is until the commit.</summary>
internal sealed class ContactSql(SqlDialect dialect)
{
    /// <summary>Adds nothing when the world has no such exhibitor.</summary>
    public string Insert { get; } =
        $"""
        INSERT INTO core_contactrequest (id, exhibitor_id, user_id, state, answered_by_id, timestamp)
        SELECT @request, e.id, @user, 'open', NULL, @now FROM core_exhibitor e WHERE e.id = @exhibitor AND e.world_id = @world{dialect.ForShare}
        """;

    public string FindExhibitor { get; } = "SELECT e.id, e.name FROM core_exhibitor e WHERE e.id = @exhibitor";

    public string LockExhibitorOf { get; } =
        $"""
        SELECT e.id, e.name FROM core_exhibitor e
        WHERE e.id = (SELECT r.exhibitor_id FROM core_contactrequest r WHERE r.id = @request) AND e.world_id = @world{dialect.ForShare}
        """;

    public string LockExhibitorsOfOpen { get; } =
        $"""
        SELECT e.id, e.name FROM core_exhibitor e
        WHERE e.id IN (SELECT r.exhibitor_id FROM core_contactrequest r WHERE r.user_id = @user AND r.state = 'open') AND e.world_id = @world
        ORDER BY e.id{dialect.ForShare}
        """;

    public string WithOpen { get; } = $"SELECT DISTINCT user_id FROM core_contactrequest WHERE {dialect.IsOneOf("user_id", "@users")} AND state = 'open'";

    public string Cancel { get; } =
        """
        UPDATE core_contactrequest SET state = 'missed'
        WHERE id = @request AND state <> 'answered' AND (user_id = @user OR EXISTS (
            SELECT 1 FROM core_exhibitorstaff s WHERE s.exhibitor_id = core_contactrequest.exhibitor_id AND s.user_id = @user))
        """;

    public string Answer { get; } = "UPDATE core_contactrequest SET state = 'answered', answered_by_id = @user WHERE id = @request AND state <> 'answered'";

    public string MissOpen { get; } =
        $"""
        UPDATE core_contactrequest SET state = 'missed'
        WHERE user_id = @user AND state = 'open' AND {dialect.IsOneOf("exhibitor_id", "@exhibitors")}
        RETURNING id, exhibitor_id, timestamp
        """;

    public string State { get; } = "SELECT state FROM core_contactrequest WHERE id = @request";

    public string Find { get; } = "SELECT id, exhibitor_id, user_id, state, answered_by_id, timestamp FROM core_contactrequest WHERE id = @request";

    public string OfExhibitors { get; } =
        $"""
        SELECT id, exhibitor_id, user_id, state, answered_by_id, timestamp FROM core_contactrequest
        WHERE {dialect.IsOneOf("exhibitor_id", "@exhibitors")}
        ORDER BY timestamp, id
        """;
}
