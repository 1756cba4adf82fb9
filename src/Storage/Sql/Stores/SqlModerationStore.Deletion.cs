using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Storage.Sql.Statements;
using Venueless.Fast.Storage.Sql.Writing;

namespace Venueless.Fast.Storage.Sql.Stores;

/// <summary>Soft deletion: auth-and-users.md section 8, step by step.</summary>
internal sealed partial class SqlModerationStore
{
    public Task<WorldId?> FindWorldAsync(UserId user, CancellationToken cancellation = default) =>
        _database.Readers.ReadAsync(
            (_database.Sql, user),
            static (session, from) => session.Prepare(from.Sql.Deletion.FindWorld)
                .Bind("@user", from.user)
                .ReadFirstAsync(static row => (WorldId?)new WorldId(row.Text(0))),
            cancellation);

    // Alone: long, rare, and it decides by the rows of other users.
    public Task<DeletedUser?> DeleteAsync(WorldId world, UserId user, UserAuthor? author, CancellationToken cancellation = default) =>
        _database.Writer.WriteAsync(
            WriteKey.Alone,
            (_database.Sql, world, user, author),
            static (scope, from) => DeleteAsync(scope, from.Sql, from.world, from.user, from.author),
            cancellation);

    private static async ValueTask<DeletedUser?> DeleteAsync(WriteScope scope, SqlStatements sql, WorldId world, UserId user, UserAuthor? author)
    {
        // Holds off deletions on other nodes, too: of two members that go at once, the second has to see that the first is gone.
        await scope.Prepare(sql.Room.LockWorld).Bind("@world", world).ReadTextAsync();
        if (await FindForUpdateAsync(scope, sql, world, user) is not { } row)
        {
            return null;
        }

        var memberships = await scope.Prepare(sql.Deletion.Memberships).Bind("@user", user).ReadAllAsync(static row => new ChannelId(row.Uuid(0)));
        foreach (var belonging in sql.Deletion.Belongings)
        {
            await scope.Prepare(belonging).Bind("@user", user).ExecuteAsync();
        }

        var files = new HashSet<Guid>();
        var channels = await DeleteLonelyChannelsAsync(scope, sql, user, files);
        StoredFileIds.AddAvatar(row.Profile, files);
        var expired = await ExpireFilesAsync(scope, sql, user, files);
        await scope.Prepare(sql.Deletion.RedactAudit)
            .Bind("@data", AuditData.Redacted(user))
            .Bind("@object", user.ToString())
            .Bind("@user", user)
            .ExecuteAsync();
        if (author is { } known)
        {
            await WriteAuditAsync(scope, sql, known, AuditTypes.Deleted, AuditData.Of(user));
        }

        await scope.Prepare(sql.Deletion.ReadPointers).Bind("@user", user).ExecuteAsync();
        var version = await scope.Prepare(sql.Deletion.MarkDeleted).Bind("@user", user).ReadNumberAsync();
        scope.NoteVersion(user, version);
        return new DeletedUser(
            AfterDeletion(row, version), expired, new ForgottenChat([user], channels, memberships.ConvertAll(channel => (user, channel))));
    }

    /// <summary>Returns what was deleted.</summary>
    private static async ValueTask<List<ChannelId>> DeleteLonelyChannelsAsync(WriteScope scope, SqlStatements sql, UserId user, HashSet<Guid> files)
    {
        var channels = await scope.Prepare(sql.Deletion.LonelyChannels)
            .Bind("@user", user)
            .ReadAllAsync(static row => new ChannelId(row.Uuid(0)));
        if (channels.Count == 0)
        {
            return channels;
        }

        // Only the ids are kept of what may be years of messages.
        var found = await scope.Prepare(sql.Deletion.SentMessages)
            .Bind("@channels", channels)
            .Bind("@user", user)
            .ReadAllAsync(static row => StoredFileIds.InMessage(row.Json(0) ?? RawJson.EmptyObject));
        foreach (var ids in found)
        {
            files.UnionWith(ids);
        }

        foreach (var deletion in sql.Deletion.Channels)
        {
            await scope.Prepare(deletion).Bind("@channels", channels).ExecuteAsync();
        }

        return channels;
    }

    private static async ValueTask<IReadOnlyList<StoredFile>> ExpireFilesAsync(WriteScope scope, SqlStatements sql, UserId user, HashSet<Guid> files) =>
        files.Count == 0
            ? []
            : await scope.Prepare(sql.Deletion.Files)
                .Bind("@expires", SqlStoredFileStore.Expired)
                .Bind("@user", user)
                .Bind("@files", files)
                .ReadAllAsync(SqlStoredFileStore.Read);

    private static UserRow AfterDeletion(UserRow row, long? version) => row with
    {
        Deleted = true,
        ClientId = null,
        TokenId = null,
        ShowPublicly = false,
        Profile = RawJson.EmptyObject,
        WorldGrants = [],
        RoomGrants = [],
        Version = (int)version!.Value,
    };
}
