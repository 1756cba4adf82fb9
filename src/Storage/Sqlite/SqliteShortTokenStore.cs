using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Sql;

namespace Venueless.Fast.Storage.Sqlite;

internal sealed class SqliteShortTokenStore(SqliteDatabase database) : IShortTokenStore
{
    private readonly SqliteDatabase _database = database;

    public Task<bool> AddAsync(WorldId world, string shortToken, string longToken, DateTimeOffset expires, CancellationToken cancellation = default) =>
        _database.Writer.WriteAsync(
            (world, shortToken, longToken, expires),
            static (scope, from) => scope.Prepare(ShortTokenSql.Insert)
                .Bind("@world", from.world)
                .Bind("@code", from.shortToken)
                .Bind("@token", from.longToken)
                .Bind("@expires", from.expires)
                .Execute() > 0,
            cancellation);

    public Task<ShortToken?> FindAsync(WorldId world, string shortToken, CancellationToken cancellation = default) =>
        _database.Readers.ReadAsync(
            (world, shortToken),
            static (session, from) =>
            {
                using var row = session.Prepare(ShortTokenSql.Find).Bind("@world", from.world).Bind("@code", from.shortToken).Read();
                return row.Read() ? new ShortToken(from.world, from.shortToken, row.GetString(0), row.Time(1)!.Value) : null;
            },
            cancellation);
}
