using Npgsql;
using NpgsqlTypes;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Storage.Sql.Sessions;

namespace Venueless.Fast.Storage.Postgres;

/// <summary>Typed parameters: the server must know a type also for NULL, and plans are kept by types.</summary>
internal static class PostgresParameters
{
    /// <summary>Sets the parameter of that name, adding it on first use.</summary>
    public static void Set(NpgsqlParameterCollection parameters, string name, SqlType type, object? value)
    {
        var represented = Represent(type, value);
        if (parameters.TryGetValue(name, out var known))
        {
            known.Value = represented;
        }
        else
        {
            parameters.Add(new NpgsqlParameter(name, TypeOf(type)) { Value = represented });
        }
    }

    private static object Represent(SqlType type, object? value) => (type, value) switch
    {
        (_, null) => DBNull.Value,
        (SqlType.Json, RawJson json) => json.Memory,
        (SqlType.Time, DateTimeOffset time) => time.ToUniversalTime(),
        _ => value,
    };

    private static NpgsqlDbType TypeOf(SqlType type) => type switch
    {
        SqlType.Number => NpgsqlDbType.Bigint,
        SqlType.Truth => NpgsqlDbType.Boolean,
        SqlType.Uuid => NpgsqlDbType.Uuid,
        SqlType.Time => NpgsqlDbType.TimestampTz,
        SqlType.Json => NpgsqlDbType.Jsonb,
        SqlType.TextList => NpgsqlDbType.Array | NpgsqlDbType.Text,
        SqlType.UuidList => NpgsqlDbType.Array | NpgsqlDbType.Uuid,
        _ => NpgsqlDbType.Text,
    };
}
