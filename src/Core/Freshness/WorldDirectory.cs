using System.Collections.Concurrent;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Core.Freshness;

/// <summary>All worlds that this node has used. Thread-safe.</summary>
public sealed class WorldDirectory(IWorldStore store, IVersionKeys versionKeys, TimeProvider time)
{
    private readonly IWorldStore _store = store;
    private readonly IVersionKeys _versionKeys = versionKeys;
    private readonly TimeProvider _time = time;
    private readonly ConcurrentDictionary<WorldId, WorldState> _worlds = new();
    private readonly ConcurrentDictionary<WorldId, TaskCompletionSource<WorldState?>> _loading = new();

    /// <summary>
    /// The world as it is in the store at some moment after this call (connect reads the world from the database); null if there is none.
    /// Simultaneous callers share one read.
    /// </summary>
    public async ValueTask<WorldState?> FindAsync(WorldId id)
    {
        // The address decides what is asked for. No row has such an id, and PostgreSQL would refuse the question.
        if (id.Value.Contains('\0'))
        {
            return null;
        }

        if (!_worlds.TryGetValue(id, out var state))
        {
            // Whoever comes while the first read runs waits for it and then validates together with the others.
            var load = new TaskCompletionSource<WorldState?>(TaskCreationOptions.RunContinuationsAsynchronously);
            var shared = _loading.GetOrAdd(id, load);
            if (ReferenceEquals(shared, load))
            {
                return await LoadAsync(id, load);
            }

            state = await shared.Task;
            if (state is null)
            {
                return null;
            }
        }

        await state.ValidateAsync();
        return state.IsGone ? null : state;
    }

    /// <summary>The world if this node has used it, as it was last seen; null otherwise.</summary>
    public WorldState? FindLoaded(WorldId id) => _worlds.GetValueOrDefault(id);

    /// <summary>
    /// Compares every world in use with the store. A store that is away is the next caller's to see; a world that cannot be read keeps no other one from being
    /// compared, and its failure is thrown at the end.
    /// </summary>
    public async Task PollAsync()
    {
        List<Exception>? failures = null;
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
            catch (Exception exception)
            {
                (failures ??= []).Add(exception);
            }

            if (state.IsGone)
            {
                _worlds.TryRemove(id, out _);
            }
        }

        if (failures is not null)
        {
            throw new AggregateException(failures);
        }
    }

    private async Task<WorldState?> LoadAsync(WorldId id, TaskCompletionSource<WorldState?> shared)
    {
        try
        {
            var data = await _store.LoadAsync(id);
            var state = data is null ? null : _worlds.GetOrAdd(id, new WorldState(_store, _versionKeys, _time, data));
            shared.SetResult(state);
            return state;
        }
        catch (Exception exception)
        {
            shared.SetException(exception);
            throw;
        }
        finally
        {
            _loading.TryRemove(id, out _);
        }
    }
}
