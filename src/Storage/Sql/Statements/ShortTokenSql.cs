namespace Venueless.Fast.Storage.Sql.Statements;

/// <summary>Statements on <c>core_shorttoken</c>.</summary>
internal static class ShortTokenSql
{
    public const string Insert =
        """
        INSERT INTO core_shorttoken (world_id, short_token, long_token, expires)
        VALUES (@world, @code, @token, @expires)
        ON CONFLICT (short_token) DO NOTHING
        """;

    public const string Find = "SELECT long_token, expires FROM core_shorttoken WHERE world_id = @world AND short_token = @code";
}
