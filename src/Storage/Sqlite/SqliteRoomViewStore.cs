using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Sql;

namespace Venueless.Fast.Storage.Sqlite;

internal sealed class SqliteRoomViewStore(SqliteDatabase database) : IRoomViewStore
{
    private readonly SqliteDatabase _database = database;

    public Task<long> OpenAsync(RoomId room, UserId user, DateTimeOffset now, bool deleteOpen, CancellationToken cancellation = default) =>
        _database.Writer.WriteAsync(
            (room, user, now, deleteOpen),
            static (scope, from) =>
            {
                if (from.deleteOpen)
                {
                    scope.Prepare(RoomViewSql.DeleteOpen).Bind("@room", from.room).Bind("@user", from.user).Execute();
                }
                else
                {
                    scope.Prepare(RoomViewSql.EndOpen).Bind("@now", from.now).Bind("@room", from.room).Bind("@user", from.user).Execute();
                }

                return scope.Prepare(RoomViewSql.Open).Bind("@room", from.room).Bind("@user", from.user).Bind("@now", from.now).ReadNumber()!.Value;
            },
            cancellation);

    public Task EndAsync(long view, DateTimeOffset now, bool delete, CancellationToken cancellation = default) =>
        _database.Writer.WriteAsync(
            (view, now, delete),
            static (scope, from) => from.delete
                ? scope.Prepare(RoomViewSql.Delete).Bind("@view", from.view).Execute()
                : scope.Prepare(RoomViewSql.End).Bind("@now", from.now).Bind("@view", from.view).Execute(),
            cancellation);

    public Task<IReadOnlyDictionary<RoomId, int>> CountOpenAsync(WorldId world, CancellationToken cancellation = default) =>
        _database.Readers.ReadAsync(
            world,
            static (session, world) =>
            {
                var counts = new Dictionary<RoomId, int>();
                using var rows = session.Prepare(RoomViewSql.CountOpen).Bind("@world", world).Read();
                while (rows.Read())
                {
                    counts.Add(new RoomId(rows.Uuid(0)!.Value), rows.GetInt32(1));
                }

                return (IReadOnlyDictionary<RoomId, int>)counts;
            },
            cancellation);
}
