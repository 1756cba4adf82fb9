using System.Collections.Concurrent;
using StackExchange.Redis;
using Venueless.Fast.Storage.Redis.Broker;
using Venueless.Fast.Storage.Tests.Services;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Storage.Tests.Redis;

/// <summary>Pushes that share a message share no more than a bounded one.</summary>
[Trait("Category", "Services")]
public sealed class RedisBrokerSizeTests
{
    private const int Size = 10_000;
    private const int Count = 100;

    // Of a message and of each push beside its content.
    private const int Overhead = 100;

    [ServiceFact(TestRedis.Variable)]
    public async Task Publish_LongPushesWhilePoolIsBusy_AreSharedUpToTheLimit()
    {
        await using var redis = await RedisFixture.CreateAsync();
        await using var firstStorage = await redis.OpenAsync(isPoolBusy: true);
        await using var secondStorage = await redis.OpenAsync(isPoolBusy: false);
        var (first, second) = (new BrokerNode(firstStorage), new BrokerNode(secondStorage));
        await first.Broker.JoinAsync(BrokerNode.World);
        await second.Broker.JoinAsync(BrokerNode.World);
        var sizes = await ListenAsync(redis);

        // Noted down within microseconds, long before the pool comes to it.
        PublishAtOnce(first, number => (number, Size));
        await first.Broker.FlushAsync();
        await second.WaitForAsync(Count);
        await first.WaitForAsync(Count);

        Assert.Equal(Enumerable.Range(0, Count), second.Seen);
        Assert.Equal(Enumerable.Range(0, Count), first.Seen);
        await RedisFixture.WaitUntilAsync(() => Task.FromResult(sizes.Sum() >= Count * Size), "the messages at the listener");
        Assert.All(sizes, static size => Assert.InRange(size, 0, WorldLink.MaxGatheredBytes));
        Assert.Equal((0, 0), (first.Resynchronizations, second.Resynchronizations));
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task Publish_OneLongerThanTheLimit_GoesAlone()
    {
        await using var redis = await RedisFixture.CreateAsync();
        await using var firstStorage = await redis.OpenAsync(isPoolBusy: true);
        await using var secondStorage = await redis.OpenAsync(isPoolBusy: false);
        var (first, second) = (new BrokerNode(firstStorage), new BrokerNode(secondStorage));
        await first.Broker.JoinAsync(BrokerNode.World);
        await second.Broker.JoinAsync(BrokerNode.World);
        var sizes = await ListenAsync(redis);

        PublishAtOnce(first, static number => (number, number == 50 ? 2 * WorldLink.MaxGatheredBytes : 2));
        await first.Broker.FlushAsync();
        await second.WaitForAsync(Count);

        Assert.Equal(Enumerable.Range(0, Count), second.Seen);
        await RedisFixture.WaitUntilAsync(() => Task.FromResult(sizes.Any(static size => size > WorldLink.MaxGatheredBytes)), "the long message at the listener");
        Assert.InRange(sizes.Single(static size => size > WorldLink.MaxGatheredBytes), 2 * WorldLink.MaxGatheredBytes, (2 * WorldLink.MaxGatheredBytes) + Overhead);
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task Publish_OneThatCannotBeEncoded_HoldsNobodyElseBack()
    {
        await using var redis = await RedisFixture.CreateAsync();
        await using var firstStorage = await redis.OpenAsync(isPoolBusy: true);
        await using var secondStorage = await redis.OpenAsync(isPoolBusy: false);
        var (first, second) = (new BrokerNode(firstStorage), new BrokerNode(secondStorage));
        await first.Broker.JoinAsync(BrokerNode.World);
        await second.Broker.JoinAsync(BrokerNode.World);

        PublishAtOnce(first, static number => (number, number == 50 ? -1 : 2));
        await first.Broker.FlushAsync();
        await second.WaitForAsync(Count - 1);

        Assert.Equal(Enumerable.Range(0, Count).Where(static number => number != 50), second.Seen);
        await first.WaitForAsync(Count);
        Assert.Equal(1, second.Resynchronizations);
    }

    private static void PublishAtOnce(BrokerNode node, Func<int, (int Number, int Size)> describe)
    {
        for (var number = 0; number < Count; number++)
        {
            var (published, size) = describe(number);
            node.Publish(published, size);
        }
    }

    private static async Task<ConcurrentQueue<int>> ListenAsync(RedisFixture redis)
    {
        var sizes = new ConcurrentQueue<int>();
        var channel = RedisChannel.Literal($"fast:{redis.Database.Database}:world:{BrokerNode.World}");
        await redis.Database.Multiplexer.GetSubscriber().SubscribeAsync(channel, (_, message) => sizes.Enqueue((int)message.Length()));
        return sizes;
    }
}
