using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Storage.Sqlite;

internal sealed class SqliteWorldStore(SqliteDatabase database) : IWorldStore
{
    private readonly SqliteDatabase _database = database;

    public async Task<WorldData?> LoadAsync(WorldId world, CancellationToken cancellation = default)
    {
        // Before the rows: an edit in between makes the stamp too old, which costs a reload, never a missed change.
        var stamp = await _database.ReadWorldStampAsync();
        return await _database.Readers.ReadSnapshotAsync(
            (_database.Sql, world, stamp),
            static (session, from) =>
            {
                WorldRow found;
                using (var row = session.Prepare(from.Sql.World.Find).Bind("@world", from.world).Read())
                {
                    if (!row.Read())
                    {
                        return null;
                    }

                    found = SqliteRows.World(row);
                }

                var rooms = new List<RoomRow>();
                using (var rows = session.Prepare(from.Sql.World.Rooms).Bind("@world", from.world).Read())
                {
                    while (rows.Read())
                    {
                        rooms.Add(SqliteRows.Room(rows));
                    }
                }

                return new WorldData(found, rooms, from.stamp);
            },
            cancellation);
    }

    public Task<long> ReadStampAsync(WorldId world, CancellationToken cancellation = default) =>
        _database.ReadWorldStampAsync().WaitAsync(cancellation);

    public Task<WorldId?> FindByDomainAsync(string domain, CancellationToken cancellation = default) =>
        _database.Readers.ReadAsync(
            (_database.Sql, domain),
            static (session, from) => session.Prepare(from.Sql.World.FindByDomain).Bind("@domain", from.domain).ReadText() is { } id ? new WorldId(id) : (WorldId?)null,
            cancellation);

    public Task<IReadOnlyList<WorldRow>> ListAsync(CancellationToken cancellation = default) =>
        _database.Readers.ReadAsync(
            _database.Sql,
            static (session, sql) =>
            {
                var worlds = new List<WorldRow>();
                using var rows = session.Prepare(sql.World.List).Read();
                while (rows.Read())
                {
                    worlds.Add(SqliteRows.World(rows));
                }

                return (IReadOnlyList<WorldRow>)worlds;
            },
            cancellation);

    public async Task<bool> CreateAsync(WorldRow world, CancellationToken cancellation = default)
    {
        if (world.VapidPrivateKey is null || world.VapidPublicKey is null)
        {
            var keys = VapidKeys.Create();
            world = world with { VapidPrivateKey = keys.PrivateKey, VapidPublicKey = keys.PublicKey };
        }

        var isCreated = await _database.Writer.WriteAsync(
            (_database.Sql, world),
            static (scope, from) => scope.Prepare(from.Sql.World.Insert)
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
                .Execute() > 0,
            cancellation);
        _database.NoteOwnWorldEdit();
        return isCreated;
    }

    public async Task<string?> StoreVapidKeysAsync(WorldId world, VapidKeys keys, CancellationToken cancellation = default)
    {
        var stored = await _database.Writer.WriteAsync(
            (_database.Sql, world, keys),
            static (scope, from) =>
            {
                scope.Prepare(from.Sql.World.StoreVapidKeys)
                    .Bind("@private", from.keys.PrivateKey)
                    .Bind("@public", from.keys.PublicKey)
                    .Bind("@world", from.world)
                    .Execute();
                return scope.Prepare(from.Sql.World.FindVapidPublicKey).Bind("@world", from.world).ReadText();
            },
            cancellation);
        _database.NoteOwnWorldEdit();
        return stored;
    }
}
