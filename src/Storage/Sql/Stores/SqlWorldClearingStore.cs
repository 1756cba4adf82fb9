using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Sql.Statements;
using Venueless.Fast.Storage.Sql.Writing;

namespace Venueless.Fast.Storage.Sql.Stores;

internal sealed class SqlWorldClearingStore(SqlDatabase database) : IWorldClearingStore
{
    private readonly SqlDatabase _database = database;

    public Task<IReadOnlyList<WorldId>> ListUnusedAsync(DateTimeOffset since, CancellationToken cancellation = default) =>
        _database.Readers.ReadAsync(
            (_database.Sql.WorldClearing, since),
            static async (session, from) => (IReadOnlyList<WorldId>)await session.Prepare(from.WorldClearing.ListUnused)
                .Bind("@since", from.since)
                .ReadAllAsync(static row => new WorldId(row.Text(0))),
            cancellation);

    // Alone: long and rare.
    public async Task<ClearedWorld?> ClearAsync(WorldId world, DateTimeOffset? unusedSince = null, CancellationToken cancellation = default)
    {
        var cleared = await _database.Writer.WriteAsync(
            WriteKey.Alone,
            (_database.Sql.WorldClearing, world, unusedSince),
            static (scope, from) => ClearAsync(scope, from.WorldClearing, from.world, from.unusedSince),
            cancellation);
        _database.Stamps.NoteOwnWorldEdit();
        return cleared;
    }

    private static async ValueTask<ClearedWorld?> ClearAsync(WriteScope scope, WorldClearingSql sql, WorldId world, DateTimeOffset? unusedSince)
    {
        if (await scope.Prepare(sql.LockWorld).Bind("@world", world).ReadTextAsync() is null)
        {
            return null;
        }

        var users = await scope.Prepare(sql.LockUsers).Bind("@world", world).ReadAllAsync(static row => new UserId(row.Uuid(0)));
        var channels = await scope.Prepare(sql.LockChannels).Bind("@world", world).ReadAllAsync(static row => new ChannelId(row.Uuid(0)));
        await scope.Prepare(sql.LockRooms).Bind("@world", world).ExecuteAsync();
        await scope.Prepare(sql.LockPolls).Bind("@world", world).ExecuteAsync();
        if (unusedSince is { } since
            && await scope.Prepare(sql.FindUnused).Bind("@world", world).Bind("@since", since).ReadTextAsync() is null)
        {
            return null;
        }

        var memberships = await scope.Prepare(sql.VolatileMemberships)
            .Bind("@world", world)
            .ReadAllAsync(static row => (new UserId(row.Uuid(0)), new ChannelId(row.Uuid(1))));
        foreach (var deletion in sql.Deletions)
        {
            await scope.Prepare(deletion).Bind("@world", world).ExecuteAsync();
        }

        List<StoredFile> files =
        [
            .. await scope.Prepare(sql.Files).Bind("@expires", SqlStoredFileStore.Expired).Bind("@world", world).ReadAllAsync(SqlStoredFileStore.Read),
            .. await scope.Prepare(sql.FilesOfUsers).Bind("@expires", SqlStoredFileStore.Expired).Bind("@world", world).ReadAllAsync(SqlStoredFileStore.Read),
        ];
        await scope.Prepare(sql.ReadPointers).Bind("@world", world).ExecuteAsync();
        await scope.Prepare(sql.DeleteUsers).Bind("@world", world).ExecuteAsync();
        foreach (var user in users)
        {
            scope.NoteDeletion(user);
        }

        scope.NoteVersion(world, await scope.Prepare(sql.FreeDomain).Bind("@world", world).ReadNumberAsync());
        return new ClearedWorld(files, new ForgottenChat(users, channels, memberships));
    }
}
