using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Sql.Statements;
using Venueless.Fast.Storage.Sql.Writing;

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

    public Task<IReadOnlyList<BigBlueButtonServer>> ListActiveServersAsync(CancellationToken cancellation = default) =>
        _database.Readers.ReadAsync(
            (object?)null,
            static async (session, _) => (IReadOnlyList<BigBlueButtonServer>)await session.Prepare(BigBlueButtonSql.ActiveServers)
                .ReadAllAsync(static row => new BigBlueButtonServer(row.Uuid(0), row.Text(1), row.Text(2))),
            cancellation);

    public Task SetCostAsync(Guid server, int cost, CancellationToken cancellation = default) =>
        _database.Writer.WriteAsync(
            WriteKey.None,
            (server, cost),
            static (scope, from) => scope.Prepare(BigBlueButtonSql.SetCost).Bind("@cost", from.cost).Bind("@server", from.server).ExecuteAsync(),
            cancellation);
}
