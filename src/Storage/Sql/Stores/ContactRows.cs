using Venueless.Fast.Core.Domain;
using Venueless.Fast.Storage.Sql.Sessions;
using Venueless.Fast.Storage.Sql.Statements;

namespace Venueless.Fast.Storage.Sql.Stores;

/// <summary>Contact requests as rows, and the users who are named in them.</summary>
internal static class ContactRows
{
    /// <summary>Columns of <c>ContactSql.Find</c>.</summary>
    public static ContactRow Map(SqlRow row) => new(
        new ContactRequestId(row.Uuid(0)), new ExhibitorId(row.Uuid(1)), AsUser(row.OptionalUuid(2)), row.Text(3), AsUser(row.OptionalUuid(4)), row.OptionalTime(5));

    /// <summary>Everybody named in the requests, in one statement.</summary>
    public static async ValueTask<Dictionary<UserId, User>> ReadUsersAsync(SqlSession session, SqlStatements sql, WorldId world, IEnumerable<ContactRow> requests)
    {
        var ids = new HashSet<UserId>();
        foreach (var request in requests)
        {
            if (request.User is { } user)
            {
                ids.Add(user);
            }

            if (request.AnsweredBy is { } answeredBy)
            {
                ids.Add(answeredBy);
            }
        }

        return ids.Count == 0
            ? []
            : (await session.Prepare(sql.User.ByIds.Text).Bind("@world", world).Bind("@users", ids).ReadAllAsync(SqlRows.User))
                .ToDictionary(static row => row.Id, static row => new User(row));
    }

    /// <summary>The row with its exhibitor and with whom it names.</summary>
    public static ContactRequest Complete(ContactRow row, ExhibitorName exhibitor, IReadOnlyDictionary<UserId, User> users) =>
        new(row.Id, exhibitor, Find(row.User, users), row.State, Find(row.AnsweredBy, users), row.Timestamp);

    public static ExhibitorName MapName(SqlRow row) => new(new ExhibitorId(row.Uuid(0)), row.OptionalText(1));

    private static User? Find(UserId? id, IReadOnlyDictionary<UserId, User> users) => id is { } known ? users.GetValueOrDefault(known) : null;

    private static UserId? AsUser(Guid? id) => id is { } known ? new UserId(known) : null;
}
