using System.Text;
using Npgsql;
using NpgsqlTypes;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Storage.Sql.Sessions;

namespace Venueless.Fast.Storage.Postgres.Merging;

/// <summary>The values that many units have for one parameter, as an array.</summary>
internal static class MergedParameters
{
    public static NpgsqlParameter Create(string name, SqlType type, IReadOnlyList<PipelinedCommand> members) => type switch
    {
        SqlType.Number => Create<long?>(name, NpgsqlDbType.Bigint, members, static value => (long?)value),
        SqlType.Truth => Create<bool?>(name, NpgsqlDbType.Boolean, members, static value => (bool?)value),
        SqlType.Uuid => Create<Guid?>(name, NpgsqlDbType.Uuid, members, static value => (Guid?)value),
        SqlType.Time => Create<DateTimeOffset?>(name, NpgsqlDbType.TimestampTz, members, static value => ((DateTimeOffset?)value)?.ToUniversalTime()),
        SqlType.Json => Create<ReadOnlyMemory<byte>?>(name, NpgsqlDbType.Jsonb, members, static value => ((RawJson?)value)?.Memory),
        SqlType.Text => Create<string?>(name, NpgsqlDbType.Text, members, static value => (string?)value),
        SqlType.TextList => Create<string?>(name, NpgsqlDbType.Text, members, static value => ToLiteral((string[]?)value)),
        _ => throw new NotSupportedException($"{type} cannot be merged."),
    };

    /// <summary>As the server writes an array of text.</summary>
    internal static string? ToLiteral(string[]? values)
    {
        if (values is null or { Length: 0 })
        {
            return values is null ? null : "{}";
        }

        var literal = new StringBuilder("{");
        foreach (var value in values)
        {
            literal.Append(literal.Length == 1 ? "\"" : ",\"").Append(value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)).Append('"');
        }

        return literal.Append('}').ToString();
    }

    private static NpgsqlParameter<T[]> Create<T>(string name, NpgsqlDbType type, IReadOnlyList<PipelinedCommand> members, Func<object?, T> convert)
    {
        var values = new T[members.Count];
        for (var index = 0; index < values.Length; index++)
        {
            values[index] = convert(members[index].Statement.ValueOf(name));
        }

        return new NpgsqlParameter<T[]>(name, NpgsqlDbType.Array | type) { TypedValue = values };
    }
}
