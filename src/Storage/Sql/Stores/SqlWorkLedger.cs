using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Sql.Statements;
using Venueless.Fast.Storage.Sql.Writing;

namespace Venueless.Fast.Storage.Sql.Stores;

internal sealed class SqlWorkLedger(SqlDatabase database) : IWorkLedger
{
    private readonly SqlDatabase _database = database;

    public Task<WorkTurn> TryBeginAsync(
        string work, string holder, DateTimeOffset now, TimeSpan interval, TimeSpan lease, CancellationToken cancellation = default) =>
        _database.Writer.WriteAsync(
            WriteKey.None,
            (_database.Sql.Work, work, holder, now, interval, lease),
            static (scope, from) => TryBeginAsync(scope, from.Work, from.work, from.holder, from.now, from.interval, from.lease),
            cancellation);

    public Task<bool> TryRenewAsync(string work, string holder, DateTimeOffset now, TimeSpan lease, CancellationToken cancellation = default) =>
        _database.Writer.WriteAsync(
            WriteKey.None,
            (_database.Sql.Work, work, holder, until: now + lease),
            static async (scope, from) => await scope.Prepare(from.Work.Renew)
                .Bind("@until", from.until)
                .Bind("@work", from.work)
                .Bind("@holder", from.holder)
                .ExecuteAsync() > 0,
            cancellation);

    public Task EndAsync(string work, string holder, CancellationToken cancellation = default) =>
        _database.Writer.WriteAsync(
            WriteKey.None,
            (_database.Sql.Work, work, holder),
            static (scope, from) => scope.Prepare(from.Work.End).Bind("@work", from.work).Bind("@holder", from.holder).ExecuteAsync(),
            cancellation);

    private static async ValueTask<WorkTurn> TryBeginAsync(
        WriteScope scope, WorkSql sql, string work, string holder, DateTimeOffset now, TimeSpan interval, TimeSpan lease)
    {
        await scope.Prepare(sql.Add).Bind("@work", work).Bind("@now", now).ExecuteAsync();
        var taken = await scope.Prepare(sql.Take)
            .Bind("@holder", holder)
            .Bind("@until", now + lease)
            .Bind("@next", now + interval)
            .Bind("@work", work)
            .Bind("@now", now)
            .Bind("@bogusDue", now + (2 * interval))
            .Bind("@bogusHold", now + (2 * lease))
            .ExecuteAsync();
        if (taken > 0)
        {
            return new WorkTurn(IsTaken: true, now + interval);
        }

        var (due, heldUntil) = await scope.Prepare(sql.Find).Bind("@work", work).ReadFirstAsync(static row => (row.Time(0), row.OptionalTime(1)));
        return new WorkTurn(IsTaken: false, due > now && due <= now + (2 * interval) ? due : heldUntil ?? due);
    }
}
