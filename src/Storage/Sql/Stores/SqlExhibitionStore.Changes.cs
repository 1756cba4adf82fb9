using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Sql.Statements;
using Venueless.Fast.Storage.Sql.Writing;

namespace Venueless.Fast.Storage.Sql.Stores;

/// <summary>Creating, changing and deleting exhibitors. Each unit holds the exhibitor first: the last one wins as a whole.</summary>
internal sealed partial class SqlExhibitionStore
{
    public async Task<PatchedExhibitor> PatchAsync(ExhibitorPatch patch, ExhibitorAuthor author, CancellationToken cancellation = default)
    {
        var patched = await _database.Writer.WriteAsync(
            WriteKey.OfRow(patch.Id.Value), (_database.Sql, patch, author), static (scope, from) => PatchAsync(scope, from.Sql, from.patch, from.author), cancellation);
        _database.Stamps.NoteOwnWorldEdit();
        return patched;
    }

    public async Task<ExhibitorDetails?> DeleteAsync(ExhibitorId exhibitor, ExhibitorAuthor author, CancellationToken cancellation = default)
    {
        var deleted = await _database.Writer.WriteAsync(
            WriteKey.OfRow(exhibitor.Value), (_database.Sql, exhibitor, author), static (scope, from) => DeleteAsync(scope, from.Sql, from.exhibitor, from.author), cancellation);
        _database.Stamps.NoteOwnWorldEdit();
        return deleted;
    }

    private static async ValueTask<PatchedExhibitor> PatchAsync(WriteScope scope, SqlStatements sql, ExhibitorPatch patch, ExhibitorAuthor author)
    {
        var before = patch.Creates ? null : await FindAsync(scope, sql, sql.Exhibition.Lock, patch.Id, author.World);
        if (!patch.Creates && before is null)
        {
            return PatchedExhibitor.Refused(PatchVerdict.Unknown);
        }

        if (!patch.IsByManager && before?.Staff.Any(user => user.Id == author.User) != true)
        {
            return PatchedExhibitor.Refused(PatchVerdict.NotStaff);
        }

        if ((patch.Room ?? before?.Row.Room) is not { } room || !await IsRoomAsync(scope, sql, room, author.World))
        {
            return PatchedExhibitor.Refused(PatchVerdict.Unknown);
        }

        var staff = StaffChange.Between(before?.Staff ?? [], patch.Staff);
        if (!await LockUsersAsync(scope, sql, staff, author.World))
        {
            return PatchedExhibitor.Refused(PatchVerdict.UnknownUser);
        }

        var wanted = patch.Change(before?.Row ?? Exhibitor.New(patch.Id, room)) with { Room = room };
        if (patch.IsByManager)
        {
            wanted = wanted with
            {
                HighlightedRoom = patch.HighlightedRoom is { } highlighted && await IsRoomAsync(scope, sql, highlighted, author.World) ? highlighted : null,
            };
        }

        await WriteRowAsync(scope, patch.Creates ? sql.Exhibition.Insert : sql.Exhibition.Update, wanted, author.World);
        await SetLinksAsync(scope, sql.Exhibition, wanted.Id, patch.Links);
        await SetSocialMediaLinksAsync(scope, sql.Exhibition, wanted.Id, patch.SocialMediaLinks);
        await SetStaffAsync(scope, sql.Exhibition, wanted.Id, staff);
        await BumpRoomAsync(scope, sql, room);

        // As it is stored now: in the database's own order.
        var after = (await ExhibitorRows.ReadAsync(scope.Session, sql, author.World, [wanted.Id.Value]))[0];
        var old = before is null ? RawJson.EmptyObject : author.Describe(before);
        await WriteAuditAsync(scope, sql, author, AuditTypes.ExhibitorUpdated, AuditData.ExhibitorChanged(wanted.Id, old, author.Describe(after)));
        return new PatchedExhibitor(PatchVerdict.Stored, after, Union(before, after));
    }

    private static async ValueTask<ExhibitorDetails?> DeleteAsync(WriteScope scope, SqlStatements sql, ExhibitorId exhibitor, ExhibitorAuthor author)
    {
        if (await FindAsync(scope, sql, sql.Exhibition.LockForDeletion, exhibitor, author.World) is not { } before)
        {
            return null;
        }

        await LockUsersAsync(scope, sql, StaffChange.Between(before.Staff, []), author.World);
        await WriteAuditAsync(scope, sql, author, AuditTypes.ExhibitorDeleted, AuditData.ExhibitorChanged(exhibitor, author.Describe(before), null));
        foreach (var deletion in sql.Exhibition.Delete)
        {
            await scope.Prepare(deletion).Bind("@exhibitor", exhibitor.Value).ExecuteAsync();
        }

        await BumpUsersAsync(scope, sql.Exhibition, [.. before.Staff.Select(static user => user.Id)]);
        await BumpRoomAsync(scope, sql, before.Row.Room);
        return before;
    }

    // Only under the lock are links and staff what they will be when it is ours to change them.
    private static async ValueTask<ExhibitorDetails?> FindAsync(WriteScope scope, SqlStatements sql, string lockSql, ExhibitorId exhibitor, WorldId world) =>
        await scope.Prepare(lockSql).Bind("@exhibitor", exhibitor.Value).Bind("@world", world).ReadUuidAsync() is null
            ? null
            : (await ExhibitorRows.ReadAsync(scope.Session, sql, world, [exhibitor.Value]))[0];

    private static async ValueTask<bool> IsRoomAsync(WriteScope scope, SqlStatements sql, RoomId room, WorldId world) =>
        await scope.Prepare(sql.Exhibition.FindRoom).Bind("@room", room).Bind("@world", world).ReadUuidAsync() is not null;

    // Before the rows that name them: whoever deletes a user holds the user first. False: somebody who is to come is nobody in this world.
    private static async ValueTask<bool> LockUsersAsync(WriteScope scope, SqlStatements sql, StaffChange staff, WorldId world)
    {
        if (staff.Added.Count + staff.Removed.Count == 0)
        {
            return true;
        }

        var locked = await scope.Prepare(sql.Exhibition.LockUsers)
            .Bind("@users", [.. staff.Added, .. staff.Removed])
            .Bind("@world", world)
            .ReadAllAsync(static row => (Id: new UserId(row.Uuid(0)), IsDeleted: row.Truth(1)));
        var present = locked.Where(static user => !user.IsDeleted).Select(static user => user.Id).ToHashSet();
        return staff.Added.All(present.Contains);
    }

    internal static ValueTask<int> WriteRowAsync(WriteScope scope, string statement, Exhibitor row, WorldId world) =>
        scope.Prepare(statement)
            .Bind("@exhibitor", row.Id.Value)
            .Bind("@world", world)
            .Bind("@name", row.Name)
            .Bind("@tagline", row.Tagline)
            .Bind("@shortText", row.ShortText)
            .Bind("@logo", row.Logo)
            .Bind("@bannerList", row.BannerList)
            .Bind("@bannerDetail", row.BannerDetail)
            .Bind("@contactEnabled", row.ContactEnabled)
            .Bind("@textLegacy", row.TextLegacy)
            .Bind("@textContent", row.TextContent)
            .Bind("@size", row.Size)
            .Bind("@priority", row.SortingPriority)
            .Bind("@room", row.Room)
            .Bind("@highlightedRoom", row.HighlightedRoom?.Value)
            .ExecuteAsync();

    private static async ValueTask BumpRoomAsync(WriteScope scope, SqlStatements sql, RoomId room) =>
        scope.NoteVersion(room, await scope.Prepare(sql.Exhibition.BumpRoom).Bind("@room", room).ReadNumberAsync());

    private static ValueTask<int> WriteAuditAsync(WriteScope scope, SqlStatements sql, ExhibitorAuthor author, string type, RawJson data) =>
        scope.Prepare(sql.Audit.Insert)
            .Bind("@now", author.Now)
            .Bind("@type", type)
            .Bind("@data", data)
            .Bind("@user", author.User)
            .Bind("@world", author.World)
            .ExecuteAsync();

    private static UserId[] Union(ExhibitorDetails? before, ExhibitorDetails after) =>
        [.. (before?.Staff ?? []).Concat(after.Staff).Select(static user => user.Id).Distinct()];
}
