namespace Venueless.Fast.Storage.Sql.Statements;

/// <summary>Reads posters of one world with what belongs to them, by one condition on <c>core_poster p</c> with the parameter <c>@key</c>: one statement per table.</summary>
internal sealed class PosterSelection(SqlDialect dialect, string condition)
{
    public string Posters { get; } =
        $"""
        SELECT p.id, p.title, p.abstract, p.authors, p.category, p.tags, p.poster_url, p.poster_preview, p.schedule_session, p.parent_room_id,
            p.presentation_room_id, p.channel_id
        FROM core_poster p
        WHERE p.world_id = @world AND {condition}
        ORDER BY p.title IS NULL, p.title, p.id
        """;

    public string Links { get; } =
        $"""
        SELECT l.poster_id, l.display_text, l.url, l.sorting_priority
        FROM core_posterlink l JOIN core_poster p ON p.id = l.poster_id
        WHERE p.world_id = @world AND {condition}
        ORDER BY l.display_text, l.id
        """;

    public string Presenters { get; } =
        $"""
        SELECT r.poster_id, r.user_id
        FROM core_posterpresenter r JOIN core_poster p ON p.id = r.poster_id
        WHERE p.world_id = @world AND {condition} AND r.user_id IS NOT NULL
        ORDER BY r.id
        """;

    public UserSelection Users { get; } = new(
        dialect, $"u.id IN (SELECT r.user_id FROM core_posterpresenter r JOIN core_poster p ON p.id = r.poster_id WHERE {condition})");

    /// <summary>How many votes each poster has, and how many of them are the viewer's.</summary>
    public string Votes { get; } =
        $"""
        SELECT v.poster_id, COUNT(*), COUNT(CASE WHEN v.user_id = @viewer THEN 1 END)
        FROM core_postervote v JOIN core_poster p ON p.id = v.poster_id
        WHERE p.world_id = @world AND {condition}
        GROUP BY v.poster_id
        """;
}
