using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Sql.Sessions;
using Venueless.Fast.Storage.Sql.Statements;
using Venueless.Fast.Storage.Sql.Writing;

namespace Venueless.Fast.Storage.Sql.Stores;

internal sealed partial class SqlUserStore(SqlDatabase database) : IUserStore
{
    private readonly SqlDatabase _database = database;

    public Task<UserRow?> FindAsync(WorldId world, UserId user, CancellationToken cancellation = default) =>
        _database.Readers.ReadAsync(
            (_database.Sql, world, user),
            static (session, from) => Select(session, from.Sql.User.ById, from.world).Bind("@user", from.user).ReadFirstAsync(SqlRows.User),
            cancellation);

    public Task<UserRow?> FindByTokenIdAsync(WorldId world, string tokenId, CancellationToken cancellation = default) =>
        _database.Readers.ReadAsync(
            (_database.Sql, world, tokenId),
            static (session, from) => Select(session, from.Sql.User.ByTokenId, from.world).Bind("@token", from.tokenId).ReadFirstAsync(SqlRows.User),
            cancellation);

    public Task<UserRow?> FindByClientIdAsync(WorldId world, string clientId, CancellationToken cancellation = default) =>
        _database.Readers.ReadAsync(
            (_database.Sql, world, clientId),
            static (session, from) => Select(session, from.Sql.User.ByClientId, from.world).Bind("@client", from.clientId).ReadFirstAsync(SqlRows.User),
            cancellation);

    public Task<IReadOnlyList<UserRow>> FindManyAsync(WorldId world, IReadOnlyCollection<UserId> users, CancellationToken cancellation = default) =>
        users.Count == 0
            ? Task.FromResult<IReadOnlyList<UserRow>>([])
            : _database.Readers.ReadAsync(
                (_database.Sql, world, users),
                static async (session, from) => (IReadOnlyList<UserRow>)await Select(session, from.Sql.User.ByIds, from.world)
                    .Bind("@users", from.users)
                    .ReadAllAsync(SqlRows.User),
                cancellation);

    public Task<IReadOnlyList<UserRow>> FindByPretalxIdsAsync(
        WorldId world, IReadOnlyCollection<string> pretalxIds, CancellationToken cancellation = default) =>
        pretalxIds.Count == 0
            ? Task.FromResult<IReadOnlyList<UserRow>>([])
            : _database.Readers.ReadAsync(
                (_database.Sql, world, pretalxIds),
                static async (session, from) => (IReadOnlyList<UserRow>)await Select(session, from.Sql.User.ByPretalxIds, from.world)
                    .Bind("@pretalxIds", from.pretalxIds)
                    .ReadAllAsync(SqlRows.User),
                cancellation);

    public Task<long> ReadStampAsync(UserId user, CancellationToken cancellation = default) => _database.Stamps.ReadUserAsync(user, cancellation);

    public Task<UserRow> CreateAsync(NewUser user, CancellationToken cancellation = default) =>
        _database.Writer.WriteAsync(WriteKey.None, (_database.Sql, user), static (scope, from) => CreateAsync(scope, from.Sql, from.user), cancellation);

    public Task<long?> RecordLoginAsync(UserId user, WorldId world, DateTimeOffset now, bool trackView, CancellationToken cancellation = default) =>
        _database.Writer.WriteAsync(
            WriteKey.Of(user),
            (_database.Sql, user, world, now, trackView),
            static async (scope, from) =>
            {
                scope.NoteVersion(from.user, await scope.Prepare(from.Sql.User.RecordLogin).Bind("@now", from.now).Bind("@user", from.user).ReadNumberAsync());
                if (!from.trackView)
                {
                    return null;
                }

                await scope.Prepare(from.Sql.User.EndOpenWorldViews).Bind("@now", from.now).Bind("@user", from.user).ExecuteAsync();
                return await scope.Prepare(from.Sql.User.OpenWorldView)
                    .Bind("@world", from.world)
                    .Bind("@user", from.user)
                    .Bind("@now", from.now)
                    .ReadNumberAsync();
            },
            cancellation);

    public Task EndWorldViewAsync(long view, DateTimeOffset now, bool delete, CancellationToken cancellation = default) =>
        _database.Writer.WriteAsync(
            WriteKey.None,
            (_database.Sql, view, now, delete),
            static (scope, from) => from.delete
                ? scope.Prepare(from.Sql.User.DeleteWorldView).Bind("@view", from.view).ExecuteAsync()
                : scope.Prepare(from.Sql.User.EndWorldView).Bind("@now", from.now).Bind("@view", from.view).ExecuteAsync(),
            cancellation);

    private static SqlStatement Select(SqlSession session, UserSelection selection, WorldId world) =>
        session.Prepare(selection.Text).Bind("@world", world);

    private static async ValueTask<UserRow> CreateAsync(WriteScope scope, SqlStatements sql, NewUser user)
    {
        var isInserted = await scope.Prepare(sql.User.Insert)
            .Bind("@id", user.Id)
            .Bind("@world", user.World)
            .Bind("@client", user.ClientId)
            .Bind("@token", user.TokenId)
            .Bind("@type", user.Type)
            .Bind("@showPublicly", user.ShowPublicly)
            .Bind("@profile", user.Profile)
            .Bind("@clientState", RawJson.EmptyObject)
            .Bind("@traits", user.Traits)
            .Bind("@pretalx", user.PretalxId)
            .Bind("@version", WorldDefaults.Version)
            .ExecuteAsync() > 0;
        if (isInserted)
        {
            scope.NoteVersion(user.Id, WorldDefaults.Version);
            await InsertGrantsAsync(scope, sql, user);
        }

        var selected = (isInserted, user) switch
        {
            (true, _) => Select(scope.Session, sql.User.ById, user.World).Bind("@user", user.Id),
            (_, { TokenId: { } token }) => Select(scope.Session, sql.User.ByTokenId, user.World).Bind("@token", token),
            (_, { ClientId: { } client }) => Select(scope.Session, sql.User.ByClientId, user.World).Bind("@client", client),
            _ => null,
        };
        return (selected is null ? null : await selected.ReadFirstAsync(SqlRows.User)) ?? throw new InvalidOperationException("The user's id is taken.");
    }

    private static async ValueTask InsertGrantsAsync(WriteScope scope, SqlStatements sql, NewUser user)
    {
        foreach (var role in user.WorldGrants ?? [])
        {
            await scope.Prepare(sql.User.InsertWorldGrant).Bind("@world", user.World).Bind("@user", user.Id).Bind("@role", role).ExecuteAsync();
        }

        foreach (var grant in user.RoomGrants ?? [])
        {
            await scope.Prepare(sql.User.InsertRoomGrant)
                .Bind("@world", user.World)
                .Bind("@room", grant.Room)
                .Bind("@user", user.Id)
                .Bind("@role", grant.Role)
                .ExecuteAsync();
        }
    }
}
