using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Sql.Writing;

namespace Venueless.Fast.Storage.Sql.Stores;

internal sealed class SqlDigitalSambaStore(SqlDatabase database) : IDigitalSambaStore
{
    private static readonly TimeSpan AgeWithoutRoom = TimeSpan.FromDays(3);

    private readonly SqlDatabase _database = database;

    public Task<IReadOnlyList<AbandonedCall>> ListAbandonedAsync(DateTimeOffset now, Guid after, CancellationToken cancellation = default) =>
        _database.Readers.ReadAsync(
            (_database.Sql, after, before: now - AgeWithoutRoom),
            static async (session, from) => (IReadOnlyList<AbandonedCall>)await session.Prepare(from.Sql.DigitalSamba.Abandoned)
                .Bind("@after", from.after)
                .Bind("@before", from.before)
                .ReadAllAsync(static row => new AbandonedCall(row.Uuid(0), row.Uuid(1))),
            cancellation);

    public Task DeleteAsync(Guid call, CancellationToken cancellation = default) =>
        _database.Writer.WriteAsync(
            WriteKey.OfRow(call),
            (_database.Sql.DigitalSamba, call),
            static async (scope, from) =>
            {
                await scope.Prepare(from.DigitalSamba.DeleteInvited).Bind("@call", from.call).ExecuteAsync();
                return await scope.Prepare(from.DigitalSamba.Delete).Bind("@call", from.call).ExecuteAsync();
            },
            cancellation);
}
