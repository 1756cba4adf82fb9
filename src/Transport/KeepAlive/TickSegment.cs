namespace Venueless.Fast.Transport.KeepAlive;

/// <summary>One shard of the registry: a dense array under its own lock, so that a tick never stops all connections at once.</summary>
internal sealed class TickSegment
{
    // A tick calls entries under this lock; they may take their outbound lock inside it. Never the other way round.
    private readonly Lock _lock = new();
    private ITicked[] _entries = [];
    private int _count;

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _count;
            }
        }
    }

    public void Add(ITicked entry)
    {
        lock (_lock)
        {
            if (_count == _entries.Length)
            {
                Array.Resize(ref _entries, Math.Max(4, _count * 2));
            }

            _entries[_count] = entry;
            entry.Registration.Index = _count++;
        }
    }

    /// <summary>Idempotent. After it returns on another thread than the tick's, the entry is not called any more.</summary>
    public void Remove(ITicked entry)
    {
        lock (_lock)
        {
            var index = entry.Registration.Index;
            if (index < 0)
            {
                return;
            }

            entry.Registration.Index = -1;
            var last = _entries[--_count];
            _entries[_count] = null!;
            if (index < _count)
            {
                _entries[index] = last;
                last.Registration.Index = index;
            }
        }
    }

    public void Tick(int now)
    {
        lock (_lock)
        {
            // Downwards: an entry that leaves while it is called is replaced by one that was called already.
            for (var i = _count - 1; i >= 0; i--)
            {
                if (i < _count)
                {
                    _entries[i].OnTick(now);
                }
            }
        }
    }
}
