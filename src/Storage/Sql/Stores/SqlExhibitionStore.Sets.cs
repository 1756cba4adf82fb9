using System.Globalization;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Storage.Sql.Statements;
using Venueless.Fast.Storage.Sql.Writing;

namespace Venueless.Fast.Storage.Sql.Stores;

/// <summary>Links and staff as sets: what is equal keeps its row, and there is one statement for all that goes and one for all that comes.</summary>
internal sealed partial class SqlExhibitionStore
{
    private static async ValueTask SetLinksAsync(WriteScope scope, ExhibitionSql sql, ExhibitorId exhibitor, IReadOnlyList<ExhibitorLink>? wanted)
    {
        if (wanted is null)
        {
            return;
        }

        var current = await ExhibitorRows.Prepare(scope.Session, sql.Links, [exhibitor.Value]).ReadAllAsync(ExhibitorRows.MapLink);
        var (removed, added) = Compare(current.Select(static row => (row.Id, row.Link)), wanted);
        await DeleteAsync(scope, sql.DeleteLinks, exhibitor, removed);
        if (added.Count > 0)
        {
            await scope.Prepare(sql.InsertLinks)
                .Bind("@exhibitor", exhibitor.Value)
                .Bind("@texts", added.Select(static link => link.DisplayText))
                .Bind("@urls", added.Select(static link => link.Url))
                .Bind("@categories", added.Select(static link => link.Category))
                .Bind("@priorities", added.Select(static link => link.SortingPriority.ToString(CultureInfo.InvariantCulture)))
                .ExecuteAsync();
        }
    }

    private static async ValueTask SetSocialMediaLinksAsync(WriteScope scope, ExhibitionSql sql, ExhibitorId exhibitor, IReadOnlyList<SocialMediaLink>? wanted)
    {
        if (wanted is null)
        {
            return;
        }

        var current = await ExhibitorRows.Prepare(scope.Session, sql.SocialMediaLinks, [exhibitor.Value]).ReadAllAsync(ExhibitorRows.MapSocialMediaLink);
        var (removed, added) = Compare(current.Select(static row => (row.Id, row.Link)), wanted);
        await DeleteAsync(scope, sql.DeleteSocialMediaLinks, exhibitor, removed);
        if (added.Count > 0)
        {
            await scope.Prepare(sql.InsertSocialMediaLinks)
                .Bind("@exhibitor", exhibitor.Value)
                .Bind("@texts", added.Select(static link => link.DisplayText))
                .Bind("@urls", added.Select(static link => link.Url))
                .ExecuteAsync();
        }
    }

    private static async ValueTask SetStaffAsync(WriteScope scope, ExhibitionSql sql, ExhibitorId exhibitor, StaffChange change)
    {
        if (change.Removed.Count > 0)
        {
            await scope.Prepare(sql.DeleteStaff).Bind("@exhibitor", exhibitor.Value).Bind("@users", change.Removed).ExecuteAsync();
        }

        if (change.Added.Count > 0)
        {
            await scope.Prepare(sql.InsertStaff).Bind("@exhibitor", exhibitor.Value).Bind("@users", change.Added).ExecuteAsync();
        }

        await BumpUsersAsync(scope, sql, [.. change.Removed, .. change.Added]);
    }

    private static async ValueTask BumpUsersAsync(WriteScope scope, ExhibitionSql sql, IReadOnlyList<UserId> users)
    {
        if (users.Count == 0)
        {
            return;
        }

        var versions = await scope.Prepare(sql.BumpUsers).Bind("@users", users).ReadAllAsync(static row => (User: new UserId(row.Uuid(0)), Version: row.Number(1)));
        foreach (var (user, version) in versions)
        {
            scope.NoteVersion(user, version);
        }
    }

    private static async ValueTask DeleteAsync(WriteScope scope, string statement, ExhibitorId exhibitor, List<string> rows)
    {
        if (rows.Count > 0)
        {
            await scope.Prepare(statement).Bind("@exhibitor", exhibitor.Value).Bind("@links", rows).ExecuteAsync();
        }
    }

    /// <summary>Rows that go, and entries that come in the order in which they were given. Of equal rows one stays, of equal entries one counts.</summary>
    private static (List<string> Removed, List<T> Added) Compare<T>(IEnumerable<(long Id, T Link)> current, IReadOnlyList<T> wanted)
        where T : notnull
    {
        var missing = wanted.ToHashSet();
        var removed = new List<string>();
        foreach (var (id, link) in current)
        {
            if (!missing.Remove(link))
            {
                removed.Add(id.ToString(CultureInfo.InvariantCulture));
            }
        }

        return (removed, [.. wanted.Distinct().Where(missing.Contains)]);
    }
}
