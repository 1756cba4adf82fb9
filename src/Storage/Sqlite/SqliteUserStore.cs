using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Storage.Sqlite;

internal sealed partial class SqliteUserStore(SqliteDatabase database) : IUserStore
{
    private readonly SqliteDatabase _database = database;

    public Task<UserRow?> FindAsync(WorldId world, UserId user, CancellationToken cancellation = default) =>
        _database.Readers.ReadSnapshotAsync(
            (_database.Sql, world, user),
            static (session, from) => SqliteUsers.ReadOne(
                session, from.Sql.User.ById, from.world, from.user, static (statement, user) => statement.Bind("@user", user)),
            cancellation);

    public Task<UserRow?> FindByTokenIdAsync(WorldId world, string tokenId, CancellationToken cancellation = default) =>
        _database.Readers.ReadSnapshotAsync(
            (_database.Sql, world, tokenId),
            static (session, from) => SqliteUsers.ReadOne(
                session, from.Sql.User.ByTokenId, from.world, from.tokenId, static (statement, token) => statement.Bind("@token", token)),
            cancellation);

    public Task<UserRow?> FindByClientIdAsync(WorldId world, string clientId, CancellationToken cancellation = default) =>
        _database.Readers.ReadSnapshotAsync(
            (_database.Sql, world, clientId),
            static (session, from) => SqliteUsers.ReadOne(
                session, from.Sql.User.ByClientId, from.world, from.clientId, static (statement, client) => statement.Bind("@client", client)),
            cancellation);

    public Task<IReadOnlyList<UserRow>> FindManyAsync(WorldId world, IReadOnlyCollection<UserId> users, CancellationToken cancellation = default) =>
        users.Count == 0
            ? Task.FromResult<IReadOnlyList<UserRow>>([])
            : _database.Readers.ReadSnapshotAsync(
                (_database.Sql, world, Ids: SqliteFormats.List(users)),
                static (session, from) => (IReadOnlyList<UserRow>)SqliteUsers.Read(
                    session, from.Sql.User.ByIds, from.world, from.Ids, static (statement, ids) => statement.Bind("@users", ids)),
                cancellation);

    public Task<IReadOnlyList<UserRow>> FindByPretalxIdsAsync(
        WorldId world, IReadOnlyCollection<string> pretalxIds, CancellationToken cancellation = default) =>
        pretalxIds.Count == 0
            ? Task.FromResult<IReadOnlyList<UserRow>>([])
            : _database.Readers.ReadSnapshotAsync(
                (_database.Sql, world, Ids: SqliteFormats.List([.. pretalxIds])),
                static (session, from) => (IReadOnlyList<UserRow>)SqliteUsers.Read(
                    session, from.Sql.User.ByPretalxIds, from.world, from.Ids, static (statement, ids) => statement.Bind("@pretalxIds", ids)),
                cancellation);

    public Task<long> ReadStampAsync(UserId user, CancellationToken cancellation = default) =>
        _database.Writer.ReadExternalEditsAsync().WaitAsync(cancellation);

    public Task<UserRow> CreateAsync(NewUser user, CancellationToken cancellation = default) =>
        _database.Writer.WriteAsync((_database.Sql, user), static (scope, from) => Create(scope, from.Sql, from.user), cancellation);

    public Task<long?> RecordLoginAsync(UserId user, WorldId world, DateTimeOffset now, bool trackView, CancellationToken cancellation = default) =>
        _database.Writer.WriteAsync(
            (_database.Sql, user, world, now, trackView),
            static (scope, from) =>
            {
                scope.Prepare(from.Sql.User.RecordLogin).Bind("@now", from.now).Bind("@user", from.user).Execute();
                if (!from.trackView)
                {
                    return (long?)null;
                }

                scope.Prepare(from.Sql.User.EndOpenWorldViews).Bind("@now", from.now).Bind("@user", from.user).Execute();
                return scope.Prepare(from.Sql.User.OpenWorldView).Bind("@world", from.world).Bind("@user", from.user).Bind("@now", from.now).ReadNumber();
            },
            cancellation);

    public Task EndWorldViewAsync(long view, DateTimeOffset now, bool delete, CancellationToken cancellation = default) =>
        _database.Writer.WriteAsync(
            (_database.Sql, view, now, delete),
            static (scope, from) => from.delete
                ? scope.Prepare(from.Sql.User.DeleteWorldView).Bind("@view", from.view).Execute()
                : scope.Prepare(from.Sql.User.EndWorldView).Bind("@now", from.now).Bind("@view", from.view).Execute(),
            cancellation);

    private static UserRow Create(WriteScope scope, SqliteStatements sql, NewUser user)
    {
        var isInserted = scope.Prepare(sql.User.Insert)
            .Bind("@id", user.Id)
            .Bind("@world", user.World)
            .Bind("@client", user.ClientId)
            .Bind("@token", user.TokenId)
            .Bind("@type", user.Type)
            .Bind("@showPublicly", user.ShowPublicly)
            .Bind("@profile", user.Profile)
            .Bind("@clientState", RawJson.EmptyObject)
            .Bind("@traits", SqliteFormats.List(user.Traits))
            .Bind("@pretalx", user.PretalxId)
            .Bind("@version", WorldDefaults.Version)
            .Execute() > 0;
        if (isInserted)
        {
            InsertGrants(scope, sql, user);
        }

        return (isInserted, user) switch
        {
            (true, _) => SqliteUsers.ReadOne(scope.Session, sql.User.ById, user.World, user.Id, static (statement, id) => statement.Bind("@user", id)),
            (_, { TokenId: { } token }) =>
                SqliteUsers.ReadOne(scope.Session, sql.User.ByTokenId, user.World, token, static (statement, id) => statement.Bind("@token", id)),
            (_, { ClientId: { } client }) =>
                SqliteUsers.ReadOne(scope.Session, sql.User.ByClientId, user.World, client, static (statement, id) => statement.Bind("@client", id)),
            _ => null,
        } ?? throw new InvalidOperationException("The user's id is taken.");
    }

    private static void InsertGrants(WriteScope scope, SqliteStatements sql, NewUser user)
    {
        foreach (var role in user.WorldGrants ?? [])
        {
            scope.Prepare(sql.User.InsertWorldGrant).Bind("@world", user.World).Bind("@user", user.Id).Bind("@role", role).Execute();
        }

        foreach (var grant in user.RoomGrants ?? [])
        {
            scope.Prepare(sql.User.InsertRoomGrant)
                .Bind("@world", user.World)
                .Bind("@room", grant.Room)
                .Bind("@user", user.Id)
                .Bind("@role", grant.Role)
                .Execute();
        }
    }
}
