namespace Venueless.Fast.Storage.Sql.Statements;

/// <summary>Statements on single rooms and their channels.</summary>
internal sealed class RoomSql(SqlDialect dialect)
{
    // Columns of SqlRows.Room.
    private const string Columns =
        """
        r.id, r.name, r.description, r.picture, r.trait_grants, r.module_config, r.sorting_priority, r.import_id, r.pretalx_id, r.schedule_data,
        r.force_join, r.version, (SELECT c.id FROM core_channel c WHERE c.room_id = r.id)
        """;

    /// <summary>Holds off every other change of the world's rooms until the transaction ends.</summary>
    public string LockWorld { get; } = $"SELECT id FROM core_world WHERE id = @world{dialect.ForUpdate}";

    /// <summary>Deleted ones too.</summary>
    public string NamesAndPriorities { get; } = "SELECT name, deleted, sorting_priority FROM core_room WHERE world_id = @world";

    public string FindForUpdate { get; } =
        $"SELECT {Columns} FROM core_room r WHERE r.id = @room AND r.world_id = @world AND NOT r.deleted{dialect.ForUpdate}";

    public string AllForUpdate { get; } =
        $"SELECT {Columns} FROM core_room r WHERE r.world_id = @world AND NOT r.deleted ORDER BY r.sorting_priority, r.name, r.id{dialect.ForUpdate}";

    public string Insert { get; } =
        $"""
        INSERT INTO core_room (id, world_id, import_id, name, description, picture, module_config, trait_grants, pretalx_id, sorting_priority,
            deleted, force_join, schedule_data, version)
        VALUES (@room, @world, NULL, @name, @description, '', {dialect.Json("@modules")}, {dialect.Json("@traitGrants")}, 0, @priority,
            FALSE, FALSE, NULL, @version)
        """;

    public string Update { get; } =
        $"""
        UPDATE core_room
        SET name = @name, description = @description, picture = @picture, module_config = {dialect.Json("@modules")},
            trait_grants = {dialect.Json("@traitGrants")}, pretalx_id = @pretalxId, sorting_priority = @priority, force_join = @forceJoin,
            schedule_data = {dialect.Json("@scheduleData")}, version = version + 1
        WHERE id = @room
        RETURNING version
        """;

    public string UpdatePriority { get; } = "UPDATE core_room SET sorting_priority = @priority, version = version + 1 WHERE id = @room RETURNING version";

    public string Delete { get; } = "UPDATE core_room SET deleted = TRUE, version = version + 1 WHERE id = @room RETURNING version";

    public string EndViews { get; } = "UPDATE core_roomview SET \"end\" = @now WHERE room_id = @room AND \"end\" IS NULL";

    public string DeleteViews { get; } = "DELETE FROM core_roomview WHERE room_id = @room AND \"end\" IS NULL";

    /// <summary>Inserts nothing when somebody else was quicker.</summary>
    public string InsertChannel { get; } =
        "INSERT INTO core_channel (id, name, room_id, world_id) VALUES (@channel, NULL, @room, @world) ON CONFLICT (room_id) DO NOTHING";

    public string FindChannel { get; } = "SELECT id FROM core_channel WHERE room_id = @room";
}
