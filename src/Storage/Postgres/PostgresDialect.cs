using System.Data.Common;
using Venueless.Fast.Storage.Sql;

namespace Venueless.Fast.Storage.Postgres;

/// <summary>PostgreSQL's spelling: everything has a type of its own, JSON travels as the UTF-8 bytes it is.</summary>
internal sealed class PostgresDialect : SqlDialect
{
    public static readonly PostgresDialect Instance = new();

    public override string NewestFirst => "e.channel_id DESC, e.id DESC";

    // Enough against every other change; FOR UPDATE would also stop the check of foreign keys, so that nobody's message could refer to the user meanwhile.
    public override string ForUpdate => " FOR NO KEY UPDATE";

    public override string ForDeletion => " FOR UPDATE";

    public override string ForShare => " FOR SHARE";

    public override string NewId => " RETURNING id";

    public override string IsOneOf(string column, string parameter) => $"{column} = ANY({parameter})";

    // The planner has statistics, but new ones only once a storm of logins is over.
    public override string NotSelective(string column) => $"({column} || '')";

    public override string ListRows(string parameter) => $"unnest({parameter}) AS item (value)";

    public override string NumberedRows(string parameter, string alias) => $"unnest({parameter}) WITH ORDINALITY AS {alias} (value, key)";

    public override string Json(string parameter) => parameter;

    public override string JsonTuple(string first, string second) => $"json_build_array({first}, {second})";

    public override string JsonList(string expression) => $"json_agg({expression})";

    public override string Member(string json, string key) => $"({json} ->> '{key}')";

    public override string MemberOrder(string json, string key) => $"{json} -> '{key}'";

    public override string HaveCommon(string column, string parameter) => $"{column}::text[] && {parameter}";

    public override string ProfileContains(string profile, string term, string fields) =>
        $"""
        (position(upper({term}) IN upper({profile} ->> 'display_name')) > 0
            OR EXISTS (SELECT 1 FROM unnest({fields}) AS f (id) WHERE position(upper({term}) IN upper({profile} -> 'fields' ->> f.id)) > 0))
        """;

    // A range of the index on both columns, in its order. With an equation for the channel the server may rather walk down the ids of all channels, expecting to meet
    // this channel soon; after a quiet day that is the day's whole traffic.
    public override string InChannel(string channel, string before) =>
        $"(e.channel_id, e.id) >= ({channel}, 0) AND (e.channel_id, e.id) < ({channel}, {before})";

    public override string HoursAfter(string column, int hours, string otherwise) => $"COALESCE({column} + interval '{hours} hours', {otherwise})";

    public override string Midnight(string column) => $"({column}::timestamp AT TIME ZONE 'UTC')";

    public override DateTimeOffset ReadTime(DbDataReader row, int column) => row.GetFieldValue<DateTimeOffset>(column);

    public override string[] ReadList(DbDataReader row, int column) => row.GetFieldValue<string[]>(column);
}
