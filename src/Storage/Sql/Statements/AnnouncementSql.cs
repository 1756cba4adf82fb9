namespace Venueless.Fast.Storage.Sql.Statements;

/// <summary>Statements on <c>core_announcement</c>.</summary>
internal static class AnnouncementSql
{
    public const string ReadActive =
        """
        SELECT id, text, show_until, state FROM core_announcement
        WHERE world_id = @world AND state = 'active' AND (show_until IS NULL OR show_until > @now)
        ORDER BY timestamp, id
        """;
}
