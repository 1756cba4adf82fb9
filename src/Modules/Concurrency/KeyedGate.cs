namespace Venueless.Fast.Modules.Concurrency;

/// <summary>One waiting line per key: whoever is in keeps everybody else of the same key out, across awaits. Thread-safe; not reentrant.</summary>
/// <remarks>Entries exist while somebody is in or waits, so idle keys cost nothing. Uncontended entering completes synchronously.</remarks>
internal sealed class KeyedGate<TKey>
    where TKey : notnull
{
    private readonly Lock _lock = new();

    // Under _lock.
    private readonly Dictionary<TKey, Entry> _entries = [];

    /// <summary>Waits for the key's turn. Dispose the pass exactly once.</summary>
    public async ValueTask<Pass> EnterAsync(TKey key)
    {
        Entry? entry;
        lock (_lock)
        {
            if (!_entries.TryGetValue(key, out entry))
            {
                entry = new Entry();
                _entries.Add(key, entry);
            }

            entry.Holders++;
        }

        await entry.Turn.WaitAsync();
        return new Pass(this, key, entry);
    }

    private void Leave(TKey key, Entry entry)
    {
        entry.Turn.Release();
        lock (_lock)
        {
            if (--entry.Holders == 0)
            {
                _entries.Remove(key);
            }
        }
    }

    /// <summary>The right to be in; ends with <see cref="Dispose"/>.</summary>
    internal readonly struct Pass(KeyedGate<TKey> gate, TKey key, Entry entry) : IDisposable
    {
        public void Dispose() => gate.Leave(key, entry);
    }

    internal sealed class Entry
    {
        public SemaphoreSlim Turn { get; } = new(1, 1);

        /// <summary>Those inside and those waiting.</summary>
        public int Holders { get; set; }
    }
}
