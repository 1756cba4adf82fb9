namespace Venueless.Fast.Storage.Sql.Statements;

/// <summary>Statements on <c>core_user</c>, its grants and its world views.</summary>
internal sealed class UserSql(SqlDialect dialect)
{
    public UserSelection ById { get; } = new(dialect, "u.id = @user");

    public UserSelection ByIdForUpdate { get; } = new(dialect, "u.id = @user", dialect.ForUpdate);

    public UserSelection ByTokenIds { get; } = new(dialect, dialect.IsOneOf("u.token_id", "@tokens"));

    public UserSelection ByClientIds { get; } = new(dialect, dialect.IsOneOf("u.client_id", "@clients"));

    public UserSelection ByTokenId { get; } = new(dialect, "u.token_id = @token");

    public UserSelection ByClientId { get; } = new(dialect, "u.client_id = @client");

    public UserSelection ByIds { get; } = new(dialect, dialect.IsOneOf("u.id", "@users"));

    public UserSelection ByPretalxIds { get; } = new(dialect, $"NOT u.deleted AND u.type = 'person' AND {dialect.IsOneOf("u.pretalx_id", "@pretalxIds")}", isIndexed: false);

    public UserSelection ByMembership { get; } = new(dialect, "u.id IN (SELECT user_id FROM core_membership WHERE channel_id = @channel)");

    public UserSelection ByMemberships { get; } =
        new(dialect, $"u.id IN (SELECT user_id FROM core_membership WHERE {dialect.IsOneOf("channel_id", "@channels")})");

    /// <summary>Inserts nothing when the client or token id is taken.</summary>
    public string Insert { get; } =
        $"""
        INSERT INTO core_user (id, world_id, client_id, token_id, moderation_state, type, show_publicly, profile, client_state, traits, pretalx_id, last_login, deleted, version)
        VALUES (@id, @world, @client, @token, '', @type, @showPublicly, {dialect.Json("@profile")}, {dialect.Json("@clientState")}, @traits, @pretalx, @lastLogin, FALSE, @version)
        ON CONFLICT DO NOTHING
        """;

    public string InsertWorldGrant { get; } = "INSERT INTO core_worldgrant (world_id, user_id, role) VALUES (@world, @user, @role)";

    public string InsertRoomGrant { get; } = "INSERT INTO core_roomgrant (world_id, room_id, user_id, role) VALUES (@world, @room, @user, @role)";

    public string RecordLogin { get; } = "UPDATE core_user SET last_login = @now, version = version + 1 WHERE id = @user RETURNING version";

    public string UpdateTraits { get; } = "UPDATE core_user SET traits = @traits, version = version + 1 WHERE id = @user RETURNING version";

    public string UpdateOwn { get; } =
        $"""
        UPDATE core_user
        SET profile = {dialect.Json("@profile")}, client_state = {dialect.Json("@clientState")}, version = version + 1
        WHERE id = @user
        RETURNING version
        """;

    public string UpdateOwnIfVersion { get; } =
        $"""
        UPDATE core_user
        SET profile = {dialect.Json("@profile")}, client_state = {dialect.Json("@clientState")}, version = version + 1
        WHERE id = @user AND version = @version
        """;

    public string WorldOf { get; } = "SELECT world_id FROM core_user WHERE id = @user";

    public string BumpVersion { get; } = "UPDATE core_user SET version = version + 1 WHERE id = @user RETURNING version";

    public string EndOpenWorldViews { get; } = "UPDATE core_worldview SET \"end\" = @now WHERE user_id = @user AND \"end\" IS NULL";

    public string OpenWorldView { get; } =
        $"INSERT INTO core_worldview (world_id, user_id, start, \"end\") VALUES (@world, @user, @now, NULL){dialect.NewId}";

    public string EndWorldView { get; } = "UPDATE core_worldview SET \"end\" = @now WHERE id = @view";

    public string DeleteWorldView { get; } = "DELETE FROM core_worldview WHERE id = @view";
}
