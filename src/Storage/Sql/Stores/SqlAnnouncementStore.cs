using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Sql.Statements;

namespace Venueless.Fast.Storage.Sql.Stores;

internal sealed class SqlAnnouncementStore(SqlDatabase database) : IAnnouncementStore
{
    private readonly SqlDatabase _database = database;

    public Task<IReadOnlyList<Announcement>> ReadActiveAsync(WorldId world, DateTimeOffset now, CancellationToken cancellation = default) =>
        _database.Readers.ReadAsync(
            (world, now),
            static async (session, from) => (IReadOnlyList<Announcement>)await session.Prepare(AnnouncementSql.ReadActive)
                .Bind("@world", from.world)
                .Bind("@now", from.now)
                .ReadAllAsync(static row => new Announcement(row.Uuid(0), row.Text(1), row.OptionalTime(2), row.Text(3))),
            cancellation);
}
