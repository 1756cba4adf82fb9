using System.Data.Common;
using Venueless.Fast.Storage.Sql;

namespace Venueless.Fast.Storage.Sqlite;

/// <summary>SQLite's spelling: lists travel as JSON text, JSON values as UTF-8 bytes that become text without a detour over UTF-16.</summary>
internal sealed class SqliteDialect : SqlDialect
{
    public static readonly SqliteDialect Instance = new();

    public override string NewestFirst => "e.id DESC";

    public override string ForUpdate => string.Empty;

    public override string ForDeletion => string.Empty;

    public override string ForShare => string.Empty;

    // The connection knows the number of the last row.
    public override string NewId => string.Empty;

    public override string IsOneOf(string column, string parameter) => $"{column} IN (SELECT value FROM json_each({parameter}))";

    // Without statistics SQLite prefers an equality to any IN, and would look at every user of the world.
    public override string NotSelective(string column) => "+" + column;

    public override string ListRows(string parameter) => $"json_each({parameter}) AS item";

    public override string NumberedRows(string parameter, string alias) => $"json_each({parameter}) AS {alias}";

    public override string Json(string parameter) => $"CAST({parameter} AS TEXT)";

    public override string JsonTuple(string first, string second) => $"json_array({first}, {second})";

    public override string JsonList(string expression) => $"json_group_array({expression})";

    public override string Member(string json, string key) => $"{SqliteFunctions.Member}({json}, '{key}')";

    public override string MemberOrder(string json, string key) => $"{Member(json, key)} IS NULL, {Member(json, key)}";

    public override string HaveCommon(string column, string parameter) =>
        $"EXISTS (SELECT 1 FROM json_each({column}) have WHERE have.value IN (SELECT value FROM json_each({parameter})))";

    public override string ProfileContains(string profile, string term, string fields) => $"{SqliteFunctions.ProfileContains}({profile}, {term}, {fields})";

    public override string InChannel(string channel, string before) => $"e.channel_id = {channel} AND e.id < {before}";

    // What follows the seconds stays as it is. Rows edited by hand may hold anything.
    public override string HoursAfter(string column, int hours, string otherwise) =>
        $"COALESCE(strftime('%Y-%m-%d %H:%M:%S', substr({column}, 1, 19), '+{hours} hours') || substr({column}, 20), {otherwise})";

    public override string Midnight(string column) => $"({column} || ' 00:00:00.000000+00:00')";

    public override DateTimeOffset ReadTime(DbDataReader row, int column) => SqliteFormats.ParseTime(row.GetString(column));

    public override string[] ReadList(DbDataReader row, int column) => SqliteFormats.ParseList(row.GetString(column));
}
