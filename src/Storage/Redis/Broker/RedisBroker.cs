using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Messaging.Nodes;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Storage.Redis.Broker;

/// <summary>Brings pushes to every node through Redis' publish and subscribe, on the first shard. Thread-safe.</summary>
/// <remarks>
/// One channel per world, subscribed while somebody from the world is connected here: Redis puts the messages of a channel into one order, and the pushes of one command
/// may go to many topics. The own messages come back the same way and are delivered in that order, from memory.
/// </remarks>
internal sealed class RedisBroker : IBroker, IAsyncDisposable
{
    private readonly RedisShard _shard;
    private readonly WorldLinkServices _services;
    private readonly ConcurrentDictionary<WorldId, WorldLink> _links = new();
    private readonly ITimer _timer;
    private int _isDisposed;

    public RedisBroker(
        RedisShards shards,
        NodeIdentity node,
        TopicRegistry topics,
        NodeInbox inbox,
        Resynchronizer resynchronizer,
        RedisOptions options,
        ILogger logger)
    {
        _shard = shards.All[0];
        _services = new WorldLinkServices(_shard.Subscriber, Guid.ParseExact(node.Id, "N"), topics, inbox, resynchronizer, options, logger);
        _shard.SubscriptionsLost += OnLost;
        _shard.Restored += OnRestored;

        // Redis' time, whatever clock the product runs by.
        _timer = TimeProvider.System.CreateTimer(static broker => ((RedisBroker)broker!).Check(), this, options.RetryInterval, options.RetryInterval);
    }

    public BrokerMeter Meter => _services.Meter;

    /// <inheritdoc/>
    public ValueTask JoinAsync(WorldId world) => LinkOf(world).JoinAsync();

    /// <inheritdoc/>
    public void Leave(WorldId world) => LinkOf(world).Leave();

    /// <inheritdoc/>
    public void Publish(WorldId world, TopicKey topic, Broadcast broadcast) => LinkOf(world).Publish([new Push(topic, broadcast)]);

    /// <inheritdoc/>
    public void Publish(WorldId world, PushList pushes)
    {
        if (pushes.Count > 0)
        {
            LinkOf(world).Publish(pushes.Take());
        }
    }

    /// <inheritdoc/>
    public bool MayReach(TopicKey topic, int besides = 0) => true;

    /// <inheritdoc/>
    public async ValueTask FlushAsync()
    {
        foreach (var (_, link) in _links)
        {
            await link.FlushAsync();
        }
    }

    /// <summary>Once is enough; more often does nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1)
        {
            return;
        }

        _shard.SubscriptionsLost -= OnLost;
        _shard.Restored -= OnRestored;
        await _timer.DisposeAsync();
        foreach (var (_, link) in _links)
        {
            await link.DisposeAsync();
        }
    }

    private WorldLink LinkOf(WorldId world) =>
        _links.GetOrAdd(world, static (id, from) => new WorldLink(id, ChannelOf(from._shard, id), from._services), this);

    // Channels belong to no database; the reference server's begin with "venueless:".
    internal static RedisChannel ChannelOf(RedisShard shard, WorldId world) => RedisChannel.Literal($"fast:{shard.Database.Database}:world:{world.Value}");

    private void OnLost()
    {
        foreach (var (_, link) in _links)
        {
            link.Lose("the connection is lost");
        }
    }

    private void OnRestored()
    {
        foreach (var (_, link) in _links)
        {
            link.Mend();
        }
    }

    private void Check()
    {
        foreach (var (_, link) in _links)
        {
            link.Check();
        }
    }
}
