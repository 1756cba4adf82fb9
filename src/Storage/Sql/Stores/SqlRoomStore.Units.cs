using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Sql.Statements;
using Venueless.Fast.Storage.Sql.Writing;

namespace Venueless.Fast.Storage.Sql.Stores;

/// <summary>The units of work. Each locks first what it decides by.</summary>
internal sealed partial class SqlRoomStore
{
    private static async ValueTask<RoomRow?> CreateAsync(WriteScope scope, SqlStatements sql, NewRoom room, RoomAuthor author)
    {
        await LockWorldAsync(scope, sql, author.World);
        var others = await scope.Prepare(sql.Room.NamesAndPriorities)
            .Bind("@world", author.World)
            .ReadAllAsync(static row => (Name: row.Text(0), IsDeleted: row.Truth(1), Priority: row.Integer(2)));

        // Here and not in SQL: SQLite's LOWER knows ASCII only.
        if (others.Any(other => !other.IsDeleted && string.Equals(other.Name, room.Name, StringComparison.OrdinalIgnoreCase)))
        {
            return null;
        }

        // Ties are legal, numbers beyond the column are not.
        var highest = others.Count == 0 ? 0 : others.Max(static other => other.Priority);
        var row = new RoomRow(
            room.Id, room.Name, room.Description, string.Empty, room.TraitGrants, room.ModuleConfig, highest == int.MaxValue ? highest : highest + 1,
            null, 0, null, false, FirstVersion, room.Channel);
        await InsertAsync(scope, sql, row, author);
        await WriteAuditAsync(scope, sql, author, AuditTypes.RoomAdded, AuditData.RoomChanged(row.Id, null, author.Describe(row)));
        scope.NoteVersion(row.Id, row.Version);
        scope.NoteVersion(author.User, await scope.Prepare(sql.User.BumpVersion).Bind("@user", author.User).ReadNumberAsync());
        return row;
    }

    private static async ValueTask InsertAsync(WriteScope scope, SqlStatements sql, RoomRow row, RoomAuthor author)
    {
        await scope.Prepare(sql.Room.Insert)
            .Bind("@room", row.Id)
            .Bind("@world", author.World)
            .Bind("@name", row.Name)
            .Bind("@description", row.Description)
            .Bind("@modules", row.ModuleConfig)
            .Bind("@traitGrants", row.TraitGrants)
            .Bind("@priority", row.SortingPriority)
            .Bind("@version", row.Version)
            .ExecuteAsync();
        await scope.Prepare(sql.User.InsertRoomGrant)
            .Bind("@world", author.World)
            .Bind("@room", row.Id)
            .Bind("@user", author.User)
            .Bind("@role", OwnerRole)
            .ExecuteAsync();
        if (row.Channel is { } channel)
        {
            await scope.Prepare(sql.Room.InsertChannel).Bind("@channel", channel).Bind("@room", row.Id).Bind("@world", author.World).ExecuteAsync();
        }
    }

    private static async ValueTask<RoomRow?> ChangeAsync(
        WriteScope scope, SqlStatements sql, RoomId room, Func<RoomRow, RoomRow> change, RoomAuthor author)
    {
        if (await FindForUpdateAsync(scope, sql, room, author.World) is not { } old)
        {
            return null;
        }

        var wanted = change(old);
        if (wanted.Channel is null && new Room(wanted).ChatModule is not null)
        {
            wanted = wanted with { Channel = await AddChannelAsync(scope, sql, room, author.World) };
        }

        var version = await scope.Prepare(sql.Room.Update)
            .Bind("@name", wanted.Name)
            .Bind("@description", wanted.Description)
            .Bind("@picture", wanted.Picture)
            .Bind("@modules", wanted.ModuleConfig)
            .Bind("@traitGrants", wanted.TraitGrants)
            .Bind("@pretalxId", wanted.PretalxId)
            .Bind("@priority", wanted.SortingPriority)
            .Bind("@forceJoin", wanted.ForceJoin)
            .Bind("@scheduleData", wanted.ScheduleData)
            .Bind("@room", room)
            .ReadNumberAsync();
        scope.NoteVersion(room, version);
        wanted = wanted with { Version = (int)version!.Value };
        await WriteAuditAsync(scope, sql, author, AuditTypes.RoomUpdated, AuditData.RoomChanged(room, author.Describe(old), author.Describe(wanted)));
        return wanted;
    }

    private static async ValueTask<ChannelId> AddChannelAsync(WriteScope scope, SqlStatements sql, RoomId room, WorldId world)
    {
        await scope.Prepare(sql.Room.InsertChannel).Bind("@channel", Guid.NewGuid()).Bind("@room", room).Bind("@world", world).ExecuteAsync();

        // Whoever was quicker, it is the room's channel now.
        return new ChannelId((await scope.Prepare(sql.Room.FindChannel).Bind("@room", room).ReadUuidAsync())!.Value);
    }

    private static async ValueTask<IReadOnlyList<RoomRow>> ReorderAsync(
        WriteScope scope, SqlStatements sql, IReadOnlyList<RoomId> first, RawJson asSent, RoomAuthor author)
    {
        await LockWorldAsync(scope, sql, author.World);
        var rooms = await scope.Prepare(sql.Room.AllForUpdate).Bind("@world", author.World).ReadAllAsync(SqlRows.Room);
        var ordered = Order(rooms, first);
        for (var index = 0; index < ordered.Count; index++)
        {
            if (ordered[index].SortingPriority != index + 1)
            {
                var version = await scope.Prepare(sql.Room.UpdatePriority).Bind("@priority", index + 1).Bind("@room", ordered[index].Id).ReadNumberAsync();
                scope.NoteVersion(ordered[index].Id, version);
                ordered[index] = ordered[index] with { SortingPriority = index + 1, Version = (int)version!.Value };
            }
        }

        await WriteAuditAsync(scope, sql, author, AuditTypes.RoomsReordered, AuditData.RoomsReordered(asSent));
        return ordered;
    }

    private static List<RoomRow> Order(List<RoomRow> rooms, IReadOnlyList<RoomId> first)
    {
        var byId = rooms.ToDictionary(static room => room.Id);
        var ordered = new List<RoomRow>(rooms.Count);
        foreach (var id in first)
        {
            if (byId.Remove(id, out var room))
            {
                ordered.Add(room);
            }
        }

        ordered.AddRange(rooms.Where(room => byId.ContainsKey(room.Id)));
        return ordered;
    }

    private static async ValueTask<bool> DeleteAsync(WriteScope scope, SqlStatements sql, RoomId room, bool deleteViews, RoomAuthor author)
    {
        if (await FindForUpdateAsync(scope, sql, room, author.World) is not { } old)
        {
            return false;
        }

        scope.NoteVersion(room, await scope.Prepare(sql.Room.Delete).Bind("@room", room).ReadNumberAsync());
        var views = deleteViews ? scope.Prepare(sql.Room.DeleteViews) : scope.Prepare(sql.Room.EndViews).Bind("@now", author.Now);
        await views.Bind("@room", room).ExecuteAsync();
        await WriteAuditAsync(scope, sql, author, AuditTypes.RoomDeleted, AuditData.RoomChanged(room, author.Describe(old), null));
        return true;
    }

    private static ValueTask<RoomRow?> FindForUpdateAsync(WriteScope scope, SqlStatements sql, RoomId room, WorldId world) =>
        scope.Prepare(sql.Room.FindForUpdate).Bind("@room", room).Bind("@world", world).ReadFirstAsync(SqlRows.Room);
}
