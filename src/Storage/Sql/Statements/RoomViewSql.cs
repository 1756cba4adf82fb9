namespace Venueless.Fast.Storage.Sql.Statements;

/// <summary>Statements on <c>core_roomview</c>.</summary>
internal sealed class RoomViewSql(SqlDialect dialect)
{
    public const string EndOpen = "UPDATE core_roomview SET \"end\" = @now WHERE room_id = @room AND user_id = @user AND \"end\" IS NULL";

    public const string DeleteOpen = "DELETE FROM core_roomview WHERE room_id = @room AND user_id = @user AND \"end\" IS NULL";

    // Waits for a deletion of the room that is under way on another node: no view is opened behind its back.
    public string Open { get; } =
        $"""
        INSERT INTO core_roomview (room_id, user_id, start, "end")
        SELECT r.id, @user, @now, NULL FROM core_room r WHERE r.id = @room AND NOT r.deleted{dialect.ForShare}{dialect.NewId}
        """;

    public const string End = "UPDATE core_roomview SET \"end\" = @now WHERE id = @view";

    public const string Delete = "DELETE FROM core_roomview WHERE id = @view";

    public const string CountOpen =
        """
        SELECT v.room_id, COUNT(*)
        FROM core_roomview v JOIN core_room r ON r.id = v.room_id
        WHERE v."end" IS NULL AND r.world_id = @world
        GROUP BY v.room_id
        """;
}
