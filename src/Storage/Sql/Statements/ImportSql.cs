namespace Venueless.Fast.Storage.Sql.Statements;

/// <summary>Statements of <c>import_config</c>. JSON parameters are bound as UTF-8 bytes, as everywhere.</summary>
internal sealed class ImportSql(SqlDialect dialect)
{
    public string FindWorld { get; } = $"SELECT id FROM core_world WHERE id = @world{dialect.ForUpdate}";

    public string FindDomainOwner { get; } = "SELECT id FROM core_world WHERE domain = @domain AND id <> @world";

    public string InsertWorld { get; } =
        $"""
        INSERT INTO core_world (id, title, config, roles, trait_grants, domain, locale, timezone, feature_flags, external_auth_url,
            vapid_private_key, vapid_public_key, version)
        VALUES (@world, @title, {dialect.Json("@config")}, {dialect.Json("@roles")}, {dialect.Json("@traitGrants")}, @domain, @locale, @timezone,
            {dialect.Json("@featureFlags")}, NULL, @privateKey, @publicKey, @version)
        RETURNING version
        """;

    public string UpdateWorld { get; } =
        $"""
        UPDATE core_world
        SET title = @title, config = {dialect.Json("@config")}, roles = {dialect.Json("@roles")}, trait_grants = {dialect.Json("@traitGrants")},
            domain = COALESCE(@domain, domain), version = version + 1
        WHERE id = @world
        RETURNING version
        """;

    /// <summary>Deleted rooms count too; an undeleted one wins.</summary>
    public string FindRoom { get; } =
        "SELECT id FROM core_room WHERE world_id = @world AND import_id = @importId ORDER BY deleted, sorting_priority, id LIMIT 1";

    public string InsertRoom { get; } =
        $"""
        INSERT INTO core_room (id, world_id, import_id, name, description, picture, module_config, trait_grants, pretalx_id, sorting_priority,
            deleted, force_join, schedule_data, version)
        VALUES (@id, @world, @importId, @name, @description, '', {dialect.Json("@modules")}, {dialect.Json("@traitGrants")}, @pretalxId, @priority,
            FALSE, FALSE, NULL, @version)
        RETURNING version
        """;

    public string UpdateRoom { get; } =
        $"""
        UPDATE core_room
        SET name = @name, description = @description, module_config = {dialect.Json("@modules")}, trait_grants = {dialect.Json("@traitGrants")},
            pretalx_id = @pretalxId, sorting_priority = @priority, version = version + 1
        WHERE id = @id
        RETURNING version
        """;

    public string FindRoomChannel { get; } = "SELECT id FROM core_channel WHERE room_id = @room";

    public string InsertChannel { get; } = "INSERT INTO core_channel (id, name, room_id, world_id) VALUES (@id, NULL, @room, @world)";

    public string FindExhibitor { get; } =
        "SELECT id FROM core_exhibitor WHERE world_id = @world AND room_id = @room AND name IS NOT DISTINCT FROM @name ORDER BY id LIMIT 1";

    public string InsertExhibitor { get; } =
        $"""
        INSERT INTO core_exhibitor (id, world_id, room_id, name, tagline, short_text, logo, text_legacy, text_content, size, sorting_priority,
            banner_detail, banner_list, contact_enabled, highlighted_room_id)
        VALUES (@id, @world, @room, @name, @tagline, @shortText, @logo, @text, {dialect.Json("@textContent")}, @size, @priority, NULL, NULL, TRUE, NULL)
        """;

    public string UpdateExhibitor { get; } =
        $"""
        UPDATE core_exhibitor
        SET tagline = @tagline, short_text = @shortText, logo = @logo, text_legacy = @text, text_content = {dialect.Json("@textContent")}, size = @size,
            sorting_priority = @priority
        WHERE id = @id
        """;

    public string AddExhibitorLink { get; } =
        """
        INSERT INTO core_exhibitorlink (exhibitor_id, display_text, url, category, sorting_priority)
        SELECT @owner, @text, @url, 'profile', @priority
        WHERE NOT EXISTS (SELECT 1 FROM core_exhibitorlink WHERE exhibitor_id = @owner AND display_text = @text AND url = @url)
        """;

    public string AddSocialMediaLink { get; } =
        """
        INSERT INTO core_exhibitorsocialmedialink (exhibitor_id, display_text, url)
        SELECT @owner, @text, @url
        WHERE NOT EXISTS (SELECT 1 FROM core_exhibitorsocialmedialink WHERE exhibitor_id = @owner AND display_text = @text AND url = @url)
        """;

    public string FindAnnouncement { get; } = "SELECT id FROM core_announcement WHERE world_id = @world AND text = @text ORDER BY timestamp, id LIMIT 1";

    public string InsertAnnouncement { get; } =
        "INSERT INTO core_announcement (id, world_id, text, state, show_until, timestamp) VALUES (@id, @world, @text, @state, @showUntil, @now)";

    public string UpdateAnnouncement { get; } = "UPDATE core_announcement SET state = @state, show_until = @showUntil WHERE id = @id";

    public string FindPoster { get; } = "SELECT id FROM core_poster WHERE world_id = @world AND import_id = @importId ORDER BY id LIMIT 1";

    public string InsertPoster { get; } =
        $"""
        INSERT INTO core_poster (id, world_id, import_id, parent_room_id, presentation_room_id, title, abstract, authors, tags, category, poster_url,
            poster_preview, schedule_session, channel_id)
        VALUES (@id, @world, @importId, @room, @presentationRoom, @title, {dialect.Json("@abstract")}, {dialect.Json("@authors")}, {dialect.Json("@tags")},
            @category, @posterUrl, @posterPreview, @session, NULL)
        """;

    public string UpdatePoster { get; } =
        $"""
        UPDATE core_poster
        SET parent_room_id = @room, presentation_room_id = @presentationRoom, title = @title, abstract = {dialect.Json("@abstract")},
            authors = {dialect.Json("@authors")}, tags = {dialect.Json("@tags")}, category = @category, poster_url = @posterUrl,
            poster_preview = @posterPreview, schedule_session = @session
        WHERE id = @id
        """;

    public string FindPosterChannel { get; } = "SELECT channel_id FROM core_poster WHERE id = @id";

    public string SetPosterChannel { get; } = "UPDATE core_poster SET channel_id = @channel WHERE id = @id";

    /// <summary>By text: the sample documents say so, and a poster's link keeps its place when its address changes.</summary>
    public string UpdatePosterLink { get; } =
        "UPDATE core_posterlink SET url = @url, sorting_priority = @priority WHERE poster_id = @owner AND display_text = @text";

    public string InsertPosterLink { get; } =
        "INSERT INTO core_posterlink (poster_id, display_text, url, sorting_priority) VALUES (@owner, @text, @url, @priority)";
}
