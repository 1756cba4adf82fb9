using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Storage.Redis.Nodes;

/// <summary>
/// Which nodes have a part of what is shared: notices that one has died, whose part the others remove, and that this one is not listed any more. Thread-safe.
/// </summary>
/// <remarks>
/// A node lives while its heartbeat key does (<see cref="RedisConnectionRegistry"/>). It is dead when two looks in a row miss that key, since after an outage all keys
/// are missing for a moment.
/// </remarks>
internal sealed class NodeRoll : IAsyncDisposable
{
    private const string RollKey = "fast:nodes";

    /// <summary>Together with the life of the heartbeat: a dead node's part is gone after a little more than a minute.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly RedisShards _shards;
    private readonly NodeIdentity _node;
    private readonly INodeShare[] _shares;
    private readonly DeliveryPump _pump;
    private readonly ITimer _timer;

    private readonly TimeProvider _time;

    // Only the pump's deliveries touch them. Nodes without a sign of life, and the timestamp of the look that first found none.
    private Dictionary<string, long> _missed = [];
    private bool _wasListed;

    public NodeRoll(RedisShards shards, NodeIdentity node, RedisOptions options, TimeProvider time, ILogger logger, params INodeShare[] shares)
    {
        _shards = shards;
        _node = node;
        _time = time;
        _shares = shares;
        _pump = new DeliveryPump(CheckAsync, options, time, logger);
        shards.Restored += OnRestored;
        _timer = time.CreateTimer(static roll => ((NodeRoll)roll!)._pump.Signal(), this, TimeSpan.Zero, Interval);
    }

    /// <summary>The nodes that have given a sign of life lately: ids, in order.</summary>
    public static async Task<IReadOnlyList<string>> ReadLivingAsync(IDatabase database)
    {
        string[] listed = [.. (await database.SetMembersAsync(RollKey)).Select(static member => member.ToString()).Order(StringComparer.Ordinal)];
        var living = await Task.WhenAll(listed.Select(node => database.KeyExistsAsync(HeartbeatKey(node))));
        return [.. listed.Where((_, index) => living[index])];
    }

    public async ValueTask DisposeAsync()
    {
        _shards.Restored -= OnRestored;
        await _timer.DisposeAsync();
        await _pump.DisposeAsync();
    }

    private static RedisKey HeartbeatKey(string node) => $"{RedisConnectionRegistry.NodePrefix}{node}";

    private async Task<bool> CheckAsync()
    {
        try
        {
            // First, so that nobody finds this node on the roll without a sign of life.
            await _shards.First.StringSetAsync(HeartbeatKey(_node.Id), "1", TimeSpan.FromSeconds(RedisConnectionRegistry.NodeLifetime));
            if (await _shards.First.SetAddAsync(RollKey, _node.Id) && _wasListed)
            {
                foreach (var share in _shares)
                {
                    share.Reassert();
                }
            }

            _wasListed = true;
            _missed = await BuryAsync(await ReadMissingAsync());
            return true;
        }
        catch (Exception exception) when (RedisErrors.IsUnavailable(exception))
        {
            return false;
        }
    }

    private async Task<List<string>> ReadMissingAsync()
    {
        var missing = new List<string>();
        foreach (var member in await _shards.First.SetMembersAsync(RollKey))
        {
            var node = member.ToString();
            if (node != _node.Id && !await _shards.First.KeyExistsAsync(HeartbeatKey(node)))
            {
                missing.Add(node);
            }
        }

        return missing;
    }

    /// <summary>Returns those that are to be looked at again.</summary>
    private async Task<Dictionary<string, long>> BuryAsync(List<string> missing)
    {
        var left = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var node in missing)
        {
            // Two looks may follow each other closely when Redis comes back; the other node needs time to reconnect, too.
            var since = _missed.TryGetValue(node, out var first) ? first : _time.GetTimestamp();
            if (_time.GetElapsedTime(since) < Interval || !await TryBuryAsync(node))
            {
                left.Add(node, since);
            }
        }

        return left;
    }

    private async Task<bool> TryBuryAsync(string node)
    {
        foreach (var share in _shares)
        {
            if (!await share.BuryAsync(node))
            {
                return false;
            }
        }

        await _shards.First.SetRemoveAsync(RollKey, node);
        return true;
    }

    private void OnRestored()
    {
        _pump.Signal();
        _pump.EndPause();
    }
}
