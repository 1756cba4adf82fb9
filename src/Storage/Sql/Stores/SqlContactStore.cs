using Venueless.Fast.Core.Concurrency;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Sql.Statements;
using Venueless.Fast.Storage.Sql.Writing;

namespace Venueless.Fast.Storage.Sql.Stores;

/// <summary>One conditional update decides about each change; nothing but the staff to be told depends on what was read before it.</summary>
internal sealed class SqlContactStore(SqlDatabase database) : IContactStore
{
    private readonly SqlDatabase _database = database;

    // Whoever leaves asks, and hardly anybody has any.
    private readonly GroupedReads<UserId, bool> _withOpen = Group(database);

    public Task<ContactNotice?> CreateAsync(
        WorldId world, ContactRequestId request, ExhibitorId exhibitor, User user, DateTimeOffset now, CancellationToken cancellation = default) =>
        _database.Writer.WriteAsync(
            WriteKey.None,
            (_database.Sql, world, request, exhibitor, user, now),
            static (scope, from) => CreateAsync(scope, from.Sql, from.world, from.request, from.exhibitor, from.user, from.now),
            cancellation);

    public Task<ContactNotice?> CancelAsync(WorldId world, ContactRequestId request, UserId user, CancellationToken cancellation = default) =>
        _database.Writer.WriteAsync(
            WriteKey.OfRow(request.Value),
            (_database.Sql, world, request, user),
            static (scope, from) => CancelAsync(scope, from.Sql, from.world, from.request, from.user),
            cancellation);

    public Task<AcceptedContact> AcceptAsync(WorldId world, ContactRequestId request, User user, CancellationToken cancellation = default) =>
        _database.Writer.WriteAsync(
            WriteKey.OfRow(request.Value),
            (_database.Sql, world, request, user),
            static (scope, from) => AcceptAsync(scope, from.Sql, from.world, from.request, from.user),
            cancellation);

    public async Task<IReadOnlyList<ContactNotice>> MissOpenAsync(WorldId world, User user, CancellationToken cancellation = default)
    {
        return await _withOpen.ReadAsync(user.Id).WaitAsync(cancellation)
            ? await _database.Writer.WriteAsync(
                WriteKey.Of(user.Id), (_database.Sql, world, user), static (scope, from) => MissOpenAsync(scope, from.Sql, from.world, from.user), cancellation)
            : [];
    }

    private static GroupedReads<UserId, bool> Group(SqlDatabase database) => new(users => database.Readers.ReadAsync(
        (database.Sql, users),
        static async (session, from) => (IReadOnlyDictionary<UserId, bool>)new Dictionary<UserId, bool>(await session.Prepare(from.Sql.Contact.WithOpen)
            .Bind("@users", from.users)
            .ReadAllAsync(static row => KeyValuePair.Create(new UserId(row.Uuid(0)), true))),
        CancellationToken.None));

    private static async ValueTask<ContactNotice?> CreateAsync(
        WriteScope scope, SqlStatements sql, WorldId world, ContactRequestId request, ExhibitorId exhibitor, User user, DateTimeOffset now)
    {
        var added = await scope.Prepare(sql.Contact.Insert)
            .Bind("@request", request.Value)
            .Bind("@exhibitor", exhibitor.Value)
            .Bind("@world", world)
            .Bind("@user", user.Id)
            .Bind("@now", now)
            .ExecuteAsync();

        // Gone again: deleted by a unit of the same batch, together with the request.
        if (added == 0 || await scope.Prepare(sql.Contact.FindExhibitor).Bind("@exhibitor", exhibitor.Value).ReadFirstAsync(ContactRows.MapName) is not { } name)
        {
            return null;
        }

        var staff = await ReadStaffAsync(scope, sql, [exhibitor.Value]);
        return new ContactNotice(new ContactRequest(request, name, user, ContactStates.Open, null, StoredTime.Of(now)), [.. staff[exhibitor]]);
    }

    private static async ValueTask<ContactNotice?> CancelAsync(WriteScope scope, SqlStatements sql, WorldId world, ContactRequestId request, UserId user)
    {
        if (await LockExhibitorAsync(scope, sql, world, request) is not { } exhibitor
            || await scope.Prepare(sql.Contact.Cancel).Bind("@request", request.Value).Bind("@user", user).ExecuteAsync() == 0)
        {
            return null;
        }

        return await ReadNoticeAsync(scope, sql, world, request, exhibitor);
    }

    private static async ValueTask<AcceptedContact> AcceptAsync(WriteScope scope, SqlStatements sql, WorldId world, ContactRequestId request, User user)
    {
        if (await LockExhibitorAsync(scope, sql, world, request) is not { } exhibitor)
        {
            return AcceptedContact.Unknown;
        }

        var staff = (await ReadStaffAsync(scope, sql, [exhibitor.Id.Value]))[exhibitor.Id];
        if (!staff.Contains(user.Id))
        {
            var state = await scope.Prepare(sql.Contact.State).Bind("@request", request.Value).ReadTextAsync();
            return state is null or ContactStates.Answered ? AcceptedContact.Unknown : AcceptedContact.NotByStaff;
        }

        if (await scope.Prepare(sql.Contact.Answer).Bind("@request", request.Value).Bind("@user", user.Id).ExecuteAsync() == 0)
        {
            return AcceptedContact.Unknown;
        }

        return new AcceptedContact(await ReadNoticeAsync(scope, sql, world, request, exhibitor), IsKnown: true);
    }

    private static async ValueTask<IReadOnlyList<ContactNotice>> MissOpenAsync(WriteScope scope, SqlStatements sql, WorldId world, User user)
    {
        var exhibitors = (await scope.Prepare(sql.Contact.LockExhibitorsOfOpen).Bind("@user", user.Id).Bind("@world", world).ReadAllAsync(ContactRows.MapName))
            .ToDictionary(static exhibitor => exhibitor.Id);
        if (exhibitors.Count == 0)
        {
            return [];
        }

        Guid[] ids = [.. exhibitors.Keys.Select(static id => id.Value)];
        var missed = await ExhibitorRows.Prepare(scope.Session, sql.Contact.MissOpen, ids)
            .Bind("@user", user.Id)
            .ReadAllAsync(static row => (Id: new ContactRequestId(row.Uuid(0)), Exhibitor: new ExhibitorId(row.Uuid(1)), Time: row.OptionalTime(2)));
        var staff = await ReadStaffAsync(scope, sql, ids);
        return
        [
            .. missed.OrderBy(static row => row.Time).Select(row => new ContactNotice(
                new ContactRequest(row.Id, exhibitors[row.Exhibitor], user, ContactStates.Missed, null, row.Time), [.. staff[row.Exhibitor]])),
        ];
    }

    private static ValueTask<ExhibitorName?> LockExhibitorAsync(WriteScope scope, SqlStatements sql, WorldId world, ContactRequestId request) =>
        scope.Prepare(sql.Contact.LockExhibitorOf).Bind("@request", request.Value).Bind("@world", world).ReadFirstAsync(ContactRows.MapName);

    private static async ValueTask<ContactNotice?> ReadNoticeAsync(
        WriteScope scope, SqlStatements sql, WorldId world, ContactRequestId request, ExhibitorName exhibitor)
    {
        if (await scope.Prepare(sql.Contact.Find).Bind("@request", request.Value).ReadFirstAsync(ContactRows.Map) is not { } row)
        {
            return null;
        }

        var users = await ContactRows.ReadUsersAsync(scope.Session, sql, world, [row]);
        var staff = await ReadStaffAsync(scope, sql, [exhibitor.Id.Value]);
        return new ContactNotice(ContactRows.Complete(row, exhibitor, users), [.. staff[exhibitor.Id]]);
    }

    private static async ValueTask<ILookup<ExhibitorId, UserId>> ReadStaffAsync(WriteScope scope, SqlStatements sql, IReadOnlyList<Guid> exhibitors) =>
        (await ExhibitorRows.Prepare(scope.Session, sql.Exhibition.Staff, exhibitors)
            .ReadAllAsync(static row => (Exhibitor: new ExhibitorId(row.Uuid(0)), User: new UserId(row.Uuid(1)))))
        .ToLookup(static row => row.Exhibitor, static row => row.User);
}
