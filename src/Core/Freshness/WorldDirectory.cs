using System.Collections.Concurrent;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Core.Freshness;

/// <summary>All worlds that this node has used. Thread-safe.</summary>
public sealed class WorldDirectory(IWorldStore store, TimeProvider time)
{
    private readonly IWorldStore _store = store;
    private readonly TimeProvider _time = time;
    private readonly ConcurrentDictionary<WorldId, WorldState> _worlds = new();

    /// <summary>
    /// The world as it is in the store at some moment after this call (connect reads the world from the database); null if there is none.
    /// Simultaneous callers share one read.
    /// </summary>
    public async ValueTask<WorldState?> FindAsync(WorldId id)
    {
        if (!_worlds.TryGetValue(id, out var state))
        {
            var data = await _store.LoadAsync(id);
            if (data is null)
            {
                return null;
            }

            var loaded = new WorldState(_store, _time, new World(data));
            state = _worlds.GetOrAdd(id, loaded);
            if (ReferenceEquals(state, loaded))
            {
                return state;
            }
        }

        await state.ValidateAsync();
        return state.Current is null ? null : state;
    }

    /// <summary>Compares every world in use with the store; failures are the next caller's to see.</summary>
    public async Task PollAsync()
    {
        foreach (var (id, state) in _worlds)
        {
            try
            {
                await state.ValidateAsync();
            }
            catch (StoreUnavailableException)
            {
                // The store is away: connections keep what they have, commands that need fresher rows get server.unavailable.
                return;
            }

            if (state.Current is null)
            {
                _worlds.TryRemove(id, out _);
            }
        }
    }
}
