using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Sql.Sessions;
using Venueless.Fast.Storage.Sql.Statements;
using Venueless.Fast.Storage.Sql.Writing;

namespace Venueless.Fast.Storage.Sql.Stores;

/// <summary>Reading exhibitors; changing them is in the other parts.</summary>
internal sealed partial class SqlExhibitionStore(SqlDatabase database) : IExhibitionStore
{
    private readonly SqlDatabase _database = database;

    public Task<IReadOnlyList<ListedExhibitor>> ListAsync(RoomId room, CancellationToken cancellation = default) =>
        _database.Readers.ReadAsync(
            (_database.Sql, room),
            static async (session, from) => (IReadOnlyList<ListedExhibitor>)await session.Prepare(from.Sql.Exhibition.List)
                .Bind("@room", from.room)
                .ReadAllAsync(static row => new ListedExhibitor(
                    new ExhibitorId(row.Uuid(0)), row.OptionalText(1), row.OptionalText(2), row.OptionalText(3), row.OptionalText(4), row.OptionalText(5),
                    row.Text(6), row.Integer(7))),
            cancellation);

    public Task<IReadOnlyList<ExhibitorName>> ListNamesAsync(WorldId world, UserId? staff, CancellationToken cancellation = default) =>
        _database.Readers.ReadAsync(
            (_database.Sql, world, staff),
            static async (session, from) => from.staff is { } user
                ? (IReadOnlyList<ExhibitorName>)[.. (await ReadStaffedAsync(session, from.Sql, from.world, [user])).Select(static one => one.Exhibitor)]
                : await session.Prepare(from.Sql.Exhibition.AllNames).Bind("@world", from.world).ReadAllAsync(ContactRows.MapName),
            cancellation);

    public Task<ExhibitorDetails?> FindAsync(WorldId world, ExhibitorId exhibitor, CancellationToken cancellation = default) =>
        _database.Readers.ReadSnapshotAsync(
            (_database.Sql, world, exhibitor),
            static async (session, from) => await ExhibitorRows.ReadAsync(session, from.Sql, from.world, [from.exhibitor.Value]) is [var one] ? one : null,
            cancellation);

    public Task<IReadOnlyList<ExhibitorDetails>> FindStaffedAsync(WorldId world, UserId staff, CancellationToken cancellation = default) =>
        _database.Readers.ReadSnapshotAsync(
            (_database.Sql, world, staff),
            static async (session, from) =>
            {
                var ids = (await ReadStaffedAsync(session, from.Sql, from.world, [from.staff])).Select(static one => one.Exhibitor.Id.Value).ToList();
                return ids.Count == 0 ? [] : (IReadOnlyList<ExhibitorDetails>)await ExhibitorRows.ReadAsync(session, from.Sql, from.world, ids);
            },
            cancellation);

    public async Task<bool> AddViewAsync(WorldId world, ExhibitorId exhibitor, UserId user, DateTimeOffset now, CancellationToken cancellation = default) =>
        await _database.Writer.WriteAsync(
            WriteKey.None,
            (_database.Sql, world, exhibitor, user, now),
            static (scope, from) => scope.Prepare(from.Sql.Exhibition.AddView)
                .Bind("@now", from.now)
                .Bind("@user", from.user)
                .Bind("@exhibitor", from.exhibitor.Value)
                .Bind("@world", from.world)
                .ExecuteAsync(),
            cancellation) > 0;

    public Task<IReadOnlyDictionary<UserId, ExhibitionData>> ReadDataAsync(WorldId world, IReadOnlyList<UserId> users, CancellationToken cancellation = default) =>
        _database.Readers.ReadSnapshotAsync(
            (_database.Sql, world, users), static (session, from) => ReadDataAsync(session, from.Sql, from.world, from.users), cancellation);

    /// <summary>One indexed query when all of them are nobody's staff. Belongs into a snapshot.</summary>
    internal static async ValueTask<IReadOnlyDictionary<UserId, ExhibitionData>> ReadDataAsync(
        SqlSession session, SqlStatements sql, WorldId world, IReadOnlyList<UserId> users)
    {
        var staffed = await ReadStaffedAsync(session, sql, world, users);
        var names = new Dictionary<ExhibitorId, ExhibitorName>();
        foreach (var (_, exhibitor) in staffed)
        {
            names.TryAdd(exhibitor.Id, exhibitor);
        }

        var requests = await ReadRequestsAsync(session, sql, world, names);
        return StaffedExhibitors.Distribute(users, staffed, requests);
    }

    private static async ValueTask<List<ContactRequest>> ReadRequestsAsync(
        SqlSession session, SqlStatements sql, WorldId world, Dictionary<ExhibitorId, ExhibitorName> exhibitors)
    {
        if (exhibitors.Count == 0)
        {
            return [];
        }

        var rows = await ExhibitorRows.Prepare(session, sql.Contact.OfExhibitors, [.. exhibitors.Keys.Select(static id => id.Value)])
            .ReadAllAsync(ContactRows.Map);
        var users = await ContactRows.ReadUsersAsync(session, sql, world, rows);
        return [.. rows.Select(row => ContactRows.Complete(row, exhibitors[row.Exhibitor], users))];
    }

    private static ValueTask<List<(UserId User, ExhibitorName Exhibitor)>> ReadStaffedAsync(
        SqlSession session, SqlStatements sql, WorldId world, IReadOnlyList<UserId> users) =>
        session.Prepare(sql.Exhibition.StaffedNames)
            .Bind("@users", users)
            .Bind("@world", world)
            .ReadAllAsync(static row => (new UserId(row.Uuid(0)), new ExhibitorName(new ExhibitorId(row.Uuid(1)), row.OptionalText(2))));
}
