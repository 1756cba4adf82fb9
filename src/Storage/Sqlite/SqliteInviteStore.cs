using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Sql;

namespace Venueless.Fast.Storage.Sqlite;

internal sealed class SqliteInviteStore(SqliteDatabase database) : IInviteStore
{
    private readonly SqliteDatabase _database = database;

    public Task<RoomId?> FindRoomAsync(WorldId world, string shortToken, DateTimeOffset now, CancellationToken cancellation = default) =>
        _database.Readers.ReadAsync(
            (world, shortToken, now),
            static (session, from) =>
            {
                using var row = session.Prepare(InviteSql.FindRoom)
                    .Bind("@world", from.world)
                    .Bind("@code", from.shortToken)
                    .Bind("@now", from.now)
                    .Read();
                return row.Read() ? new RoomId(row.Uuid(0)!.Value) : (RoomId?)null;
            },
            cancellation);
}
