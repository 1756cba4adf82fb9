using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Sql.Statements;
using Venueless.Fast.Storage.Sql.Writing;

namespace Venueless.Fast.Storage.Sql.Stores;

/// <summary>Changes that read the row first, under its lock.</summary>
internal sealed partial class SqlUserStore
{
    public Task<UserRow> UpdateTraitsAsync(UserId user, IReadOnlyList<string> traits, DateTimeOffset now, CancellationToken cancellation = default) =>
        _database.Writer.WriteAsync(
            WriteKey.Of(user),
            (_database.Sql, user, traits, now),
            static async (scope, from) =>
            {
                var row = await ReadForUpdateAsync(scope, from.Sql, from.user);
                if (row.Traits.SequenceEqual(from.traits, StringComparer.Ordinal))
                {
                    return row;
                }

                await WriteAuditAsync(scope, from.Sql, row, AuditTypes.TraitsChanged, AuditData.TraitsChanged(row.Id, row.Traits, from.traits), from.now);
                var version = await scope.Prepare(from.Sql.User.UpdateTraits).Bind("@traits", from.traits).Bind("@user", from.user).ReadNumberAsync();
                scope.NoteVersion(from.user, version);
                return row with { Traits = [.. from.traits], Version = (int)version!.Value };
            },
            cancellation);

    public Task<UserRow> UpdateOwnAsync(
        UserId user, RawJson? profile, RawJson? clientState, DateTimeOffset now, UserRow? known = null, CancellationToken cancellation = default) =>
        _database.Writer.WriteAsync(
            WriteKey.Of(user),
            (_database.Sql, user, profile, clientState, now, known),
            static async (scope, from) =>
            {
                if (from.known is { } known && Change(known, from.profile, from.clientState) is { } expected)
                {
                    // Nearly always: one statement instead of three, two of which look at the row and its grants.
                    var isCurrent = await scope.Prepare(from.Sql.User.UpdateOwnIfVersion)
                        .Bind("@profile", expected.Profile)
                        .Bind("@clientState", expected.ClientState)
                        .Bind("@user", from.user)
                        .Bind("@version", known.Version)
                        .ExecuteAsync() > 0;
                    if (isCurrent)
                    {
                        scope.NoteVersion(from.user, expected.Version);
                        await WriteProfileAuditAsync(scope, from.Sql, known, expected, from.now);
                        return expected;
                    }
                }

                var row = await ReadForUpdateAsync(scope, from.Sql, from.user);
                if (Change(row, from.profile, from.clientState) is not { } changed)
                {
                    return row;
                }

                await WriteProfileAuditAsync(scope, from.Sql, row, changed, from.now);
                var version = await scope.Prepare(from.Sql.User.UpdateOwn)
                    .Bind("@profile", changed.Profile)
                    .Bind("@clientState", changed.ClientState)
                    .Bind("@user", from.user)
                    .ReadNumberAsync();
                scope.NoteVersion(from.user, version);
                return changed with { Version = (int)version!.Value };
            },
            cancellation);

    /// <summary>The row after the change; null: nothing in it differs as a JSON value.</summary>
    private static UserRow? Change(UserRow row, RawJson? profile, RawJson? clientState)
    {
        var hasNewProfile = profile is { } newProfile && !JsonValues.AreEqual(row.Profile, newProfile);
        var hasNewState = clientState is { } newState && !JsonValues.AreEqual(row.ClientState, newState);
        return hasNewProfile || hasNewState
            ? row with
            {
                Profile = hasNewProfile ? profile!.Value : row.Profile,
                ClientState = hasNewState ? clientState!.Value : row.ClientState,
                Version = row.Version + 1,
            }
            : null;
    }

    // What is not new is the same value, not only an equal one.
    private static ValueTask WriteProfileAuditAsync(WriteScope scope, SqlStatements sql, UserRow old, UserRow changed, DateTimeOffset now) =>
        old.Profile.Memory.Equals(changed.Profile.Memory)
            ? ValueTask.CompletedTask
            : WriteAuditAsync(scope, sql, old, AuditTypes.ProfileChanged, AuditData.ProfileChanged(old.Id, old.Profile, changed.Profile, isByManager: false), now);

    private static async ValueTask<UserRow> ReadForUpdateAsync(WriteScope scope, SqlStatements sql, UserId user)
    {
        // The selections are by world; these two methods know only the user, whose world never changes.
        var world = await scope.Prepare(sql.User.WorldOf).Bind("@user", user).ReadTextAsync();
        return world is not null
            && await Select(scope.Session, sql.User.ByIdForUpdate, new WorldId(world)).Bind("@user", user).ReadFirstAsync(SqlRows.User) is { } row
                ? row
                : throw new StoreRefusedException("The user does not exist.");
    }

    private static async ValueTask WriteAuditAsync(WriteScope scope, SqlStatements sql, UserRow user, string type, RawJson data, DateTimeOffset now) =>
        await scope.Prepare(sql.Audit.Insert)
            .Bind("@now", now)
            .Bind("@type", type)
            .Bind("@data", data)
            .Bind("@user", user.Id)
            .Bind("@world", user.World)
            .ExecuteAsync();
}
