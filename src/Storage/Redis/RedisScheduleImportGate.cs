using StackExchange.Redis;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Storage.Redis;

/// <summary>The key <c>conftool:update.triggered:&lt;world&gt;</c>, shared with every other server of the installation (connection.md section 7). Thread-safe.</summary>
internal sealed class RedisScheduleImportGate(RedisShards shards) : IScheduleImportGate
{
    private const string Prefix = "conftool:update.triggered:";

    private readonly RedisShards _shards = shards;

    /// <inheritdoc/>
    public async ValueTask<bool> TryEnterAsync(WorldId world)
    {
        try
        {
            return await _shards.First.StringSetAsync($"{Prefix}{world.Value}", "yes", IScheduleImportGate.Interval, When.NotExists);
        }
        catch (Exception exception) when (RedisErrors.IsUnavailable(exception))
        {
            throw RedisErrors.Unavailable(exception);
        }
    }
}
