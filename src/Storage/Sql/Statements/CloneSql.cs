namespace Venueless.Fast.Storage.Sql.Statements;

/// <summary>Statements of <c>clone_world</c> beside those of the tables' own stores.</summary>
internal sealed class CloneSql(SqlDialect dialect)
{
    /// <summary>Columns of <c>SqlRows.Room</c>, then whether it is deleted.</summary>
    public string Rooms { get; } =
        """
        SELECT r.id, r.name, r.description, r.picture, r.trait_grants, r.module_config, r.sorting_priority, r.import_id, r.pretalx_id, r.schedule_data,
            r.force_join, r.version, c.id, r.deleted
        FROM core_room r LEFT JOIN core_channel c ON c.room_id = r.id
        WHERE r.world_id = @world
        ORDER BY r.sorting_priority, r.name, r.id
        """;

    public string Exhibitors { get; } = "SELECT id FROM core_exhibitor WHERE world_id = @world ORDER BY sorting_priority, id";

    public string Files { get; } =
        $"""
        SELECT id, file, filename, type, date, public FROM storage_storedfile
        WHERE {dialect.IsOneOf("id", "@files")} AND world_id = @world AND file <> '' AND (expires IS NULL OR expires > @now)
        """;

    public string InsertRoom { get; } =
        $"""
        INSERT INTO core_room (id, world_id, import_id, name, description, picture, module_config, trait_grants, pretalx_id, sorting_priority,
            deleted, force_join, schedule_data, version)
        VALUES (@room, @world, @importId, @name, @description, @picture, {dialect.Json("@modules")}, {dialect.Json("@traitGrants")}, @pretalxId, @priority,
            @deleted, @forceJoin, {dialect.Json("@scheduleData")}, @version)
        """;

    public string InsertFile { get; } =
        """
        INSERT INTO storage_storedfile (id, world_id, file, filename, type, date, public, expires, user_id, source_url)
        VALUES (@file, @world, @path, @filename, @type, @date, @public, NULL, NULL, NULL)
        """;
}
