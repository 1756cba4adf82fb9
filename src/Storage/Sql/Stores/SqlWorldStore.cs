using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Sql.Statements;
using Venueless.Fast.Storage.Sql.Writing;

namespace Venueless.Fast.Storage.Sql.Stores;

internal sealed class SqlWorldStore(SqlDatabase database) : IWorldStore
{
    private readonly SqlDatabase _database = database;

    public async Task<WorldData?> LoadAsync(WorldId world, CancellationToken cancellation = default)
    {
        // Before the rows: an edit in between makes the stamp too old, which costs a reload, never a missed change.
        var stamp = await ReadStampAsync(world, cancellation);
        return await _database.Readers.ReadSnapshotAsync(
            (_database.Sql, world, stamp),
            static async (session, from) =>
            {
                var found = await session.Prepare(from.Sql.World.Find).Bind("@world", from.world).ReadFirstAsync(SqlRows.World);
                return found is null
                    ? null
                    : new WorldData(found, await session.Prepare(from.Sql.World.Rooms).Bind("@world", from.world).ReadAllAsync(SqlRows.Room), from.stamp);
            },
            cancellation);
    }

    public Task<long> ReadStampAsync(WorldId world, CancellationToken cancellation = default) => _database.Stamps.ReadWorldAsync(world, cancellation);

    public Task<WorldId?> FindByDomainAsync(string domain, CancellationToken cancellation = default) =>
        _database.Readers.ReadAsync(
            (_database.Sql, domain),
            static (session, from) => session.Prepare(from.Sql.World.FindByDomain)
                .Bind("@domain", from.domain)
                .ReadFirstAsync(static row => (WorldId?)new WorldId(row.Text(0))),
            cancellation);

    public Task<IReadOnlyList<WorldRow>> ListAsync(CancellationToken cancellation = default) =>
        _database.Readers.ReadAsync(
            _database.Sql,
            static async (session, sql) => (IReadOnlyList<WorldRow>)await session.Prepare(sql.World.List).ReadAllAsync(SqlRows.World),
            cancellation);

    public async Task<bool> CreateAsync(WorldRow world, CancellationToken cancellation = default)
    {
        if (world.VapidPrivateKey is null || world.VapidPublicKey is null)
        {
            var keys = VapidKeys.Create();
            world = world with { VapidPrivateKey = keys.PrivateKey, VapidPublicKey = keys.PublicKey };
        }

        var isCreated = await _database.Writer.WriteAsync(
            WriteKey.None,
            (_database.Sql, world),
            static async (scope, from) =>
            {
                var inserted = await scope.Prepare(from.Sql.World.Insert)
                    .Bind("@id", from.world.Id)
                    .Bind("@title", from.world.Title)
                    .Bind("@config", from.world.Config)
                    .Bind("@roles", from.world.Roles)
                    .Bind("@traitGrants", from.world.TraitGrants)
                    .Bind("@domain", from.world.Domain)
                    .Bind("@locale", from.world.Locale)
                    .Bind("@timezone", from.world.Timezone)
                    .Bind("@featureFlags", from.world.FeatureFlags ?? WorldDefaults.FeatureFlags)
                    .Bind("@externalAuthUrl", from.world.ExternalAuthUrl)
                    .Bind("@vapidPrivateKey", from.world.VapidPrivateKey)
                    .Bind("@vapidPublicKey", from.world.VapidPublicKey)
                    .Bind("@version", from.world.Version)
                    .ExecuteAsync();
                scope.NoteVersion(from.world.Id, inserted > 0 ? from.world.Version : null);
                return inserted > 0;
            },
            cancellation);
        _database.Stamps.NoteOwnWorldEdit();
        return isCreated;
    }

    public async Task<WorldChange?> ChangeAsync(
        WorldId world, Func<WorldRow, WorldRow> change, WorldAuthor author, CancellationToken cancellation = default)
    {
        var changed = await _database.Writer.WriteAsync(
            WriteKey.Worlds, (_database.Sql, world, change, author), static (scope, from) => ChangeAsync(scope, from.Sql, from.world, from.change, from.author), cancellation);
        _database.Stamps.NoteOwnWorldEdit();
        return changed;
    }

    public async Task<string?> StoreVapidKeysAsync(WorldId world, VapidKeys keys, CancellationToken cancellation = default)
    {
        var stored = await _database.Writer.WriteAsync(
            WriteKey.None,
            (_database.Sql, world, keys),
            static async (scope, from) =>
            {
                scope.NoteVersion(
                    from.world,
                    await scope.Prepare(from.Sql.World.StoreVapidKeys)
                        .Bind("@private", from.keys.PrivateKey)
                        .Bind("@public", from.keys.PublicKey)
                        .Bind("@world", from.world)
                        .ReadNumberAsync());
                return await scope.Prepare(from.Sql.World.FindVapidPublicKey).Bind("@world", from.world).ReadTextAsync();
            },
            cancellation);
        _database.Stamps.NoteOwnWorldEdit();
        return stored;
    }

    private static async ValueTask<WorldChange?> ChangeAsync(
        WriteScope scope, SqlStatements sql, WorldId world, Func<WorldRow, WorldRow> change, WorldAuthor author)
    {
        if (await scope.Prepare(sql.World.FindForUpdate).Bind("@world", world).ReadFirstAsync(SqlRows.World) is not { } old)
        {
            return null;
        }

        var wanted = change(old);
        var version = await scope.Prepare(sql.World.Update)
            .Bind("@title", wanted.Title)
            .Bind("@locale", wanted.Locale)
            .Bind("@timezone", wanted.Timezone)
            .Bind("@roles", wanted.Roles)
            .Bind("@traitGrants", wanted.TraitGrants)
            .Bind("@config", wanted.Config)
            .Bind("@world", world)
            .ReadNumberAsync();
        scope.NoteVersion(world, version);
        wanted = wanted with { Version = (int)version!.Value };
        await scope.Prepare(sql.Audit.Insert)
            .Bind("@now", author.Now)
            .Bind("@type", AuditTypes.WorldUpdated)
            .Bind("@data", AuditData.WorldChanged(author.Describe(old), author.Describe(wanted)))
            .Bind("@user", author.User)
            .Bind("@world", world)
            .ExecuteAsync();
        return new WorldChange(old, wanted);
    }
}
