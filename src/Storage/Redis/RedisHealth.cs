using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Storage.Redis;

/// <summary>Sends one message through every shard (http.md section 9.1).</summary>
internal sealed class RedisHealth(RedisShards shards) : IStoreHealth
{
    private readonly RedisShards _shards = shards;

    /// <inheritdoc/>
    public async Task CheckAsync(CancellationToken cancellation = default)
    {
        try
        {
            await Task.WhenAll(Ping()).WaitAsync(cancellation);
        }
        catch (Exception exception) when (RedisErrors.IsUnavailable(exception))
        {
            throw RedisErrors.Unavailable(exception);
        }
    }

    private Task[] Ping()
    {
        var pings = new Task[_shards.All.Length];
        for (var index = 0; index < pings.Length; index++)
        {
            pings[index] = _shards.All[index].Database.PingAsync();
        }

        return pings;
    }
}
