using StackExchange.Redis;
using Venueless.Fast.Storage.EventIds;

namespace Venueless.Fast.Storage.Redis;

/// <summary>The counter <c>chat.event_id</c>, shared with every other server of the installation (schema.md section 3.4, chat.md section 4). Thread-safe.</summary>
internal sealed class RedisEventIds(RedisShards shards) : IEventIdSource
{
    private const string Key = "chat.event_id";

    private readonly RedisShards _shards = shards;
    private readonly Lock _lock = new();

    // Under _lock. Known: the counter was seen above the table. Lost again when the counter goes back or somebody says so.
    private long _last;
    private bool _isKnown;
    private int _forgets;

    /// <inheritdoc/>
    public long? Last
    {
        get
        {
            lock (_lock)
            {
                return _isKnown ? _last : null;
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask<long> TakeAsync(int count, Func<CancellationToken, ValueTask<long>> readHighestStored, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        int forgets;
        lock (_lock)
        {
            forgets = _forgets;
        }

        var first = await RunAsync(database => database.StringIncrementAsync(Key, count), cancellation) - count + 1;
        if (TryAccept(first, count))
        {
            return first;
        }

        var highest = await HighestKnownAsync(readHighestStored, cancellation);
        if (first <= highest)
        {
            // Room for whoever counts at this moment without having looked at the table.
            first = await RaiseAsync(highest + count, count, cancellation) - count + 1;
        }

        Accept(first, count, forgets);
        return first;
    }

    /// <inheritdoc/>
    public async ValueTask<long> ReadLastAsync(Func<CancellationToken, ValueTask<long>> readHighestStored, CancellationToken cancellation = default)
    {
        var counter = await RunAsync(database => database.StringGetAsync(Key), cancellation);
        return !counter.IsNull && counter.TryParse(out long last) ? last : await readHighestStored(cancellation);
    }

    /// <inheritdoc/>
    public void Forget()
    {
        lock (_lock)
        {
            _isKnown = false;
            _forgets++;
        }
    }

    /// <summary>The usual case: the counter goes on rising from where it was last seen above the table.</summary>
    private bool TryAccept(long first, int count)
    {
        lock (_lock)
        {
            if (!_isKnown || first < 2)
            {
                return false;
            }

            // Not above what it gave before: it was set back. Or answers overtook each other, which costs a look at the table and some ids.
            _isKnown = first > _last;
            _last = Math.Max(_last, first + count - 1);
            return _isKnown;
        }
    }

    private void Accept(long first, int count, int forgets)
    {
        lock (_lock)
        {
            _last = Math.Max(_last, first + count - 1);
            _isKnown |= forgets == _forgets;
        }
    }

    /// <summary>Also what was given out here and may be on its way into the table.</summary>
    private async ValueTask<long> HighestKnownAsync(Func<CancellationToken, ValueTask<long>> readHighestStored, CancellationToken cancellation)
    {
        var stored = await readHighestStored(cancellation);
        lock (_lock)
        {
            return Math.Max(stored, _last);
        }
    }

    private async ValueTask<long> RaiseAsync(long minimum, int count, CancellationToken cancellation) =>
        (long)await RunAsync(database => database.ScriptEvaluateAsync(RedisScripts.RaiseAndIncrement, [Key], [minimum, count]), cancellation);

    private async ValueTask<T> RunAsync<T>(Func<IDatabase, Task<T>> command, CancellationToken cancellation)
    {
        try
        {
            return await command(_shards.First).WaitAsync(cancellation);
        }
        catch (Exception exception) when (RedisErrors.IsUnavailable(exception))
        {
            throw RedisErrors.Unavailable(exception);
        }
    }
}
