namespace Venueless.Fast.Storage.Sql.Statements;

/// <summary>Reads users of one world with their grants, by one condition on <c>core_user</c>: one statement, so that row and grants are of one moment.</summary>
/// <param name="dialect">Of the database.</param>
/// <param name="condition">Few users meet it.</param>
/// <param name="suffix">Appended.</param>
/// <param name="isIndexed">There is an index for the condition.</param>
internal sealed class UserSelection(SqlDialect dialect, string condition, string suffix = "", bool isIndexed = true)
{
    public string Text { get; } =
        $"""
        SELECT u.id, u.world_id, u.client_id, u.token_id, u.moderation_state, u.type, u.show_publicly, u.profile, u.client_state, u.traits, u.pretalx_id,
            u.last_login, u.deleted, u.version,
            (SELECT {dialect.JsonList("g.role")} FROM (SELECT role FROM core_worldgrant WHERE user_id = u.id ORDER BY id) g),
            (SELECT {dialect.JsonList(dialect.JsonTuple("g.room_id", "g.role"))}
                FROM (SELECT room_id, role FROM core_roomgrant WHERE user_id = u.id ORDER BY id) g)
        FROM core_user u
        WHERE {(isIndexed ? dialect.NotSelective("u.world_id") : "u.world_id")} = @world AND {condition}{suffix}
        """;
}
