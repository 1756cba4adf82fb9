using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Sql.Writing;

namespace Venueless.Fast.Storage.Sql.Stores;

internal sealed class SqlShortTokenStore(SqlDatabase database) : IShortTokenStore
{
    private readonly SqlDatabase _database = database;

    public Task<bool> AddAsync(WorldId world, string shortToken, string longToken, DateTimeOffset expires, CancellationToken cancellation = default) =>
        _database.Writer.WriteAsync(
            WriteKey.None,
            (_database.Sql, world, shortToken, longToken, expires),
            static async (scope, from) => await scope.Prepare(from.Sql.ShortToken.Insert)
                .Bind("@world", from.world)
                .Bind("@code", from.shortToken)
                .Bind("@token", from.longToken)
                .Bind("@expires", from.expires)
                .ExecuteAsync() > 0,
            cancellation);

    public async Task AddManyAsync(TokenBatch batch, CancellationToken cancellation = default) =>
        await _database.Writer.WriteAsync(
            WriteKey.None,
            (_database.Sql, batch),
            static async (scope, from) =>
            {
                if (from.batch.Codes.Count > 0)
                {
                    await scope.Prepare(from.Sql.ShortToken.InsertMany)
                        .Bind("@world", from.batch.World)
                        .Bind("@tokens", from.batch.Codes.Select(static code => code.Code + code.Token))
                        .Bind("@expires", from.batch.Expires)
                        .ExecuteAsync();
                }

                return await scope.Prepare(from.Sql.Audit.Insert)
                    .Bind("@now", from.batch.Now)
                    .Bind("@type", AuditTypes.TokensGenerated)
                    .Bind("@data", AuditData.TokensGenerated(from.batch))
                    .Bind("@user", from.batch.Author)
                    .Bind("@world", from.batch.World)
                    .ExecuteAsync();
            },
            cancellation);

    public Task<ShortToken?> FindAsync(WorldId world, string shortToken, CancellationToken cancellation = default) =>
        _database.Readers.ReadAsync(
            (_database.Sql, world, shortToken),
            static (session, from) => session.Prepare(from.Sql.ShortToken.Find)
                .Bind("@world", from.world)
                .Bind("@code", from.shortToken)
                .ReadFirstAsync(row => new ShortToken(from.world, from.shortToken, row.Text(0), row.Time(1))),
            cancellation);
}
