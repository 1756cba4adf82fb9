using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Sql.Statements;
using Venueless.Fast.Storage.Sql.Writing;

namespace Venueless.Fast.Storage.Sql.Stores;

/// <summary>Changes of one row, under its lock; deletion is in the other part.</summary>
internal sealed partial class SqlModerationStore(SqlDatabase database) : IModerationStore
{
    private readonly SqlDatabase _database = database;

    public Task<UserRow?> ModerateAsync(UserId user, ModerationAction action, UserAuthor author, CancellationToken cancellation = default) =>
        _database.Writer.WriteAsync(
            WriteKey.Of(user),
            (_database.Sql, user, action, author),
            static (scope, from) => ModerateAsync(scope, from.Sql, from.user, from.action, from.author),
            cancellation);

    public Task<UserRow?> UpdateAsync(WorldId world, UserId user, ManagedUserUpdate update, DateTimeOffset now, CancellationToken cancellation = default) =>
        _database.Writer.WriteAsync(
            WriteKey.Of(user),
            (_database.Sql, world, user, update, now),
            static (scope, from) => UpdateAsync(scope, from.Sql, from.world, from.user, from.update, from.now),
            cancellation);

    private static async ValueTask<UserRow?> ModerateAsync(WriteScope scope, SqlStatements sql, UserId user, ModerationAction action, UserAuthor author)
    {
        if (await FindForUpdateAsync(scope, sql, author.World, user) is not { } row)
        {
            return null;
        }

        if (action == ModerationAction.Silence && row.ModerationState == ModerationStates.Banned)
        {
            return row;
        }

        var (state, audit) = action switch
        {
            ModerationAction.Ban => (ModerationStates.Banned, AuditTypes.Banned),
            ModerationAction.Silence => (ModerationStates.Silenced, AuditTypes.Silenced),
            _ => (ModerationStates.None, AuditTypes.Reactivated),
        };
        await WriteAuditAsync(scope, sql, author, audit, AuditData.Of(user));
        var version = await scope.Prepare(sql.Moderation.SetState).Bind("@state", state).Bind("@user", user).ReadNumberAsync();
        scope.NoteVersion(user, version);
        return row with { ModerationState = state, Version = (int)version!.Value };
    }

    private static async ValueTask<UserRow?> UpdateAsync(
        WriteScope scope, SqlStatements sql, WorldId world, UserId user, ManagedUserUpdate update, DateTimeOffset now)
    {
        if (await FindForUpdateAsync(scope, sql, world, user) is not { } row)
        {
            return null;
        }

        var changed = row with
        {
            Profile = Choose(row.Profile, update.Profile),
            ClientState = row.Type == UserTypes.Kiosk ? Choose(row.ClientState, update.ClientState) : row.ClientState,
            PretalxId = update.SetsPretalxId ? update.PretalxId : row.PretalxId,
        };
        if (changed == row)
        {
            return row;
        }

        // Of the user, as if it had changed itself.
        var author = new UserAuthor(world, user, now);
        if (changed.Profile != row.Profile)
        {
            var change = AuditData.ProfileChanged(user, row.Profile, changed.Profile, isByManager: true);
            await WriteAuditAsync(scope, sql, author, AuditTypes.ProfileChanged, change);
        }

        if (changed.PretalxId != row.PretalxId)
        {
            await WriteAuditAsync(scope, sql, author, AuditTypes.PretalxIdChanged, AuditData.PretalxIdChanged(user, row.PretalxId, changed.PretalxId));
        }

        var version = await scope.Prepare(sql.Moderation.Update)
            .Bind("@profile", changed.Profile)
            .Bind("@clientState", changed.ClientState)
            .Bind("@pretalx", changed.PretalxId)
            .Bind("@user", user)
            .ReadNumberAsync();
        scope.NoteVersion(user, version);
        return changed with { Version = (int)version!.Value };
    }

    // The stored text where both say the same.
    private static RawJson Choose(RawJson stored, RawJson? wanted) => wanted is { } value && !JsonValues.AreEqual(stored, value) ? value : stored;

    private static ValueTask<UserRow?> FindForUpdateAsync(WriteScope scope, SqlStatements sql, WorldId world, UserId user) =>
        scope.Prepare(sql.User.ByIdForUpdate.Text).Bind("@world", world).Bind("@user", user).ReadFirstAsync(SqlRows.User);

    private static ValueTask<int> WriteAuditAsync(WriteScope scope, SqlStatements sql, UserAuthor author, string type, RawJson data) =>
        scope.Prepare(sql.Audit.Insert)
            .Bind("@now", author.Now)
            .Bind("@type", type)
            .Bind("@data", data)
            .Bind("@user", author.User)
            .Bind("@world", author.World)
            .ExecuteAsync();
}
