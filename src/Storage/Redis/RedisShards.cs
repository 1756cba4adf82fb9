using System.Text;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using Venueless.Fast.Core.Ports;

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
    public static async Task<RedisShards> OpenAsync(RedisOptions options, ILogger logger)
    {
        // All addresses first: nothing is open when one of them is wrong.
        RedisAddress[] addresses = [.. options.Shards.Select(RedisAddress.Parse)];
        var shards = await Task.WhenAll(addresses.Select(address => RedisShard.OpenAsync(address, options, logger)));

        var opened = new RedisShards(shards);
        foreach (var shard in shards)
        {
            shard.Restored += () => opened.Restored?.Invoke();
        }

        return opened;
    }

    /// <summary>On <see cref="First"/>, for commands that somebody waits for: <see cref="RedisShard.RunAsync"/>.</summary>
    public Task<T> RunAsync<T>(Func<IDatabase, Task<T>> command, CancellationToken cancellation = default) => _shards[0].RunAsync(command, cancellation);

    /// <summary>The same on the shard of a key; what it throws is a <see cref="StoreUnavailableException"/>.</summary>
    public async Task<T> RunForAsync<T>(string shardKey, Func<IDatabase, Task<T>> command, CancellationToken cancellation = default)
    {
        try
        {
            return await _shards[IndexFor(shardKey)].RunAsync(command, cancellation);
        }
        catch (Exception exception) when (RedisErrors.IsUnavailable(exception))
        {
            throw RedisErrors.Unavailable(exception);
        }
    }

    public IDatabase For(string shardKey) => _shards[IndexFor(shardKey)].Database;

    /// <summary>Which of <see cref="All"/> a key belongs to.</summary>
    public int IndexFor(string shardKey) => _shards.Length == 1 ? 0 : IndexOf(shardKey, _shards.Length);

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
