using Venueless.Fast.Core.Domain;
using Venueless.Fast.Storage.Sql.Sessions;
using Venueless.Fast.Storage.Sql.Statements;

namespace Venueless.Fast.Storage.Sql.Stores;

/// <summary>Reads exhibitors with everything that belongs to them: five statements, however many there are.</summary>
internal static class ExhibitorRows
{
    /// <summary>Those of the ids that the world has, by name.</summary>
    public static async ValueTask<List<ExhibitorDetails>> ReadAsync(SqlSession session, SqlStatements sql, WorldId world, IReadOnlyList<Guid> ids)
    {
        var rows = await Prepare(session, sql.Exhibition.Rows, ids).Bind("@world", world).ReadAllAsync(Map);
        if (rows.Count == 0)
        {
            return [];
        }

        var links = await Prepare(session, sql.Exhibition.Links, ids).ReadAllAsync(MapLink);
        var socialMediaLinks = await Prepare(session, sql.Exhibition.SocialMediaLinks, ids).ReadAllAsync(MapSocialMediaLink);
        var staff = await Prepare(session, sql.Exhibition.Staff, ids)
            .ReadAllAsync(static row => (Exhibitor: new ExhibitorId(row.Uuid(0)), User: new UserId(row.Uuid(1))));
        var users = (await Prepare(session, sql.Exhibition.StaffUsers.Text, ids).Bind("@world", world).ReadAllAsync(SqlRows.User))
            .ToDictionary(static row => row.Id, static row => new User(row));
        var linksOf = links.ToLookup(static link => link.Exhibitor, static link => link.Link);
        var socialMediaLinksOf = socialMediaLinks.ToLookup(static link => link.Exhibitor, static link => link.Link);
        var staffOf = staff.Where(one => users.ContainsKey(one.User)).ToLookup(static one => one.Exhibitor, one => users[one.User]);
        return [.. rows.Select(row => new ExhibitorDetails(row, [.. linksOf[row.Id]], [.. socialMediaLinksOf[row.Id]], [.. staffOf[row.Id]]))];
    }

    /// <summary>Columns of <c>ExhibitionSql.Links</c>.</summary>
    public static (ExhibitorId Exhibitor, long Id, ExhibitorLink Link) MapLink(SqlRow row) =>
        (new ExhibitorId(row.Uuid(0)), row.Number(1), new ExhibitorLink(row.Text(2), row.Text(3), row.Text(4), row.Integer(5)));

    /// <summary>Columns of <c>ExhibitionSql.SocialMediaLinks</c>.</summary>
    public static (ExhibitorId Exhibitor, long Id, SocialMediaLink Link) MapSocialMediaLink(SqlRow row) =>
        (new ExhibitorId(row.Uuid(0)), row.Number(1), new SocialMediaLink(row.Text(2), row.Text(3)));

    public static SqlStatement Prepare(SqlSession session, string statement, IReadOnlyList<Guid> exhibitors) =>
        session.Prepare(statement).Bind("@exhibitors", exhibitors);

    private static Exhibitor Map(SqlRow row) => new(
        new ExhibitorId(row.Uuid(0)),
        row.OptionalText(1),
        row.OptionalText(2),
        row.OptionalText(3),
        row.OptionalText(4),
        row.OptionalText(5),
        row.OptionalText(6),
        row.Truth(7),
        row.OptionalText(8),
        row.Json(9) ?? default,
        row.Text(10),
        row.Integer(11),
        new RoomId(row.Uuid(12)),
        row.OptionalUuid(13) is { } highlighted ? new RoomId(highlighted) : null);
}
