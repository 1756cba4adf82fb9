using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Sql.Statements;
using Venueless.Fast.Storage.Sql.Writing;

namespace Venueless.Fast.Storage.Sql.Stores;

internal sealed class SqlInviteStore(SqlDatabase database) : IInviteStore
{
    private readonly SqlDatabase _database = database;

    public Task<RoomId?> FindRoomAsync(WorldId world, string shortToken, DateTimeOffset now, CancellationToken cancellation = default) =>
        _database.Readers.ReadAsync(
            (world, shortToken, now),
            static (session, from) => session.Prepare(InviteSql.FindRoom)
                .Bind("@world", from.world)
                .Bind("@code", from.shortToken)
                .Bind("@now", from.now)
                .ReadFirstAsync(static row => (RoomId?)new RoomId(row.Uuid(0))),
            cancellation);

    public Task<string> FindOrCreateAsync(
        WorldId world, RoomId room, DateTimeOffset usableUntil, DateTimeOffset expires, Func<string> drawToken, CancellationToken cancellation = default) =>
        _database.Writer.WriteAsync(
            WriteKey.Rooms,
            (world, room, usableUntil, expires, drawToken),
            static async (scope, from) =>
            {
                var found = await scope.Prepare(InviteSql.FindUsable)
                    .Bind("@world", from.world)
                    .Bind("@room", from.room)
                    .Bind("@until", from.usableUntil)
                    .ReadTextAsync();
                while (found is null)
                {
                    var drawn = from.drawToken();
                    var inserted = await scope.Prepare(InviteSql.Insert)
                        .Bind("@code", drawn)
                        .Bind("@expires", from.expires)
                        .Bind("@room", from.room)
                        .Bind("@world", from.world)
                        .ExecuteAsync();
                    found = inserted > 0 ? drawn : null;
                }

                return found;
            },
            cancellation);
}
