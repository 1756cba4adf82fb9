namespace Venueless.Fast.Storage.Sql.Statements;

/// <summary>Statements on <c>core_announcement</c>.</summary>
internal sealed class AnnouncementSql(SqlDialect dialect)
{
    private const string Columns = "id, text, show_until, state";

    public string ReadActive { get; } =
        $"""
        SELECT {Columns} FROM core_announcement
        WHERE world_id = @world AND state = 'active' AND (show_until IS NULL OR show_until > @now)
        ORDER BY timestamp, id
        """;

    public string ReadAll { get; } = $"SELECT {Columns} FROM core_announcement WHERE world_id = @world ORDER BY timestamp, id";

    public string Find { get; } = $"SELECT {Columns} FROM core_announcement WHERE id = @id AND world_id = @world";

    public string FindForUpdate { get; } = $"SELECT {Columns} FROM core_announcement WHERE id = @id AND world_id = @world{dialect.ForUpdate}";

    public string Insert { get; } =
        "INSERT INTO core_announcement (id, world_id, text, state, show_until, timestamp) VALUES (@id, @world, @text, @state, @showUntil, @now)";

    public string Update { get; } = "UPDATE core_announcement SET text = @text, state = @state, show_until = @showUntil WHERE id = @id";
}
