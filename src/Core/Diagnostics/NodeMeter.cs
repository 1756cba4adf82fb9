using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Diagnostics;

/// <summary>What the sessions of a node count: by world, and how long commands take. Thread-safe.</summary>
/// <param name="meter">The node's.</param>
public sealed class NodeMeter(Meter meter, CommandTable commands)
{
    // A meter stays when its world's last connection has left: counters never go back. Only worlds that the store knows get one.
    private readonly ConcurrentDictionary<WorldId, WorldMeter> _worlds = new();

    public CommandMeter Durations { get; } = new(meter, commands);

    public CommandTable Commands { get; } = commands;

    /// <summary>Of all worlds that anybody has been in since the start. Enumerated without a lock; a world that comes meanwhile may be missing.</summary>
    public IEnumerable<WorldMeter> Worlds
    {
        get
        {
            foreach (var (_, world) in _worlds)
            {
                yield return world;
            }
        }
    }

    /// <summary>The counters of a world.</summary>
    /// <param name="world">One that is in the store.</param>
    public WorldMeter Of(WorldId world) => _worlds.GetOrAdd(world, static (id, commands) => new WorldMeter(id, commands), Commands.Count);
}
