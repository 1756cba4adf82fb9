using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Storage.Sql.Statements;

/// <summary>Statements on <c>core_shorttoken</c>.</summary>
internal sealed class ShortTokenSql(SqlDialect dialect)
{
    public string Insert { get; } =
        """
        INSERT INTO core_shorttoken (world_id, short_token, long_token, expires)
        VALUES (@world, @code, @token, @expires)
        ON CONFLICT (short_token) DO NOTHING
        """;

    /// <summary>One statement for any number: every element of the list is a code with its token behind it.</summary>
    public string InsertMany { get; } =
        $"""
        INSERT INTO core_shorttoken (world_id, short_token, long_token, expires)
        SELECT @world, substr(item.value, 1, {TokenBatch.CodeLength}), substr(item.value, {TokenBatch.CodeLength + 1}), @expires
        FROM {dialect.ListRows("@tokens")}
        """;

    public string Find { get; } = "SELECT long_token, expires FROM core_shorttoken WHERE world_id = @world AND short_token = @code";
}
