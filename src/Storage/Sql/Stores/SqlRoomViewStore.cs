using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Sql.Statements;
using Venueless.Fast.Storage.Sql.Writing;

namespace Venueless.Fast.Storage.Sql.Stores;

internal sealed class SqlRoomViewStore(SqlDatabase database) : IRoomViewStore
{
    private readonly SqlDatabase _database = database;

    public Task<long> OpenAsync(RoomId room, UserId user, DateTimeOffset now, bool deleteOpen, CancellationToken cancellation = default) =>
        _database.Writer.WriteAsync(
            WriteKey.Of(user),
            (Sql: _database.Sql.RoomView, room, user, now, deleteOpen),
            static async (scope, from) =>
            {
                var end = from.deleteOpen
                    ? scope.Prepare(RoomViewSql.DeleteOpen)
                    : scope.Prepare(RoomViewSql.EndOpen).Bind("@now", from.now);
                await end.Bind("@room", from.room).Bind("@user", from.user).ExecuteAsync();
                var opened = await scope.Prepare(from.Sql.Open)
                    .Bind("@room", from.room)
                    .Bind("@user", from.user)
                    .Bind("@now", from.now)
                    .InsertAsync();
                return opened ?? 0;
            },
            cancellation);

    public Task EndAsync(long view, DateTimeOffset now, bool delete, CancellationToken cancellation = default) =>
        _database.Writer.WriteAsync(
            WriteKey.None,
            (view, now, delete),
            static (scope, from) => from.delete
                ? scope.Prepare(RoomViewSql.Delete).Bind("@view", from.view).ExecuteAsync()
                : scope.Prepare(RoomViewSql.End).Bind("@now", from.now).Bind("@view", from.view).ExecuteAsync(),
            cancellation);

    public Task<IReadOnlyDictionary<RoomId, int>> CountOpenAsync(WorldId world, CancellationToken cancellation = default) =>
        _database.Readers.ReadAsync(
            world,
            static async (session, world) =>
            {
                var counts = await session.Prepare(RoomViewSql.CountOpen)
                    .Bind("@world", world)
                    .ReadAllAsync(static row => KeyValuePair.Create(new RoomId(row.Uuid(0)), row.Integer(1)));
                return (IReadOnlyDictionary<RoomId, int>)new Dictionary<RoomId, int>(counts);
            },
            cancellation);
}
