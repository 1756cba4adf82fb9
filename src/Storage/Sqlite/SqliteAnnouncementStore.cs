using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Sql;

namespace Venueless.Fast.Storage.Sqlite;

internal sealed class SqliteAnnouncementStore(SqliteDatabase database) : IAnnouncementStore
{
    private readonly SqliteDatabase _database = database;

    public Task<IReadOnlyList<Announcement>> ReadActiveAsync(WorldId world, DateTimeOffset now, CancellationToken cancellation = default) =>
        _database.Readers.ReadAsync(
            (world, now),
            static (session, from) =>
            {
                using var row = session.Prepare(AnnouncementSql.ReadActive).Bind("@world", from.world).Bind("@now", from.now).Read();
                var announcements = new List<Announcement>();
                while (row.Read())
                {
                    announcements.Add(new Announcement(row.Uuid(0)!.Value, row.GetString(1), row.Time(2), row.GetString(3)));
                }

                return (IReadOnlyList<Announcement>)announcements;
            },
            cancellation);
}
