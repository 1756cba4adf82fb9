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

    public Task<UserRow> UpdateOwnAsync(UserId user, RawJson? profile, RawJson? clientState, DateTimeOffset now, CancellationToken cancellation = default) =>
        _database.Writer.WriteAsync(
            WriteKey.Of(user),
            (_database.Sql, user, profile, clientState, now),
            static async (scope, from) =>
            {
                var row = await ReadForUpdateAsync(scope, from.Sql, from.user);
                var hasNewProfile = from.profile is { } profile && !JsonValues.AreEqual(row.Profile, profile);
                var hasNewState = from.clientState is { } clientState && !JsonValues.AreEqual(row.ClientState, clientState);
                if (!hasNewProfile && !hasNewState)
                {
                    return row;
                }

                var changed = row with
                {
                    Profile = hasNewProfile ? from.profile!.Value : row.Profile,
                    ClientState = hasNewState ? from.clientState!.Value : row.ClientState,
                };
                if (hasNewProfile)
                {
                    var change = AuditData.ProfileChanged(row.Id, row.Profile, changed.Profile, isByManager: false);
                    await WriteAuditAsync(scope, from.Sql, row, AuditTypes.ProfileChanged, change, from.now);
                }

                var version = await scope.Prepare(from.Sql.User.UpdateOwn)
                    .Bind("@profile", changed.Profile)
                    .Bind("@clientState", changed.ClientState)
                    .Bind("@user", from.user)
                    .ReadNumberAsync();
                scope.NoteVersion(from.user, version);
                return changed with { Version = (int)version!.Value };
            },
            cancellation);

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
