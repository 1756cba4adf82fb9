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
    private readonly ConcurrentDictionary<WorldId, Lazy<Task<WorldState?>>> _loading = new();

    /// <summary>
    /// The world as it is in the store at some moment after this call (connect reads the world from the database); null if there is none.
    /// Simultaneous callers share one read.
    /// </summary>
    public async ValueTask<WorldState?> FindAsync(WorldId id)
    {
        if (!_worlds.TryGetValue(id, out var state))
        {
            // Whoever comes while the first read runs waits for it and then validates together with the others.
            var load = new Lazy<Task<WorldState?>>(() => LoadAsync(id));
            var shared = _loading.GetOrAdd(id, load);
            state = await shared.Value;
            if (state is null || ReferenceEquals(shared, load))
            {
                return state;
            }
        }

        await state.ValidateAsync();
        return state.IsGone ? null : state;
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

            if (state.IsGone)
            {
                _worlds.TryRemove(id, out _);
            }
        }
    }

    private async Task<WorldState?> LoadAsync(WorldId id)
    {
        try
        {
            var data = await _store.LoadAsync(id);
            return data is null ? null : _worlds.GetOrAdd(id, new WorldState(_store, _time, new World(data)));
        }
        finally
        {
            _loading.TryRemove(id, out _);
        }
    }
}
