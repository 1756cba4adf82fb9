using StackExchange.Redis;

namespace Venueless.Fast.Storage.Redis;

// The sorted set of a label's connections: connection.md section 7. All that changes at once goes in two commands.
internal sealed partial class RedisConnectionRegistry
{
    // The daily limit of a connection.
    private static readonly TimeSpan NamesLifetime = TimeSpan.FromHours(24);

    // Under _lock: what is not delivered yet, by connection.
    private readonly Dictionary<long, NameChange> _named = [];

    private enum NameChange
    {
        /// <summary>Its name has certainly not been sent.</summary>
        Add,

        /// <summary>Its name may be there already.</summary>
        AddAgain,

        Remove,
    }

    private List<KeyValuePair<long, NameChange>> TakeNamesLocked()
    {
        var taken = new List<KeyValuePair<long, NameChange>>(Math.Min(MaxBatch, _named.Count));
        foreach (var change in _named)
        {
            if (taken.Count == MaxBatch)
            {
                break;
            }

            taken.Add(change);
        }

        foreach (var (connection, _) in taken)
        {
            _named.Remove(connection);
        }

        return taken;
    }

    private async Task<bool> TryNameAsync(List<KeyValuePair<long, NameChange>> names)
    {
        try
        {
            await NameAsync(names);
            return true;
        }
        catch (Exception exception) when (RedisErrors.IsHopeless(exception))
        {
            StorageLog.RedisKeyRefused(_logger, _namesKey.ToString(), exception.Message);
            return true;
        }
        catch (Exception exception) when (RedisErrors.IsUnavailable(exception))
        {
            NoteAgain(names, RedisErrors.IsUnsent(exception));
            return false;
        }
    }

    private async Task NameAsync(List<KeyValuePair<long, NameChange>> names)
    {
        var now = _time.GetUtcNow().ToUnixTimeSeconds();
        SortedSetEntry[] added = [.. names.Where(static change => change.Value != NameChange.Remove).Select(change => new SortedSetEntry(_node.NameOf(change.Key), now))];
        RedisValue[] removed = [.. names.Where(static change => change.Value == NameChange.Remove).Select(change => (RedisValue)_node.NameOf(change.Key))];
        var deliveries = new List<Task>(3);
        if (removed.Length > 0)
        {
            deliveries.Add(_shards.First.SortedSetRemoveAsync(_namesKey, removed));
        }

        if (added.Length > 0)
        {
            deliveries.Add(_shards.First.SortedSetAddAsync(_namesKey, added));
            deliveries.Add(_shards.First.KeyExpireAsync(_namesKey, NamesLifetime));
        }

        await Task.WhenAll(deliveries);
    }

    /// <summary>What was noted meanwhile counts more.</summary>
    /// <param name="isUnsent">So that those who come and go while Redis is away leave nothing to be removed.</param>
    private void NoteAgain(List<KeyValuePair<long, NameChange>> names, bool isUnsent)
    {
        lock (_lock)
        {
            foreach (var (connection, change) in names)
            {
                var isNew = change == NameChange.Add;
                if (!_named.TryGetValue(connection, out var later))
                {
                    _named.Add(connection, isNew && !isUnsent ? NameChange.AddAgain : change);
                }
                else if (isNew && isUnsent && later == NameChange.Remove)
                {
                    _named.Remove(connection);
                }
            }
        }
    }
}
