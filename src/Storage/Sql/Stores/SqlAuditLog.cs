using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Storage.Sql.Stores;

internal sealed class SqlAuditLog(SqlDatabase database) : IAuditLog
{
    private readonly SqlDatabase _database = database;

    public Task<IReadOnlyList<AuditRow>> ReadAsync(WorldId world, long after, int limit, CancellationToken cancellation = default) =>
        _database.Readers.ReadAsync(
            (_database.Sql, world, after, limit),
            static async (session, from) => (IReadOnlyList<AuditRow>)await session.Prepare(from.Sql.Audit.Page)
                .Bind("@world", from.world)
                .Bind("@after", from.after)
                .Bind("@limit", from.limit)
                .ReadAllAsync(static row => new AuditRow(
                    row.Number(0),
                    row.Time(1),
                    row.OptionalUuid(2) is { } user ? new UserId(user) : null,
                    row.Text(3),
                    row.Json(4) ?? RawJson.EmptyObject)),
            cancellation);
}
