namespace Venueless.Fast.Storage.EventIds;

/// <summary>For a node without redis: a counter in this process that starts at the highest stored id. Thread-safe.</summary>
public sealed class LocalEventIds : IEventIdSource
{
    private readonly Lock _lock = new();

    // Under _lock. The counter never goes back, whatever the table says: what was taken may be on its way into it.
    private long _last;
    private bool _isSeeded;
    private int _forgets;

    /// <inheritdoc/>
    public long? Last
    {
        get
        {
            lock (_lock)
            {
                return _isSeeded ? _last : null;
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask<long> TakeAsync(int count, Func<CancellationToken, ValueTask<long>> readHighestStored, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        while (true)
        {
            lock (_lock)
            {
                if (_isSeeded)
                {
                    var first = _last + 1;
                    _last += count;
                    return first;
                }
            }

            await SeedAsync(readHighestStored, cancellation);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<long> ReadLastAsync(Func<CancellationToken, ValueTask<long>> readHighestStored, CancellationToken cancellation = default)
    {
        while (true)
        {
            if (Last is { } last)
            {
                return last;
            }

            await SeedAsync(readHighestStored, cancellation);
        }
    }

    /// <inheritdoc/>
    public void Forget()
    {
        lock (_lock)
        {
            _isSeeded = false;
            _forgets++;
        }
    }

    private async ValueTask SeedAsync(Func<CancellationToken, ValueTask<long>> readHighestStored, CancellationToken cancellation)
    {
        int forgets;
        lock (_lock)
        {
            forgets = _forgets;
        }

        var highest = await readHighestStored(cancellation);
        lock (_lock)
        {
            _last = Math.Max(_last, highest);

            // Forgotten while the table was read: what was read may be too old.
            _isSeeded |= forgets == _forgets;
        }
    }
}
