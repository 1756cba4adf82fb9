using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Sql.Statements;
using Venueless.Fast.Storage.Sql.Writing;

namespace Venueless.Fast.Storage.Sql.Stores;

internal sealed class SqlShortTokenStore(SqlDatabase database) : IShortTokenStore
{
    private readonly SqlDatabase _database = database;

    public Task<bool> AddAsync(WorldId world, string shortToken, string longToken, DateTimeOffset expires, CancellationToken cancellation = default) =>
        _database.Writer.WriteAsync(
            WriteKey.None,
            (world, shortToken, longToken, expires),
            static async (scope, from) => await scope.Prepare(ShortTokenSql.Insert)
                .Bind("@world", from.world)
                .Bind("@code", from.shortToken)
                .Bind("@token", from.longToken)
                .Bind("@expires", from.expires)
                .ExecuteAsync() > 0,
            cancellation);

    public Task<ShortToken?> FindAsync(WorldId world, string shortToken, CancellationToken cancellation = default) =>
        _database.Readers.ReadAsync(
            (world, shortToken),
            static (session, from) => session.Prepare(ShortTokenSql.Find)
                .Bind("@world", from.world)
                .Bind("@code", from.shortToken)
                .ReadFirstAsync(row => new ShortToken(from.world, from.shortToken, row.Text(0), row.Time(1))),
            cancellation);
}
