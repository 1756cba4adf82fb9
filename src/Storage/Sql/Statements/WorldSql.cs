namespace Venueless.Fast.Storage.Sql.Statements;

/// <summary>Statements on <c>core_world</c> and <c>core_room</c>.</summary>
internal sealed class WorldSql(SqlDialect dialect)
{
    private const string Columns =
        "id, title, config, roles, trait_grants, domain, locale, timezone, feature_flags, external_auth_url, vapid_private_key, vapid_public_key, version";

    public string Find { get; } = $"SELECT {Columns} FROM core_world WHERE id = @world";

    public string FindForUpdate { get; } = $"SELECT {Columns} FROM core_world WHERE id = @world{dialect.ForUpdate}";

    public string Update { get; } =
        $"""
        UPDATE core_world
        SET title = @title, locale = @locale, timezone = @timezone, roles = {dialect.Json("@roles")}, trait_grants = {dialect.Json("@traitGrants")},
            config = {dialect.Json("@config")}, version = version + 1
        WHERE id = @world
        RETURNING version
        """;

    public string List { get; } = $"SELECT {Columns} FROM core_world ORDER BY id";

    public string FindByDomain { get; } = "SELECT id FROM core_world WHERE domain = @domain";

    /// <summary>Inserts nothing when the id or the domain is taken.</summary>
    public string Insert { get; } =
        $"""
        INSERT INTO core_world ({Columns})
        VALUES (@id, @title, {dialect.Json("@config")}, {dialect.Json("@roles")}, {dialect.Json("@traitGrants")}, @domain, @locale, @timezone,
            {dialect.Json("@featureFlags")}, @externalAuthUrl, @vapidPrivateKey, @vapidPublicKey, @version)
        ON CONFLICT DO NOTHING
        """;

    public string FindVapidPublicKey { get; } = "SELECT vapid_public_key FROM core_world WHERE id = @world";

    /// <summary>Changes nothing when the world has a private key.</summary>
    public string StoreVapidKeys { get; } =
        """
        UPDATE core_world SET vapid_private_key = @private, vapid_public_key = @public, version = version + 1
        WHERE id = @world AND (vapid_private_key IS NULL OR vapid_private_key = '')
        RETURNING version
        """;

    public string Rooms { get; } =
        """
        SELECT r.id, r.name, r.description, r.picture, r.trait_grants, r.module_config, r.sorting_priority, r.import_id, r.pretalx_id, r.schedule_data,
            r.force_join, r.version, c.id
        FROM core_room r LEFT JOIN core_channel c ON c.room_id = r.id
        WHERE r.world_id = @world AND NOT r.deleted
        ORDER BY r.sorting_priority, r.name, r.id
        """;
}
