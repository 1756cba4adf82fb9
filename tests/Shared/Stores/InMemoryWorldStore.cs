using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Testing.Stores;

/// <summary>Worlds in a dictionary. Thread-safe.</summary>
public sealed class InMemoryWorldStore : IWorldStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<WorldId, WorldData> _worlds = [];
    private long _lastStamp;

    public StoreFaults Faults { get; } = new();

    /// <summary>Inserts or replaces a world, as an edit by somebody else would.</summary>
    public void Put(WorldRow world, params IReadOnlyList<RoomRow> rooms)
    {
        lock (_lock)
        {
            _worlds[world.Id] = new WorldData(world, rooms, ++_lastStamp);
        }
    }

    /// <summary>The stored row.</summary>
    public WorldRow Get(WorldId world)
    {
        lock (_lock)
        {
            return _worlds[world].World;
        }
    }

    public void Remove(WorldId world)
    {
        lock (_lock)
        {
            _worlds.Remove(world);
        }
    }

    public async Task<WorldData?> LoadAsync(WorldId world, CancellationToken cancellation = default)
    {
        await Faults.EnterAsync();
        lock (_lock)
        {
            return _worlds.GetValueOrDefault(world);
        }
    }

    public async Task<long> ReadStampAsync(WorldId world, CancellationToken cancellation = default)
    {
        await Faults.EnterAsync();
        lock (_lock)
        {
            return _worlds.TryGetValue(world, out var data) ? data.Stamp : -1;
        }
    }

    public async Task<WorldId?> FindByDomainAsync(string domain, CancellationToken cancellation = default)
    {
        await Faults.EnterAsync();
        lock (_lock)
        {
            foreach (var (id, data) in _worlds)
            {
                if (data.World.Domain == domain)
                {
                    return id;
                }
            }

            return null;
        }
    }

    public async Task<IReadOnlyList<WorldRow>> ListAsync(CancellationToken cancellation = default)
    {
        await Faults.EnterAsync();
        lock (_lock)
        {
            return [.. _worlds.Values.Select(data => data.World).OrderBy(world => world.Id.Value, StringComparer.Ordinal)];
        }
    }

    public async Task<bool> CreateAsync(WorldRow world, CancellationToken cancellation = default)
    {
        await Faults.EnterAsync();
        lock (_lock)
        {
            return _worlds.TryAdd(world.Id, new WorldData(world, [], ++_lastStamp));
        }
    }

    public async Task<WorldChange?> ChangeAsync(WorldId world, Func<WorldRow, WorldRow> change, WorldAuthor author, CancellationToken cancellation = default)
    {
        await Faults.EnterAsync();
        lock (_lock)
        {
            if (!_worlds.TryGetValue(world, out var data))
            {
                return null;
            }

            var row = change(data.World) with { Version = data.World.Version + 1 };
            _worlds[world] = data with { World = row, Stamp = ++_lastStamp };
            return new WorldChange(data.World, row);
        }
    }

    public async Task<string?> StoreVapidKeysAsync(WorldId world, VapidKeys keys, CancellationToken cancellation = default)
    {
        await Faults.EnterAsync();
        lock (_lock)
        {
            if (!_worlds.TryGetValue(world, out var data))
            {
                return null;
            }

            if (string.IsNullOrEmpty(data.World.VapidPrivateKey))
            {
                var row = data.World with { VapidPrivateKey = keys.PrivateKey, VapidPublicKey = keys.PublicKey, Version = data.World.Version + 1 };
                _worlds[world] = data with { World = row, Stamp = ++_lastStamp };
            }

            return _worlds[world].World.VapidPublicKey;
        }
    }
}
