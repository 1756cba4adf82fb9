namespace Venueless.Fast.Transport.Inbound;

/// <summary>Bounds what all unfinished inbound messages of the process hold together.</summary>
/// <remarks>
/// Small messages only change one counter. The large ones are listed, so that above the limit the largest can be made to wait: the others finish and
/// free their memory. The last one that is not paused always goes on, else everybody would wait for everybody.
/// </remarks>
internal sealed class InboundBudget
{
    // What an ordinary message may have before it is worth a list entry; the limit before login.
    private const long LargeBytes = 64 * 1024;

    private readonly Lock _lock = new();
    private readonly List<BudgetEntry> _large = [];
    private readonly long _limit;
    private long _used;

    public InboundBudget(long limit)
    {
        _limit = limit == 0 ? long.MaxValue : limit;
    }

    public long UsedBytes => Interlocked.Read(ref _used);

    /// <summary>Accounts for a change of one connection's unfinished bytes; makes or drops its entry. Called by that connection's receive loop only.</summary>
    public void Change(ref BudgetEntry? entry, ref long charged, long bytes)
    {
        if (bytes == charged)
        {
            return;
        }

        Interlocked.Add(ref _used, bytes - charged);
        charged = bytes;
        if (entry is not null || bytes > LargeBytes)
        {
            ChangeLarge(ref entry, bytes);
        }
    }

    /// <summary>True when the connection has to stop reading; ask again with every tick.</summary>
    public bool MustPause(BudgetEntry? entry)
    {
        if (entry is null || (UsedBytes <= _limit && !entry.IsPaused))
        {
            return false;
        }

        lock (_lock)
        {
            entry.IsPaused = false;
            if (UsedBytes <= _limit)
            {
                return false;
            }

            var others = 0;
            foreach (var other in _large)
            {
                if (other != entry && !other.IsPaused)
                {
                    others++;
                    if (other.Bytes > entry.Bytes)
                    {
                        return false;
                    }
                }
            }

            return entry.IsPaused = others > 0;
        }
    }

    private void ChangeLarge(ref BudgetEntry? entry, long bytes)
    {
        lock (_lock)
        {
            if (entry is null)
            {
                entry = new BudgetEntry();
                _large.Add(entry);
            }

            entry.Bytes = bytes;
            if (bytes <= LargeBytes)
            {
                _large.Remove(entry);
                entry = null;
            }
        }
    }
}
