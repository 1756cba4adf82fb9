using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Storage.Redis;

/// <summary>Version keys as the reference server reads and writes them (connection.md section 9). Thread-safe.</summary>
internal sealed class RedisVersionKeys : IVersionKeys, IAsyncDisposable
{
    // One week, in seconds.
    private const int Lifetime = 604_800;

    // What is on its way at once; a reload of the largest world is a few batches.
    private const int MaxBatch = 500;

    private static readonly RedisValue Deleted = "deleted";

    private readonly RedisShards _shards;
    private readonly GroupedScript _raise;
    private readonly ILogger _logger;
    private readonly DeliveryPump _pump;
    private readonly Lock _lock = new();

    // Under _lock, by shard key: the highest version that is not delivered yet. Bounded by the rows in use, however long Redis is away.
    private readonly Dictionary<string, long> _pending = new(StringComparer.Ordinal);

    public RedisVersionKeys(RedisShards shards, RedisOptions options, TimeProvider time, ILogger logger)
    {
        _shards = shards;
        _raise = new GroupedScript(shards, RedisScripts.RaiseVersion, keys: 1, arguments: 2);
        _logger = logger;
        _pump = new DeliveryPump(DeliverAsync, options, time, logger);
        shards.Restored += _pump.EndPause;
    }

    /// <summary>After the disposal: what other servers were not told, in words; null: nothing.</summary>
    public string? Lost => _pump.IsAbandoned ? "versions of changed rows (other servers may use older copies for a while)" : null;

    /// <inheritdoc/>
    public void Publish(VersionedKind kind, string key, long version)
    {
        NoteDown(ShardKeyOf(kind, key), version);
        _pump.Signal();
    }

    public ValueTask DisposeAsync()
    {
        _shards.Restored -= _pump.EndPause;
        return _pump.DisposeAsync();
    }

    private static string ShardKeyOf(VersionedKind kind, string key) => kind switch
    {
        VersionedKind.World => $"modelcache:core.World:{key}",
        VersionedKind.Room => $"modelcache:core.Room:{key}",
        VersionedKind.User => $"modelcache:core.User:{key}",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private void NoteDown(string shardKey, long version)
    {
        lock (_lock)
        {
            ref var pending = ref CollectionsMarshal.GetValueRefOrAddDefault(_pending, shardKey, out var exists);
            pending = exists ? Math.Max(pending, version) : version;
        }
    }

    private async Task<bool> DeliverAsync()
    {
        while (Take() is { Count: > 0 } batch)
        {
            var raises = new List<Task<Exception?>>(batch.Count);
            foreach (var (shardKey, version) in batch)
            {
                raises.Add(TryRaiseAsync(shardKey, version));
            }

            var failures = await Task.WhenAll(raises);
            var isAway = false;
            for (var index = 0; index < failures.Length; index++)
            {
                if (failures[index] is not { } failure)
                {
                    continue;
                }

                if (RedisErrors.IsHopeless(failure))
                {
                    StorageLog.RedisKeyRefused(_logger, batch[index].ShardKey, failure.Message);
                }
                else
                {
                    NoteDown(batch[index].ShardKey, batch[index].Version);
                    isAway = true;
                }
            }

            if (isAway)
            {
                return false;
            }
        }

        return true;
    }

    private List<(string ShardKey, long Version)> Take()
    {
        lock (_lock)
        {
            var batch = new List<(string, long)>(Math.Min(_pending.Count, MaxBatch));
            foreach (var (shardKey, version) in _pending)
            {
                if (batch.Count == MaxBatch)
                {
                    break;
                }

                batch.Add((shardKey, version));
            }

            foreach (var (shardKey, _) in batch)
            {
                _pending.Remove(shardKey);
            }

            return batch;
        }
    }

    /// <summary>Null: done.</summary>
    private async Task<Exception?> TryRaiseAsync(string shardKey, long version)
    {
        try
        {
            await _raise.RunForAsync(shardKey, [$"{shardKey}:version"], [version == IVersionKeys.Deleted ? Deleted : version, Lifetime]);
            return null;
        }
        catch (Exception exception) when (RedisErrors.IsUnavailable(exception))
        {
            return exception;
        }
    }
}
