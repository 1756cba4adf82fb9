using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Storage.Sql.Stores;

internal sealed class SqlDirectChannelStore(SqlDatabase database) : IDirectChannelStore
{
    private readonly SqlDatabase _database = database;

    public Task<DirectChannel?> FindAsync(WorldId world, ChannelId channel, CancellationToken cancellation = default) =>
        _database.Readers.ReadAsync(
            (_database.Sql, world, channel),
            static async (session, from) =>
            {
                var rows = await session.Prepare(from.Sql.Direct.Find)
                    .Bind("@channel", from.channel)
                    .Bind("@world", from.world)
                    .ReadAllAsync(static row => row.OptionalUuid(0) is { } user
                        ? new DirectMember(new UserId(user), row.Truth(1), row.Truth(2))
                        : (DirectMember?)null);
                return rows.Count == 0 ? null : new DirectChannel(from.channel, [.. rows.OfType<DirectMember>()]);
            },
            cancellation);

    public async Task OpenAsync(DirectOpening opening, CancellationToken cancellation = default)
    {
        var completion = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _database.Writer.EnqueueAsync(new DirectOpeningUnit(opening, _database.Sql, completion), cancellation);
        await completion.Task;
    }
}
