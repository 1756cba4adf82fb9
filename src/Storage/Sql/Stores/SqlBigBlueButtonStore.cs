using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Sql.Statements;

namespace Venueless.Fast.Storage.Sql.Stores;

internal sealed class SqlBigBlueButtonStore(SqlDatabase database) : IBigBlueButtonStore
{
    private readonly SqlDatabase _database = database;

    public Task<bool> MayHaveRecordingsAsync(WorldId world, RoomId room, CancellationToken cancellation = default) =>
        _database.Readers.ReadAsync(
            (world, room),
            static async (session, from) =>
                await session.Prepare(BigBlueButtonSql.FindRecordedCall).Bind("@room", from.room).Bind("@world", from.world).ReadUuidAsync() is not null,
            cancellation);
}
