using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Sql.Statements;
using Venueless.Fast.Storage.Sql.Writing;

namespace Venueless.Fast.Storage.Sql.Stores;

internal sealed class SqlBlockStore(SqlDatabase database) : IBlockStore
{
    private readonly SqlDatabase _database = database;

    public Task<bool> SetAsync(UserId blocked, bool isBlocked, UserAuthor author, CancellationToken cancellation = default) =>
        _database.Writer.WriteAsync(
            WriteKey.Of(blocked),
            (_database.Sql, blocked, isBlocked, author),
            static (scope, from) => SetAsync(scope, from.Sql, from.blocked, from.isBlocked, from.author),
            cancellation);

    public Task<IReadOnlyList<UserRow>> ReadBlockedAsync(WorldId world, UserId user, CancellationToken cancellation = default) =>
        _database.Readers.ReadAsync(
            (_database.Sql, world, user),
            static async (session, from) => (IReadOnlyList<UserRow>)await session.Prepare(from.Sql.Block.BlockedBy.Text)
                .Bind("@world", from.world)
                .Bind("@user", from.user)
                .ReadAllAsync(SqlRows.User),
            cancellation);

    private static async ValueTask<bool> SetAsync(WriteScope scope, SqlStatements sql, UserId blocked, bool isBlocked, UserAuthor author)
    {
        // First: it tells whether the user is there, and holds off whoever changes it.
        if (await scope.Prepare(sql.Block.BumpBlocked).Bind("@blocked", blocked).Bind("@world", author.World).ReadNumberAsync() is not { } version)
        {
            return false;
        }

        scope.NoteVersion(blocked, version);
        await scope.Prepare(isBlocked ? sql.Block.Insert : sql.Block.Delete).Bind("@blocker", author.User).Bind("@blocked", blocked).ExecuteAsync();
        await scope.Prepare(sql.Audit.Insert)
            .Bind("@now", author.Now)
            .Bind("@type", isBlocked ? AuditTypes.Blocked : AuditTypes.Unblocked)
            .Bind("@data", AuditData.Of(blocked))
            .Bind("@user", author.User)
            .Bind("@world", author.World)
            .ExecuteAsync();
        return true;
    }
}
