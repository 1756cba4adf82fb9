using Microsoft.Extensions.Logging;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Messaging.Nodes;
using Venueless.Fast.Core.Messaging.Signals;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Redis.Broker;

namespace Venueless.Fast.Storage.Redis;

/// <summary>Speaks to the nodes through the world's channel, like a node that says one thing and is never heard again. Thread-safe.</summary>
internal sealed class RedisWorldNotices(RedisShards shards, ILogger logger) : IWorldNotices
{
    private readonly RedisShards _shards = shards;
    private readonly ILogger _logger = logger;

    /// <inheritdoc/>
    public async ValueTask ReloadAsync(WorldId world, UserId? user, CancellationToken cancellation = default)
    {
        // A sender of its own each time: numbers of one sender must have no gap.
        using var message = new NodeMessageWriter();
        NodeMessage.Write(message, Guid.NewGuid(), number: 1, [new Push(user is { } one ? UserSignals.Reloaded(one) : WorldReloadedHandler.Signal)]);
        var bytes = message.Written.ToArray();
        try
        {
            // To whom it goes twice, by a repetition, it does nothing the second time.
            var shard = _shards.All[0];
            var channel = RedisBroker.ChannelOf(shard, world);
            await shard.RunAsync(database => database.PublishAsync(channel, bytes), cancellation);
        }
        catch (Exception exception) when (RedisErrors.IsUnavailable(exception))
        {
            StorageLog.NoticeNotSent(_logger, world.Value, exception.Message);
        }
    }
}
