using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Sql.Sessions;
using Venueless.Fast.Storage.Sql.Statements;

namespace Venueless.Fast.Storage.Sql.Stores;

/// <summary>Three statements for users without anything; two more when somebody has direct channels, and two or three when somebody is staff.</summary>
internal sealed class SqlLoginStore(SqlDatabase database) : ILoginStore
{
    private readonly SqlDatabase _database = database;

    public Task<IReadOnlyDictionary<UserId, LoginSheet>> ReadAsync(
        WorldId world, IReadOnlyCollection<UserId> users, CancellationToken cancellation = default) =>
        _database.Readers.ReadSnapshotAsync(
            (_database.Sql, world, users: (IReadOnlyList<UserId>)[.. users]),
            static (session, from) => ReadAsync(session, from.Sql, from.world, from.users),
            cancellation);

    private static async ValueTask<IReadOnlyDictionary<UserId, LoginSheet>> ReadAsync(
        SqlSession session, SqlStatements sql, WorldId world, IReadOnlyList<UserId> users)
    {
        var channels = await ChannelListRows.ReadListedAsync(session, sql, world, users);
        var counts = await CountNotificationsAsync(session, sql, users);
        var exhibition = await SqlExhibitionStore.ReadDataAsync(session, sql, world, users);
        var sheets = new Dictionary<UserId, LoginSheet>(users.Count);
        foreach (var user in users)
        {
            var listed = channels.GetValueOrDefault(user);
            var counted = counts.GetValueOrDefault(user);
            var staffed = exhibition[user];
            sheets[user] = listed is null && counted is null && ReferenceEquals(staffed, ExhibitionData.Empty)
                ? LoginSheet.Empty
                : new LoginSheet(listed ?? LoginSheet.Empty.Channels, counted ?? LoginSheet.Empty.NotificationCounts, staffed);
        }

        return sheets;
    }

    private static async ValueTask<Dictionary<UserId, Dictionary<ChannelId, int>>> CountNotificationsAsync(
        SqlSession session, SqlStatements sql, IReadOnlyList<UserId> users)
    {
        var rows = await session.Prepare(sql.Notification.CountOfUsers)
            .Bind("@users", users)
            .ReadAllAsync(static row => (User: new UserId(row.Uuid(0)), Channel: new ChannelId(row.Uuid(1)), Count: row.Integer(2)));
        var counts = new Dictionary<UserId, Dictionary<ChannelId, int>>();
        foreach (var (user, channel, count) in rows)
        {
            if (!counts.TryGetValue(user, out var counted))
            {
                counts.Add(user, counted = []);
            }

            counted.Add(channel, count);
        }

        return counts;
    }
}
