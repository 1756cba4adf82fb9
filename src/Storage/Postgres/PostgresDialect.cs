using System.Data.Common;
using Venueless.Fast.Storage.Sql;

namespace Venueless.Fast.Storage.Postgres;

/// <summary>PostgreSQL's spelling: everything has a type of its own, JSON travels as the UTF-8 bytes it is.</summary>
internal sealed class PostgresDialect : SqlDialect
{
    public static readonly PostgresDialect Instance = new();

    public override string ForUpdate => " FOR UPDATE";

    public override string IsOneOf(string column, string parameter) => $"{column} = ANY({parameter})";

    public override string ListRows(string parameter) => $"unnest({parameter}) AS item (value)";

    public override string Json(string parameter) => parameter;

    public override string JsonTuple(string first, string second) => $"json_build_array({first}, {second})";

    public override string JsonList(string expression) => $"json_agg({expression})";

    public override DateTimeOffset ReadTime(DbDataReader row, int column) => row.GetFieldValue<DateTimeOffset>(column);

    public override string[] ReadList(DbDataReader row, int column) => row.GetFieldValue<string[]>(column);
}
