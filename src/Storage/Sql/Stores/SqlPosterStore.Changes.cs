using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Sql.Sessions;
using Venueless.Fast.Storage.Sql.Statements;
using Venueless.Fast.Storage.Sql.Writing;

namespace Venueless.Fast.Storage.Sql.Stores;

/// <summary>The units that change posters. Each locks the poster first, so that the audit log's old and new fit together.</summary>
internal sealed partial class SqlPosterStore
{
    public async Task<(PosterRefusal Refusal, Poster? Poster)> SaveAsync(PosterPatch patch, PosterAuthor author, CancellationToken cancellation = default)
    {
        var saved = await _database.Writer.WriteAsync(
            WriteKey.Of(patch.Poster),
            (_database.Sql, patch, author),
            static (scope, from) => SaveAsync(scope, from.Sql, from.patch, from.author),
            cancellation);
        _database.Stamps.NoteOwnWorldEdit();
        return saved;
    }

    public async Task<bool> DeleteAsync(PosterId poster, PosterAuthor author, CancellationToken cancellation = default)
    {
        var isDeleted = await _database.Writer.WriteAsync(
            WriteKey.Of(poster),
            (_database.Sql, poster, author),
            static (scope, from) => DeleteAsync(scope, from.Sql, from.poster, from.author),
            cancellation);
        _database.Stamps.NoteOwnWorldEdit();
        return isDeleted;
    }

    private static async ValueTask<(PosterRefusal Refusal, Poster? Poster)> SaveAsync(WriteScope scope, SqlStatements sql, PosterPatch patch, PosterAuthor author)
    {
        if (await FindRefusalAsync(scope, sql.Poster, patch, author) is var refusal and not PosterRefusal.None)
        {
            return (refusal, null);
        }

        var old = patch.IsNew ? null : await ReadAsync(scope, sql, patch.Poster, author.World);
        var row = await ApplyAsync(scope, sql.Poster, patch, old?.Row ?? await AddChannelAsync(scope, sql.Poster, patch, author), author);
        await Bind(scope.Prepare(patch.IsNew ? sql.Poster.Insert : sql.Poster.Update), row, author, patch.IsNew).ExecuteAsync();
        if (patch.Links is { } links)
        {
            await SetLinksAsync(scope, sql.Poster, patch.Poster, links);
        }

        if (patch is { ByManager: true, Presenters: { } presenters })
        {
            await SetPresentersAsync(scope, sql.Poster, patch.Poster, presenters);
        }

        scope.NoteVersion(row.ParentRoom, await scope.Prepare(sql.Poster.BumpRoom).Bind("@room", row.ParentRoom).ReadNumberAsync());
        var poster = await ReadAsync(scope, sql, patch.Poster, author.World);
        var change = AuditData.PosterChanged(patch.Poster, old is null ? RawJson.EmptyObject : author.Describe(old), author.Describe(poster));
        await WriteAuditAsync(scope, sql, author, AuditTypes.PosterUpdated, change);
        return (PosterRefusal.None, poster);
    }

    private static async ValueTask<PosterRefusal> FindRefusalAsync(WriteScope scope, PosterSql sql, PosterPatch patch, PosterAuthor author)
    {
        if (!patch.IsNew && !await LockAsync(scope, sql.LockForChange, author.World, patch.Poster))
        {
            return PosterRefusal.UnknownPoster;
        }

        if (!patch.ByManager && await scope.Prepare(sql.FindPresenter).Bind("@poster", patch.Poster.Value).Bind("@user", author.User).ReadNumberAsync() is null)
        {
            return PosterRefusal.NotPresenter;
        }

        if (patch.ParentRoom is { } room && !await IsRoomAsync(scope, sql, room, author.World))
        {
            return PosterRefusal.UnknownParentRoom;
        }

        if (patch is { ByManager: true, Presenters: { } presenters } && !await LockUsersAsync(scope, sql, patch.Poster, presenters, author.World))
        {
            return PosterRefusal.UnknownPresenter;
        }

        return PosterRefusal.None;
    }

    // Before the rows that name them: whoever deletes a user holds the user first. False: somebody who is to present is nobody in this world.
    private static async ValueTask<bool> LockUsersAsync(WriteScope scope, PosterSql sql, PosterId poster, IReadOnlyList<UserId> presenters, WorldId world)
    {
        var locked = await scope.Prepare(sql.LockUsers)
            .Bind("@world", world)
            .Bind("@users", presenters)
            .Bind("@poster", poster.Value)
            .ReadAllAsync(static row => (Id: new UserId(row.Uuid(0)), IsDeleted: row.Truth(1)));
        var present = locked.Where(static user => !user.IsDeleted).Select(static user => user.Id).ToHashSet();
        return presenters.All(present.Contains);
    }

    private static async ValueTask<PosterRow> ApplyAsync(WriteScope scope, PosterSql sql, PosterPatch patch, PosterRow row, PosterAuthor author)
    {
        row = patch.Change(row);
        if (!patch.ByManager)
        {
            return row;
        }

        row = row with { ParentRoom = patch.ParentRoom ?? row.ParentRoom };
        return !patch.SetsPresentationRoom ? row
            : row with { PresentationRoom = patch.PresentationRoom is { } room && await IsRoomAsync(scope, sql, room, author.World) ? room : null };
    }

    private static async ValueTask<PosterRow> AddChannelAsync(WriteScope scope, PosterSql sql, PosterPatch patch, PosterAuthor author)
    {
        var channel = new ChannelId(Guid.NewGuid());
        await scope.Prepare(sql.InsertChannel).Bind("@channel", channel).Bind("@world", author.World).ExecuteAsync();
        return PosterDefaults.NewPoster(patch.Poster, patch.ParentRoom!.Value, channel);
    }

    private static async ValueTask SetLinksAsync(WriteScope scope, PosterSql sql, PosterId poster, IReadOnlyList<PosterLink> links)
    {
        var missing = links.ToHashSet();
        var stored = await scope.Prepare(sql.Links)
            .Bind("@poster", poster.Value)
            .ReadAllAsync(static row => (Id: row.Number(0), Link: new PosterLink(row.Text(1), row.Text(2), row.Integer(3))));
        foreach (var (id, link) in stored)
        {
            if (!missing.Remove(link))
            {
                await scope.Prepare(sql.DeleteLink).Bind("@link", id).ExecuteAsync();
            }
        }

        foreach (var link in links)
        {
            if (missing.Remove(link))
            {
                await scope.Prepare(sql.InsertLink)
                    .Bind("@text", link.DisplayText)
                    .Bind("@url", link.Url)
                    .Bind("@priority", link.SortingPriority)
                    .Bind("@poster", poster.Value)
                    .ExecuteAsync();
            }
        }
    }

    private static async ValueTask SetPresentersAsync(WriteScope scope, PosterSql sql, PosterId poster, IReadOnlyList<UserId> presenters)
    {
        var removed = await ChangePresentersAsync(scope.Prepare(sql.RemovePresenters), poster, presenters);
        var added = await ChangePresentersAsync(scope.Prepare(sql.AddPresenters), poster, presenters);
        await BumpUsersAsync(scope, sql, [.. removed, .. added]);
    }

    private static async ValueTask<List<UserId>> ChangePresentersAsync(SqlStatement statement, PosterId poster, IReadOnlyList<UserId> presenters)
    {
        var changed = await statement.Bind("@poster", poster.Value).Bind("@users", presenters).ReadAllAsync(static row => row.OptionalUuid(0));
        return [.. changed.OfType<Guid>().Select(static id => new UserId(id))];
    }

    private static async ValueTask BumpUsersAsync(WriteScope scope, PosterSql sql, List<UserId> users)
    {
        if (users.Count == 0)
        {
            return;
        }

        var versions = await scope.Prepare(sql.BumpUsers).Bind("@users", users).ReadAllAsync(static row => (User: row.Uuid(0), Version: row.Number(1)));
        foreach (var (user, version) in versions)
        {
            scope.NoteVersion(new UserId(user), version);
        }
    }

    private static async ValueTask<bool> DeleteAsync(WriteScope scope, SqlStatements sql, PosterId id, PosterAuthor author)
    {
        if (!await LockAsync(scope, sql.Poster.LockForChange, author.World, id))
        {
            return false;
        }

        var poster = await ReadAsync(scope, sql, id, author.World);
        await LockUsersAsync(scope, sql.Poster, id, [], author.World);
        await WriteAuditAsync(scope, sql, author, AuditTypes.PosterDeleted, AuditData.PosterChanged(id, author.Describe(poster), null));
        await SetPresentersAsync(scope, sql.Poster, id, []);
        foreach (var deletion in sql.Poster.Delete)
        {
            await scope.Prepare(deletion).Bind("@poster", id.Value).ExecuteAsync();
        }

        var room = poster.Row.ParentRoom;
        scope.NoteVersion(room, await scope.Prepare(sql.Poster.BumpRoom).Bind("@room", room).ReadNumberAsync());
        return true;
    }

    // It is there: locked, or just inserted.
    private static async ValueTask<Poster> ReadAsync(WriteScope scope, SqlStatements sql, PosterId poster, WorldId world) =>
        (await PosterReading.ReadAsync(scope.Session, sql.Poster.ById, world, poster.Value, viewer: null))[0];

    private static async ValueTask<bool> IsRoomAsync(WriteScope scope, PosterSql sql, RoomId room, WorldId world) =>
        await scope.Prepare(sql.FindRoom).Bind("@room", room).Bind("@world", world).ReadUuidAsync() is not null;

    private static SqlStatement Bind(SqlStatement statement, PosterRow row, PosterAuthor author, bool isNew)
    {
        statement
            .Bind("@poster", row.Id.Value)
            .Bind("@title", row.Title)
            .Bind("@abstract", row.Abstract)
            .Bind("@authors", row.Authors)
            .Bind("@tags", row.Tags)
            .Bind("@category", row.Category)
            .Bind("@posterUrl", row.PosterUrl)
            .Bind("@posterPreview", row.PosterPreview)
            .Bind("@session", row.ScheduleSession)
            .Bind("@room", row.ParentRoom)
            .Bind("@presentationRoom", row.PresentationRoom?.Value);
        return isNew ? statement.Bind("@world", author.World).Bind("@channel", row.Channel?.Value) : statement;
    }

    private static ValueTask<int> WriteAuditAsync(WriteScope scope, SqlStatements sql, PosterAuthor author, string type, RawJson data) =>
        scope.Prepare(sql.Audit.Insert)
            .Bind("@now", author.Now)
            .Bind("@type", type)
            .Bind("@data", data)
            .Bind("@user", author.User)
            .Bind("@world", author.World)
            .ExecuteAsync();
}
