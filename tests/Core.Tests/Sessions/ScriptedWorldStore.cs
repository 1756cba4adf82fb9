using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Core.Tests.Sessions;

/// <summary>A world store whose content and availability the test decides.</summary>
internal sealed class ScriptedWorldStore : IWorldStore
{
    public Dictionary<string, WorldData> Worlds { get; } = [];

    public bool IsAway { get; set; }

    public int Loads { get; private set; }

    public int Probes { get; private set; }

    public static WorldData World(string id, long stamp = 1, string title = "Test") => new(
        new WorldRow(
            new WorldId(id), title, null, new RawJson("""{"attendee":["world:view"]}"""u8.ToArray()), new RawJson("""{"attendee":[]}"""u8.ToArray()),
            null, "en", "Europe/Berlin", null, null, null, null, 1),
        [],
        stamp);

    public Task<WorldData?> LoadAsync(WorldId world, CancellationToken cancellation = default)
    {
        Loads++;
        return IsAway
            ? Task.FromException<WorldData?>(new StoreUnavailableException("away"))
            : Task.FromResult(Worlds.GetValueOrDefault(world.Value));
    }

    public Task<long> ReadStampAsync(WorldId world, CancellationToken cancellation = default)
    {
        Probes++;
        return IsAway
            ? Task.FromException<long>(new StoreUnavailableException("away"))
            : Task.FromResult(Worlds.TryGetValue(world.Value, out var data) ? data.Stamp : -1);
    }

    public Task<WorldId?> FindByDomainAsync(string domain, CancellationToken cancellation = default) => Task.FromResult<WorldId?>(null);

    public Task<IReadOnlyList<WorldRow>> ListAsync(CancellationToken cancellation = default) => Task.FromResult<IReadOnlyList<WorldRow>>([]);

    public Task<string?> StoreVapidKeysAsync(WorldId world, VapidKeys keys, CancellationToken cancellation = default) => throw new NotSupportedException();

    public Task<WorldChange?> ChangeAsync(WorldId world, Func<WorldRow, WorldRow> change, WorldAuthor author, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    public Task<bool> CreateAsync(WorldRow world, CancellationToken cancellation = default) => Task.FromResult(false);
}
