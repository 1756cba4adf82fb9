using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Storage.Redis;

// What is noted down by callers that must not wait, and its way to Redis.
internal sealed partial class RedisConnectionRegistry
{
    // Changes of lists that are on their way at once.
    private const int MaxBatch = 500;

    private readonly Lock _lock = new();

    // Under _lock: what is not delivered yet; of the lists one change per connection, the last one, by the connection's name.
    private readonly Dictionary<string, ListChange> _changes = new(StringComparer.Ordinal);

    // Under _lock: connections that are not in any list for certain, because Redis was away when they tried. While it is away every client comes again and again under
    // new names; removing them all would pile up without end.
    private readonly HashSet<string> _unsent = new(StringComparer.Ordinal);

    private long _countDifference;
    private bool _isLabelDue;
    private bool _isNodeDue;

    /// <summary>Changes of lists that wait for Redis.</summary>
    internal int PendingChanges
    {
        get
        {
            lock (_lock)
            {
                return _changes.Count;
            }
        }
    }

    private async Task<bool> DeliverAsync()
    {
        while (TakeAll() is { Count: > 0 } deliveries)
        {
            if (Array.IndexOf(await Task.WhenAll(deliveries), false) >= 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Sends everything noted down, or as much as may be on its way at once; what fails is noted down again.</summary>
    private List<Task<bool>> TakeAll()
    {
        bool isNodeDue;
        bool isLabelDue;
        long countDifference;
        var changes = new List<ListChange>();
        List<KeyValuePair<long, NameChange>> names;
        lock (_lock)
        {
            (isNodeDue, _isNodeDue) = (_isNodeDue, false);
            (isLabelDue, _isLabelDue) = (_isLabelDue, false);
            (countDifference, _countDifference) = (_countDifference, 0);
            names = TakeNamesLocked();
            foreach (var (_, change) in _changes)
            {
                if (changes.Count == MaxBatch)
                {
                    break;
                }

                changes.Add(change);
            }

            foreach (var change in changes)
            {
                _changes.Remove(change.Name);
            }
        }

        var deliveries = new List<Task<bool>>(changes.Count + 4);
        if (names.Count > 0)
        {
            deliveries.Add(TryNameAsync(names));
        }

        if (isNodeDue)
        {
            deliveries.Add(TryAsync(BeatAsync, () => _isNodeDue = true));
        }

        if (countDifference != 0)
        {
            deliveries.Add(TryCountAsync(countDifference));
        }

        if (isLabelDue)
        {
            deliveries.Add(TryAsync(SetLabelAsync, () => _isLabelDue = true));
        }

        foreach (var change in changes)
        {
            deliveries.Add(TryAsync(() => ApplyAsync(change), () => _changes.TryAdd(change.Name, change)));
        }

        return deliveries;
    }

    private async Task BeatAsync() => await _shards.First.StringSetAsync(_nodeKey, "1", TimeSpan.FromSeconds(NodeLifetime));

    private async Task SetLabelAsync() => await _shards.First.StringSetAsync(_labelKey, "exists", TimeSpan.FromSeconds(LabelLifetime));

    private async Task ApplyAsync(ListChange change)
    {
        if (change.IsRemoval)
        {
            await _shards.First.ListRemoveAsync(ListKey(change.User), change.Name);
        }
        else
        {
            await _shards.First.ScriptEvaluateAsync(RedisScripts.Refresh, [ListKey(change.User)], [change.Name, ListLifetime]);
        }
    }

    private async Task<bool> TryCountAsync(long difference)
    {
        try
        {
            await _shards.First.HashIncrementAsync(CountsKey, _node.Label, difference);
            return true;
        }
        catch (Exception exception) when (RedisErrors.IsUnavailable(exception))
        {
            if (!RedisErrors.IsUnsent(exception))
            {
                // It may have counted. The number is an estimate; counting twice after every hiccup would make it grow for ever.
                return false;
            }

            lock (_lock)
            {
                _countDifference += difference;
            }

            return false;
        }
    }

    /// <param name="noteDownAgain">Runs under the lock; must not undo what was noted down meanwhile.</param>
    private async Task<bool> TryAsync(Func<Task> deliver, Action noteDownAgain)
    {
        try
        {
            await deliver();
            return true;
        }
        catch (Exception exception) when (RedisErrors.IsHopeless(exception))
        {
            StorageLog.RedisKeyRefused(_logger, CountsKey, exception.Message);
            return true;
        }
        catch (Exception exception) when (RedisErrors.IsUnavailable(exception))
        {
            lock (_lock)
            {
                noteDownAgain();
            }

            return false;
        }
    }

    /// <summary>What is to be done to one entry of a user's list of connections.</summary>
    private readonly record struct ListChange(UserId User, string Name, bool IsRemoval);
}
