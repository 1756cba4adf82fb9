namespace Venueless.Fast.Storage.Sql.Statements;

/// <summary>Statements on exhibitors, their links, staff and views; those of contact requests are in <see cref="ContactSql"/>.</summary>
internal sealed class ExhibitionSql(SqlDialect dialect)
{
    // Databases sort what has no name at different ends.
    private const string ByName = "e.name NULLS LAST, e.id";

    public string List { get; } =
        $"""
        SELECT e.id, e.name, e.tagline, e.short_text, e.logo, e.banner_list, e.size, e.sorting_priority FROM core_exhibitor e
        WHERE e.room_id = @room
        ORDER BY e.sorting_priority, {ByName}
        """;

    public string AllNames { get; } = $"SELECT e.id, e.name FROM core_exhibitor e WHERE e.world_id = @world ORDER BY {ByName}";

    public string StaffedNames { get; } =
        $"""
        SELECT s.user_id, e.id, e.name FROM core_exhibitorstaff s JOIN core_exhibitor e ON e.id = s.exhibitor_id
        WHERE {dialect.IsOneOf("s.user_id", "@users")} AND {dialect.NotSelective("e.world_id")} = @world
        ORDER BY {ByName}
        """;

    public string Rows { get; } =
        $"""
        SELECT e.id, e.name, e.tagline, e.short_text, e.logo, e.banner_list, e.banner_detail, e.contact_enabled, e.text_legacy, e.text_content, e.size,
            e.sorting_priority, e.room_id, e.highlighted_room_id
        FROM core_exhibitor e
        WHERE {dialect.IsOneOf("e.id", "@exhibitors")} AND e.world_id = @world
        ORDER BY {ByName}
        """;

    public string Links { get; } =
        $"""
        SELECT exhibitor_id, id, display_text, url, category, sorting_priority FROM core_exhibitorlink
        WHERE {dialect.IsOneOf("exhibitor_id", "@exhibitors")}
        ORDER BY display_text, id
        """;

    public string SocialMediaLinks { get; } =
        $"""
        SELECT exhibitor_id, id, display_text, url FROM core_exhibitorsocialmedialink
        WHERE {dialect.IsOneOf("exhibitor_id", "@exhibitors")}
        ORDER BY display_text, id
        """;

    public string Staff { get; } =
        $"""
        SELECT exhibitor_id, user_id FROM core_exhibitorstaff
        WHERE {dialect.IsOneOf("exhibitor_id", "@exhibitors")} AND user_id IS NOT NULL
        ORDER BY id
        """;

    public UserSelection StaffUsers { get; } = new(
        dialect, $"u.id IN (SELECT s.user_id FROM core_exhibitorstaff s WHERE {dialect.IsOneOf("s.exhibitor_id", "@exhibitors")})");

    /// <summary>Adds nothing when the exhibitor is gone. Holds off its deletion until the transaction ends.</summary>
    public string AddView { get; } =
        $"""
        INSERT INTO core_exhibitorview (datetime, exhibitor_id, user_id)
        SELECT @now, e.id, @user FROM core_exhibitor e WHERE e.id = @exhibitor AND e.world_id = @world{dialect.ForShare}
        """;

    public string Lock { get; } = $"SELECT e.id FROM core_exhibitor e WHERE e.id = @exhibitor AND e.world_id = @world{dialect.ForUpdate}";

    /// <summary>Waits for whoever adds a view or a contact request, and nobody comes after it.</summary>
    public string LockForDeletion { get; } = $"SELECT e.id FROM core_exhibitor e WHERE e.id = @exhibitor AND e.world_id = @world{dialect.ForDeletion}";

    /// <summary>Deleted rooms count, too.</summary>
    public string FindRoom { get; } = "SELECT id FROM core_room WHERE id = @room AND world_id = @world";

    public string Insert { get; } =
        $"""
        INSERT INTO core_exhibitor (id, world_id, name, tagline, short_text, logo, banner_list, banner_detail, contact_enabled, text_legacy, text_content, size,
            sorting_priority, room_id, highlighted_room_id)
        VALUES (@exhibitor, @world, @name, @tagline, @shortText, @logo, @bannerList, @bannerDetail, @contactEnabled, @textLegacy, {dialect.Json("@textContent")},
            @size, @priority, @room, @highlightedRoom)
        """;

    public string Update { get; } =
        $"""
        UPDATE core_exhibitor
        SET name = @name, tagline = @tagline, short_text = @shortText, logo = @logo, banner_list = @bannerList, banner_detail = @bannerDetail,
            contact_enabled = @contactEnabled, text_legacy = @textLegacy, text_content = {dialect.Json("@textContent")}, size = @size,
            sorting_priority = @priority, room_id = @room, highlighted_room_id = @highlightedRoom
        WHERE id = @exhibitor AND world_id = @world
        """;

    public string DeleteLinks { get; } = $"DELETE FROM core_exhibitorlink WHERE exhibitor_id = @exhibitor AND {IsNumber(dialect)}";

    public string InsertLinks { get; } =
        $"""
        INSERT INTO core_exhibitorlink (exhibitor_id, display_text, url, category, sorting_priority)
        SELECT @exhibitor, t.value, u.value, c.value, CAST(p.value AS integer)
        FROM {dialect.NumberedRows("@texts", "t")}
            JOIN {dialect.NumberedRows("@urls", "u")} ON u.key = t.key
            JOIN {dialect.NumberedRows("@categories", "c")} ON c.key = t.key
            JOIN {dialect.NumberedRows("@priorities", "p")} ON p.key = t.key
        ORDER BY t.key
        """;

    public string DeleteSocialMediaLinks { get; } = $"DELETE FROM core_exhibitorsocialmedialink WHERE exhibitor_id = @exhibitor AND {IsNumber(dialect)}";

    public string InsertSocialMediaLinks { get; } =
        $"""
        INSERT INTO core_exhibitorsocialmedialink (exhibitor_id, display_text, url)
        SELECT @exhibitor, t.value, u.value
        FROM {dialect.NumberedRows("@texts", "t")} JOIN {dialect.NumberedRows("@urls", "u")} ON u.key = t.key
        ORDER BY t.key
        """;

    /// <summary>Everybody whose row will change, in the order in which all units lock users; nobody of them is deleted until the transaction ends.</summary>
    public string LockUsers { get; } =
        $"SELECT id, deleted FROM core_user WHERE {dialect.IsOneOf("id", "@users")} AND world_id = @world ORDER BY id{dialect.ForUpdate}";

    public string DeleteStaff { get; } = $"DELETE FROM core_exhibitorstaff WHERE exhibitor_id = @exhibitor AND {dialect.IsOneOf("user_id", "@users")}";

    /// <summary>Another server on the same data may have been quicker.</summary>
    public string InsertStaff { get; } =
        $"""
        INSERT INTO core_exhibitorstaff (exhibitor_id, user_id)
        SELECT @exhibitor, i.value FROM {dialect.NumberedRows("@users", "i")} WHERE TRUE ORDER BY i.key
        ON CONFLICT (user_id, exhibitor_id) DO NOTHING
        """;

    public string BumpUsers { get; } = $"UPDATE core_user SET version = version + 1 WHERE {dialect.IsOneOf("id", "@users")} RETURNING id, version";

    public string BumpRoom { get; } = "UPDATE core_room SET version = version + 1 WHERE id = @room RETURNING version";

    /// <summary>After <see cref="LockForDeletion"/>.</summary>
    public IReadOnlyList<string> Delete { get; } =
    [
        "DELETE FROM core_exhibitorlink WHERE exhibitor_id = @exhibitor",
        "DELETE FROM core_exhibitorsocialmedialink WHERE exhibitor_id = @exhibitor",
        "DELETE FROM core_exhibitorstaff WHERE exhibitor_id = @exhibitor",
        "DELETE FROM core_contactrequest WHERE exhibitor_id = @exhibitor",
        "DELETE FROM core_exhibitorview WHERE exhibitor_id = @exhibitor",
        "DELETE FROM core_exhibitor WHERE id = @exhibitor",
    ];

    // Numbers travel as text: there is no list of numbers among the parameters.
    private static string IsNumber(SqlDialect dialect) => $"id IN (SELECT CAST(i.value AS integer) FROM {dialect.NumberedRows("@links", "i")})";
}
