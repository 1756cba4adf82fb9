namespace Venueless.Fast.Storage.Sql.Statements;

/// <summary>Lists of a world's users.</summary>
internal sealed class UserSearchSql(SqlDialect dialect)
{
    public string List { get; } =
        $"""
        SELECT u.id FROM core_user u
        WHERE u.world_id = @world AND NOT u.deleted AND (@allTypes OR u.type = @type) AND (@banned OR u.moderation_state <> 'banned')
        ORDER BY {dialect.MemberOrder("u.profile", "display_name")}, u.id
        """;

    public UserSelection Search { get; } = new(
        dialect,
        $"""
        u.show_publicly AND NOT u.deleted AND u.type = 'person' AND {dialect.Member("u.profile", "display_name")} <> ''
            AND (@banned OR u.moderation_state <> 'banned') AND (@allTraits OR {dialect.HaveCommon("u.traits", "@traits")})
            AND {dialect.ProfileContains("u.profile", "@term", "@fields")}
        """,
        $" ORDER BY {dialect.Member("u.profile", "display_name")}, u.id LIMIT @limit OFFSET @offset");
}
