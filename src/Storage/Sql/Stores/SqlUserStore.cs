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

    public Task<IReadOnlyList<UserRow>> FindByTokenIdsAsync(
        WorldId world, IReadOnlyCollection<string> tokenIds, CancellationToken cancellation = default) =>
        _database.Readers.ReadAsync(
            (_database.Sql, world, tokenIds),
            static async (session, from) => (IReadOnlyList<UserRow>)await Select(session, from.Sql.User.ByTokenIds, from.world)
                .Bind("@tokens", from.tokenIds)
                .ReadAllAsync(SqlRows.User),
            cancellation);

    public Task<IReadOnlyList<UserRow>> FindByClientIdsAsync(
        WorldId world, IReadOnlyCollection<string> clientIds, CancellationToken cancellation = default) =>
        _database.Readers.ReadAsync(
            (_database.Sql, world, clientIds),
            static async (session, from) => (IReadOnlyList<UserRow>)await Select(session, from.Sql.User.ByClientIds, from.world)
                .Bind("@clients", from.clientIds)
                .ReadAllAsync(SqlRows.User),
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
        _database.Writer.WriteAsync(WriteKey.None, (_database.Sql, user), static async (scope, from) => (await CreateAsync(scope, from.Sql, from.user, null)).Row, cancellation);

    public Task<FirstLogin> CreateLoggedInAsync(NewUser user, DateTimeOffset now, bool trackView, CancellationToken cancellation = default) =>
        _database.Writer.WriteAsync(
            WriteKey.None,
            (_database.Sql, user, now, trackView),
            static async (scope, from) =>
            {
                var (row, isInserted) = await CreateAsync(scope, from.Sql, from.user, from.now);

                // Nobody else knows the new user: there is no view to be ended.
                return new FirstLogin(row, isInserted, isInserted && from.trackView ? await OpenViewAsync(scope, from.Sql, row.World, row.Id, from.now) : null);
            },
            cancellation);

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
                return await OpenViewAsync(scope, from.Sql, from.world, from.user, from.now);
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

    private static ValueTask<long?> OpenViewAsync(WriteScope scope, SqlStatements sql, WorldId world, UserId user, DateTimeOffset now) =>
        scope.Prepare(sql.User.OpenWorldView).Bind("@world", world).Bind("@user", user).Bind("@now", now).InsertAsync();

    /// <param name="login">When the user has logged in, if it has: the row is as if that had been written after it.</param>
    private static async ValueTask<(UserRow Row, bool IsInserted)> CreateAsync(WriteScope scope, SqlStatements sql, NewUser user, DateTimeOffset? login)
    {
        var version = login is null ? WorldDefaults.Version : WorldDefaults.Version + 1;
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
            .Bind("@lastLogin", login)
            .Bind("@version", version)
            .ExecuteAsync() > 0;
        if (isInserted)
        {
            scope.NoteVersion(user.Id, version);
            await InsertGrantsAsync(scope, sql, user);

            // As it would be read back: times are stored in microseconds.
            return (user.ToRow(login?.AddTicks(-(login.Value.Ticks % TimeSpan.TicksPerMicrosecond)), version), true);
        }

        var selected = user switch
        {
            { TokenId: { } token } => Select(scope.Session, sql.User.ByTokenId, user.World).Bind("@token", token),
            { ClientId: { } client } => Select(scope.Session, sql.User.ByClientId, user.World).Bind("@client", client),
            _ => null,
        };
        var row = selected is null ? null : await selected.ReadFirstAsync(SqlRows.User);
        return (row ?? throw new InvalidOperationException("The user's id is taken."), false);
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
