using StackExchange.Redis;
using Venueless.Fast.Storage.Tests.Services;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Storage.Tests.Redis;

/// <summary>connection.md section 13: messages of a world have one order on all nodes and arrive at most once.</summary>
[Trait("Category", "Services")]
public sealed class RedisBrokerTests
{
    private const int Messages = 500;

    [ServiceFact(TestRedis.Variable)]
    public async Task Publish_FromThreeNodesAtOnce_HasOneOrderOnAll()
    {
        await using var redis = await RedisFixture.CreateAsync();
        await using var secondStorage = await redis.OpenAsync();
        await using var thirdStorage = await redis.OpenAsync();
        BrokerNode[] nodes = [new(redis.Storage), new(secondStorage), new(thirdStorage)];
        foreach (var node in nodes)
        {
            await node.Broker.JoinAsync(BrokerNode.World);
        }

        Parallel.For(0, Messages, number => nodes[number % nodes.Length].Publish(number));

        foreach (var node in nodes)
        {
            await node.WaitForAsync(Messages);
            Assert.Equal(nodes[0].Seen, node.Seen);
        }

        Assert.Equal(Messages, nodes[0].Seen.Distinct().Count());
        Assert.All(nodes, static node => Assert.Equal(0, node.Resynchronizations));
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task Publish_WhilePoolIsBusy_SharesMessagesAndKeepsOneOrder()
    {
        await using var redis = await RedisFixture.CreateAsync();
        await using var firstStorage = await redis.OpenAsync(isPoolBusy: true);
        await using var secondStorage = await redis.OpenAsync(isPoolBusy: true);
        BrokerNode[] nodes = [new(firstStorage), new(secondStorage)];
        foreach (var node in nodes)
        {
            await node.Broker.JoinAsync(BrokerNode.World);
        }

        Parallel.For(0, Messages, number => nodes[number % 2].Publish(number));
        nodes[0].Publish(Messages);
        await nodes[0].Broker.FlushAsync();
        nodes[1].Publish(Messages + 1);

        foreach (var node in nodes)
        {
            await node.WaitForAsync(Messages + 2);
            Assert.Equal(nodes[0].Seen, node.Seen);
            Assert.True(Array.IndexOf(node.Seen, Messages) < Array.IndexOf(node.Seen, Messages + 1));
            Assert.Equal(0, node.Resynchronizations);
        }

        Assert.Equal(Messages + 2, nodes[0].Seen.Distinct().Count());
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task Flush_Completed_NobodyCanPublishBeforeIt()
    {
        await using var redis = await RedisFixture.CreateAsync();
        await using var secondStorage = await redis.OpenAsync();
        BrokerNode[] nodes = [new(redis.Storage), new(secondStorage)];
        foreach (var node in nodes)
        {
            await node.Broker.JoinAsync(BrokerNode.World);
        }

        for (var number = 0; number < Messages; number++)
        {
            nodes[number % 2].Publish(number);
            await nodes[number % 2].Broker.FlushAsync();
        }

        foreach (var node in nodes)
        {
            await node.WaitForAsync(Messages);
            Assert.Equal(Enumerable.Range(0, Messages), node.Seen);
        }
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task Publish_DataOfRedisWasDeleted_ArrivesAllTheSame()
    {
        await using var redis = await RedisFixture.CreateAsync();
        await using var secondStorage = await redis.OpenAsync();
        var (first, second) = (new BrokerNode(redis.Storage), new BrokerNode(secondStorage));
        await first.Broker.JoinAsync(BrokerNode.World);
        await second.Broker.JoinAsync(BrokerNode.World);

        await redis.Database.ExecuteAsync("FLUSHDB");
        first.Publish(1);

        await second.WaitForAsync(1);
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task Join_AfterEverybodyHasLeft_ReceivesAgainAndNothingInBetween()
    {
        await using var redis = await RedisFixture.CreateAsync();
        await using var secondStorage = await redis.OpenAsync();
        var (first, second) = (new BrokerNode(redis.Storage), new BrokerNode(secondStorage));
        await first.Broker.JoinAsync(BrokerNode.World);
        await second.Broker.JoinAsync(BrokerNode.World);
        await second.Broker.JoinAsync(BrokerNode.World);
        second.Broker.Leave(BrokerNode.World);
        first.Publish(1);
        await second.WaitForAsync(1);

        second.Broker.Leave(BrokerNode.World);
        await WaitForSubscribersAsync(redis.Database, 1);
        first.Publish(2);
        await first.Broker.FlushAsync();
        await second.Broker.JoinAsync(BrokerNode.World);
        first.Publish(3);

        await second.WaitForAsync(2);
        Assert.Equal([1, 3], second.Seen);
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task JoinAndLeave_ManyAtOnce_TheLastOneInReceives()
    {
        await using var redis = await RedisFixture.CreateAsync();
        await using var secondStorage = await redis.OpenAsync();
        var (first, second) = (new BrokerNode(redis.Storage), new BrokerNode(secondStorage));
        await first.Broker.JoinAsync(BrokerNode.World);
        await Parallel.ForAsync(0, 300, async (_, _) =>
        {
            await second.Broker.JoinAsync(BrokerNode.World);
            second.Broker.Leave(BrokerNode.World);
        });

        await second.Broker.JoinAsync(BrokerNode.World);
        first.Publish(1);

        await second.WaitForAsync(1);
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task Publish_WhileRedisIsAway_IsDeliveredHereAtOnceAndLaterEverywhere()
    {
        await using var redis = await RedisProcess.StartNewAsync();
        await using var firstStorage = await RedisFixture.OpenAsync(redis.Url, TimeProvider.System);
        await using var secondStorage = await RedisFixture.OpenAsync(redis.Url, TimeProvider.System);
        var (first, second) = (new BrokerNode(firstStorage), new BrokerNode(secondStorage));
        await first.Broker.JoinAsync(BrokerNode.World);
        await second.Broker.JoinAsync(BrokerNode.World);

        await redis.KillAsync();
        first.Publish(1);
        await first.WaitForAsync(1);
        await redis.StartAsync();

        // Until both are back: what is published in between reaches only its own node.
        var number = 1;
        await RedisFixture.WaitUntilAsync(
            async () =>
            {
                first.Publish(++number);
                await first.Broker.FlushAsync();
                return second.Seen.Length > 0;
            },
            "the nodes to be back");
        await first.WaitForAsync(number);
        Assert.Equal(Enumerable.Range(1, number), first.Seen);
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task Join_WhileRedisIsAway_SubscribesLaterAndLeavesNothingBehind()
    {
        await using var redis = await RedisProcess.StartNewAsync();
        await using var storage = await RedisFixture.OpenAsync(redis.Url, TimeProvider.System);
        var node = new BrokerNode(storage);
        await redis.KillAsync();
        for (var attempt = 0; attempt < 5; attempt++)
        {
            await node.Broker.JoinAsync(BrokerNode.World);
            node.Broker.Leave(BrokerNode.World);
        }

        await node.Broker.JoinAsync(BrokerNode.World);
        await redis.StartAsync();
        await using var connection = await redis.ConnectAsync();
        var keys = connection.GetDatabase();
        await WaitForSubscribersAsync(keys, 1);

        // A subscription that was forgotten about would keep the channel.
        node.Broker.Leave(BrokerNode.World);
        await WaitForSubscribersAsync(keys, 0);
    }

    private static Task WaitForSubscribersAsync(IDatabase keys, int count) => RedisFixture.WaitUntilAsync(
        async () => (long)((RedisResult[])(await keys.ExecuteAsync("PUBSUB", "NUMSUB", $"fast:{keys.Database}:world:{BrokerNode.World}"))!)[1] == count,
        $"{count} subscriptions");
}
