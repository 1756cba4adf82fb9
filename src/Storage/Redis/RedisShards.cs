using System.Text;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Venueless.Fast.Storage.Redis;

/// <summary>The connections to all shards; each reconnects by itself. Thread-safe.</summary>
internal sealed class RedisShards : IAsyncDisposable
{
    private readonly RedisShard[] _shards;

    private RedisShards(RedisShard[] shards) => _shards = shards;

    /// <summary>A shard is reachable again; on a thread of the client, which must not be kept.</summary>
    public event Action? Restored;

    /// <summary>Holds every key without a shard key of its own (operations.md section 1.3).</summary>
    public IDatabase First => _shards[0].Database;

    public ReadOnlySpan<RedisShard> All => _shards;

    /// <summary>Returns when every shard has answered or its first attempt has failed.</summary>
    public static RedisShards Open(RedisOptions options, ILogger logger)
    {
        var shards = new RedisShard[options.Shards.Count];
        for (var index = 0; index < shards.Length; index++)
        {
            shards[index] = RedisShard.Open(RedisAddress.Parse(options.Shards[index]), options, logger);
        }

        var opened = new RedisShards(shards);
        foreach (var shard in shards)
        {
            shard.Restored += () => opened.Restored?.Invoke();
        }

        return opened;
    }

    public IDatabase For(string shardKey) => _shards[IndexOf(shardKey, _shards.Length)].Database;

    public async ValueTask DisposeAsync()
    {
        foreach (var shard in _shards)
        {
            await shard.DisposeAsync();
        }
    }

    /// <summary>operations.md section 1.3. In floating point, as the formula says: a shard's first slot must not differ from other servers'.</summary>
    internal static int IndexOf(string shardKey, int shards)
    {
        var slot = Crc32.Compute(Encoding.UTF8.GetBytes(shardKey)) & 0xFFF;
        return (int)(slot / (4096.0 / shards));
    }
}
