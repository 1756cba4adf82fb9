using Venueless.Fast.Core.Domain;
using Venueless.Fast.Storage.Sql.Sessions;

namespace Venueless.Fast.Storage.Sql.Stores;

/// <summary>An option with its votes; columns of <c>PollSql</c>.</summary>
/// <param name="IsAnswer">One of the votes is the user's for whom the row was read.</param>
internal sealed record PollOptionRow(PollId Poll, PollOptionId Id, string Content, int Order, long Votes, bool IsAnswer)
{
    public static PollOptionRow Read(SqlRow row) => new(
        new PollId(row.Uuid(0)), new PollOptionId(row.Uuid(1)), row.Text(2), row.Integer(3), row.Number(4), row.Number(5) > 0);
}
