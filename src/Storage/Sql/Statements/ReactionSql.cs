namespace Venueless.Fast.Storage.Sql.Statements;

/// <summary>Statements on <c>core_reaction</c>.</summary>
internal static class ReactionSql
{
    public const string Insert = "INSERT INTO core_reaction (reaction, amount, room_id, datetime) VALUES (@reaction, @amount, @room, @now)";
}
