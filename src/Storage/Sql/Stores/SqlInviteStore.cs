using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Sql.Statements;

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
}
