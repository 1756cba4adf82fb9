using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Storage.Sql;

namespace Venueless.Fast.Storage.Sqlite;

/// <summary>Changes that read the row first. The writer's transaction is the lock of the row: there is no second writer.</summary>
internal sealed partial class SqliteUserStore
{
    public Task<UserRow> UpdateTraitsAsync(UserId user, IReadOnlyList<string> traits, DateTimeOffset now, CancellationToken cancellation = default) =>
        _database.Writer.WriteAsync(
            (_database.Sql, user, traits, now),
            static (scope, from) =>
            {
                var row = ReadForUpdate(scope, from.Sql, from.user);
                if (row.Traits.SequenceEqual(from.traits, StringComparer.Ordinal))
                {
                    return row;
                }

                WriteAudit(scope, from.Sql, row, AuditTypes.TraitsChanged, AuditData.TraitsChanged(row.Id, row.Traits, from.traits), from.now);
                scope.Prepare(from.Sql.User.UpdateTraits).Bind("@traits", SqliteFormats.List(from.traits)).Bind("@user", from.user).Execute();
                return row with { Traits = [.. from.traits], Version = row.Version + 1 };
            },
            cancellation);

    public Task<UserRow> UpdateOwnAsync(UserId user, RawJson? profile, RawJson? clientState, DateTimeOffset now, CancellationToken cancellation = default) =>
        _database.Writer.WriteAsync(
            (_database.Sql, user, profile, clientState, now),
            static (scope, from) =>
            {
                var row = ReadForUpdate(scope, from.Sql, from.user);
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
                    Version = row.Version + 1,
                };
                if (hasNewProfile)
                {
                    WriteAudit(scope, from.Sql, row, AuditTypes.ProfileChanged, AuditData.ProfileChanged(row.Id, row.Profile, changed.Profile), from.now);
                }

                scope.Prepare(from.Sql.User.UpdateOwn)
                    .Bind("@profile", changed.Profile)
                    .Bind("@clientState", changed.ClientState)
                    .Bind("@user", from.user)
                    .Execute();
                return changed;
            },
            cancellation);

    private static UserRow ReadForUpdate(WriteScope scope, SqliteStatements sql, UserId user)
    {
        // The selections are by world; these two methods know only the user, whose world never changes.
        var world = scope.Prepare(sql.User.WorldOf).Bind("@user", user).ReadText() ?? throw new InvalidOperationException("The user does not exist.");
        return SqliteUsers.ReadOne(
            scope.Session, sql.User.ByIdForUpdate, new WorldId(world), user, static (statement, id) => statement.Bind("@user", id))!;
    }

    private static void WriteAudit(WriteScope scope, SqliteStatements sql, UserRow user, string type, RawJson data, DateTimeOffset now) =>
        scope.Prepare(sql.Audit.Insert)
            .Bind("@now", now)
            .Bind("@type", type)
            .Bind("@data", data)
            .Bind("@user", user.Id)
            .Bind("@world", user.World)
            .Execute();
}
