namespace Venueless.Fast.Storage.Sql.Statements;

/// <summary>Statements on posters and their votes.</summary>
internal sealed class PosterSql(SqlDialect dialect)
{
    public PosterSelection ById { get; } = new(dialect, "p.id = @key");

    public PosterSelection ByRoom { get; } = new(dialect, "p.parent_room_id = @key");

    public PosterSelection ByPresenter { get; } = new(dialect, "p.id IN (SELECT x.poster_id FROM core_posterpresenter x WHERE x.user_id = @key)");

    public string AllShort { get; } = "SELECT id, title FROM core_poster WHERE world_id = @world ORDER BY title IS NULL, title, id";

    public string PresentedShort { get; } =
        """
        SELECT id, title FROM core_poster
        WHERE world_id = @world AND id IN (SELECT poster_id FROM core_posterpresenter WHERE user_id = @user)
        ORDER BY title IS NULL, title, id
        """;

    public string VotesOf { get; } =
        "SELECT v.poster_id FROM core_postervote v JOIN core_poster p ON p.id = v.poster_id WHERE p.parent_room_id = @room AND v.user_id = @user";

    /// <summary>Holds off changes of the poster, not other votes.</summary>
    public string LockForVote { get; } = $"SELECT id FROM core_poster WHERE id = @poster AND world_id = @world{dialect.ForShare}";

    public string LockForChange { get; } = $"SELECT id FROM core_poster WHERE id = @poster AND world_id = @world{dialect.ForUpdate}";

    /// <summary>Returns the time of the first vote, also when that is an earlier one.</summary>
    public string Vote { get; } =
        """
        INSERT INTO core_postervote (datetime, poster_id, user_id) VALUES (@now, @poster, @user)
        ON CONFLICT (user_id, poster_id) DO UPDATE SET datetime = core_postervote.datetime
        RETURNING datetime
        """;

    public string Unvote { get; } = "DELETE FROM core_postervote WHERE poster_id = @poster AND user_id = @user";

    public string FindPresenter { get; } = "SELECT id FROM core_posterpresenter WHERE poster_id = @poster AND user_id = @user";

    /// <summary>Deleted ones too.</summary>
    public string FindRoom { get; } = "SELECT id FROM core_room WHERE id = @room AND world_id = @world";

    /// <summary>Presenters as they are and as they are to be, in the order in which all units lock users; nobody of them is deleted until the transaction ends.</summary>
    public string LockUsers { get; } =
        $"""
        SELECT id, deleted FROM core_user
        WHERE world_id = @world
            AND ({dialect.IsOneOf("id", "@users")} OR id IN (SELECT user_id FROM core_posterpresenter WHERE poster_id = @poster))
        ORDER BY id{dialect.ForUpdate}
        """;

    public string InsertChannel { get; } = "INSERT INTO core_channel (id, name, room_id, world_id) VALUES (@channel, NULL, NULL, @world)";

    public string Insert { get; } =
        $"""
        INSERT INTO core_poster (id, import_id, title, abstract, authors, tags, category, poster_url, poster_preview, schedule_session, world_id,
            parent_room_id, presentation_room_id, channel_id)
        VALUES (@poster, NULL, @title, {dialect.Json("@abstract")}, {dialect.Json("@authors")}, {dialect.Json("@tags")}, @category, @posterUrl,
            @posterPreview, @session, @world, @room, @presentationRoom, @channel)
        """;

    public string Update { get; } =
        $"""
        UPDATE core_poster
        SET title = @title, abstract = {dialect.Json("@abstract")}, authors = {dialect.Json("@authors")}, tags = {dialect.Json("@tags")},
            category = @category, poster_url = @posterUrl, poster_preview = @posterPreview, schedule_session = @session, parent_room_id = @room,
            presentation_room_id = @presentationRoom
        WHERE id = @poster
        """;

    public string Links { get; } = "SELECT id, display_text, url, sorting_priority FROM core_posterlink WHERE poster_id = @poster ORDER BY id";

    public string DeleteLink { get; } = "DELETE FROM core_posterlink WHERE id = @link";

    public string InsertLink { get; } =
        "INSERT INTO core_posterlink (display_text, url, sorting_priority, poster_id) VALUES (@text, @url, @priority, @poster)";

    /// <summary>Rows of nobody go, too.</summary>
    public string RemovePresenters { get; } =
        $"DELETE FROM core_posterpresenter WHERE poster_id = @poster AND (user_id IS NULL OR NOT ({dialect.IsOneOf("user_id", "@users")})) RETURNING user_id";

    public string AddPresenters { get; } =
        $"""
        INSERT INTO core_posterpresenter (poster_id, user_id) SELECT @poster, item.value FROM {dialect.ListRows("@users")} WHERE TRUE
        ON CONFLICT (user_id, poster_id) DO NOTHING
        RETURNING user_id
        """;

    public string BumpUsers { get; } =
        $"UPDATE core_user SET version = version + 1 WHERE {dialect.IsOneOf("id", "@users")} RETURNING id, version";

    public string BumpRoom { get; } = "UPDATE core_room SET version = version + 1 WHERE id = @room RETURNING version";

    /// <summary>A poster with everything that belongs to it, except its channel and its presenters.</summary>
    public IReadOnlyList<string> Delete { get; } =
    [
        "DELETE FROM core_postervote WHERE poster_id = @poster",
        "DELETE FROM core_posterlink WHERE poster_id = @poster",
        "DELETE FROM core_poster WHERE id = @poster",
    ];
}
