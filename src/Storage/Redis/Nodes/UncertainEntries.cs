using Microsoft.Extensions.Logging;

namespace Venueless.Fast.Storage.Redis.Nodes;

/// <summary>What Redis does not know for certain of a node's entries: told again in the background until it does. Thread-safe.</summary>
/// <typeparam name="TEntry">A user in a channel, a user in a room.</typeparam>
internal sealed class UncertainEntries<TEntry> : IAsyncDisposable
    where TEntry : struct, IEquatable<TEntry>
{
    // What is on its way at once.
    private const int MaxBatch = 200;

    private readonly RedisShards _shards;
    private readonly Func<TEntry, bool> _isHeld;
    private readonly Func<TEntry, bool, Task<bool>> _tryTell;
    private readonly DeliveryPump _pump;
    private readonly Lock _lock = new();

    // Under _lock.
    private readonly HashSet<TEntry> _entries = [];

    /// <param name="isHeld">Whether this node has the entry now. Neither this nor <paramref name="tryTell"/> runs under a lock of this class.</param>
    /// <param name="tryTell">Tells Redis that the entry is held or is not; false: it cannot be reached.</param>
    public UncertainEntries(
        RedisShards shards, Func<TEntry, bool> isHeld, Func<TEntry, bool, Task<bool>> tryTell, RedisOptions options, TimeProvider time, ILogger logger)
    {
        _shards = shards;
        _isHeld = isHeld;
        _tryTell = tryTell;
        _pump = new DeliveryPump(DeliverAsync, options, time, logger);
        shards.Restored += _pump.EndPause;
    }

    public void Add(TEntry entry)
    {
        NoteDown(entry);
        _pump.Signal();
    }

    public void Add(IEnumerable<TEntry> entries)
    {
        lock (_lock)
        {
            _entries.UnionWith(entries);
        }

        _pump.Signal();
    }

    public void Forget(Predicate<TEntry> match)
    {
        lock (_lock)
        {
            _entries.RemoveWhere(match);
        }
    }

    /// <summary>Tells what is left, if that is possible in time.</summary>
    public async ValueTask DisposeAsync()
    {
        _shards.Restored -= _pump.EndPause;
        await _pump.DisposeAsync();
    }

    private async Task<bool> DeliverAsync()
    {
        while (Take() is { Count: > 0 } batch)
        {
            if (Array.IndexOf(await Task.WhenAll(batch.Select(TellAsync)), false) >= 0)
            {
                return false;
            }
        }

        return true;
    }

    private List<TEntry> Take()
    {
        lock (_lock)
        {
            List<TEntry> batch = [.. _entries.Take(MaxBatch)];
            _entries.ExceptWith(batch);
            return batch;
        }
    }

    private async Task<bool> TellAsync(TEntry entry)
    {
        var wasHeld = _isHeld(entry);
        var isTold = await _tryTell(entry, wasHeld);
        if (!isTold || _isHeld(entry) != wasHeld)
        {
            // Not told; or changed while this was on its way, and that may have arrived before it.
            NoteDown(entry);
        }

        return isTold;
    }

    private void NoteDown(TEntry entry)
    {
        lock (_lock)
        {
            _entries.Add(entry);
        }
    }
}
