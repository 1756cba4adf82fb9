using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Domain.Cloning;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Sql.Sessions;
using Venueless.Fast.Storage.Sql.Statements;
using Venueless.Fast.Storage.Sql.Writing;

namespace Venueless.Fast.Storage.Sql.Stores;

internal sealed class SqlWorldCloneStore(SqlDatabase database) : IWorldCloneStore
{
    private readonly SqlDatabase _database = database;

    public Task<ClonedWorld?> ReadAsync(WorldId world, CancellationToken cancellation = default) =>
        _database.Readers.ReadSnapshotAsync((_database.Sql, world), static (session, from) => ReadAsync(session, from.Sql, from.world), cancellation);

    public Task<IReadOnlyList<ClonedFile>> FindFilesAsync(
        WorldId world, IReadOnlyCollection<Guid> ids, DateTimeOffset now, CancellationToken cancellation = default) =>
        _database.Readers.ReadAsync(
            (_database.Sql, world, ids, now),
            static async (session, from) => (IReadOnlyList<ClonedFile>)await session.Prepare(from.Sql.Clone.Files)
                .Bind("@files", from.ids)
                .Bind("@world", from.world)
                .Bind("@now", from.now)
                .ReadAllAsync(static row => new ClonedFile(row.Uuid(0), row.Text(1), row.Text(2), row.Text(3), row.OptionalTime(4), row.Truth(5))),
            cancellation);

    public async Task<bool> WriteAsync(ClonedWorld copy, CancellationToken cancellation = default)
    {
        // One unit of the writer: all or nothing, and nobody sees half of it.
        var isWritten = await _database.Writer.WriteAsync(
            WriteKey.Alone, (_database.Sql, copy), static (scope, from) => new CloneRun(scope, from.Sql, from.copy).RunAsync(), cancellation);
        _database.Stamps.NoteOwnWorldEdit();
        return isWritten;
    }

    private static async ValueTask<ClonedWorld?> ReadAsync(SqlSession session, SqlStatements sql, WorldId world)
    {
        if (await session.Prepare(sql.World.Find).Bind("@world", world).ReadFirstAsync(SqlRows.World) is not { } row)
        {
            return null;
        }

        var rooms = await session.Prepare(sql.Clone.Rooms).Bind("@world", world).ReadAllAsync(static room => new ClonedRoom(SqlRows.Room(room), room.Truth(13)));
        var ids = await session.Prepare(sql.Clone.Exhibitors).Bind("@world", world).ReadAllAsync(static exhibitor => exhibitor.Uuid(0));
        var exhibitors = await ExhibitorRows.ReadAsync(session, sql, world, ids);
        return new ClonedWorld(
            row, rooms, [.. exhibitors.Select(static one => new ClonedExhibitor(one.Row, one.Links, one.SocialMediaLinks))], []);
    }
}
