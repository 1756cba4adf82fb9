namespace Venueless.Fast.Storage.Sql.Statements;

/// <summary>Statements on <c>core_anonymousinvite</c>.</summary>
internal static class InviteSql
{
    public const string FindRoom =
        "SELECT room_id FROM core_anonymousinvite WHERE world_id = @world AND short_token = @code AND expires >= @now";

    public const string FindUsable =
        """
        SELECT short_token FROM core_anonymousinvite WHERE world_id = @world AND room_id = @room AND expires >= @until
        ORDER BY expires DESC, id DESC LIMIT 1
        """;

    /// <summary>Inserts nothing when the token is taken.</summary>
    public const string Insert =
        """
        INSERT INTO core_anonymousinvite (short_token, expires, room_id, world_id) VALUES (@code, @expires, @room, @world)
        ON CONFLICT (short_token) DO NOTHING
        """;
}
