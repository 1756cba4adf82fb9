using StackExchange.Redis;
using Venueless.Fast.Storage.Tests.Services;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Storage.Tests.Redis;

/// <summary>connection.md section 13: clients come back when their node may have missed messages of others, and never else.</summary>
[Trait("Category", "Services")]
public sealed class RedisBrokerLossTests
{
    [ServiceFact(TestRedis.Variable)]
    public async Task Join_OldMessagesStillWaitFromBeforeEverybodyLeft_MissesNothing()
    {
        await using var redis = await RedisFixture.CreateAsync();
        await using var secondStorage = await redis.OpenAsync();
        var (first, second) = (new BrokerNode(redis.Storage), new BrokerNode(secondStorage));
        await first.Broker.JoinAsync(BrokerNode.World);
        await second.Broker.JoinAsync(BrokerNode.World);

        // The second node is at the first message, with two behind it, when its last client leaves; it does not hear the fourth.
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        second.Gate = gate.Task;
        Publish(first, 1, 3);
        await first.Broker.FlushAsync();
        await RedisFixture.WaitUntilAsync(() => Task.FromResult(second.Heard == 1), "the first message");
        second.Broker.Leave(BrokerNode.World);
        await WaitForSubscribersAsync(redis.Database, 1);
        first.Publish(4);
        await first.Broker.FlushAsync();

        await second.Broker.JoinAsync(BrokerNode.World);
        second.Gate = Task.CompletedTask;
        gate.SetResult();
        await second.WaitForAsync(1);
        first.Publish(5);
        await second.WaitForAsync(2);
        first.Publish(6);
        await second.WaitForAsync(3);

        Assert.Equal([1, 5, 6], second.Seen);
        Assert.Equal(0, second.Resynchronizations);
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task JoinAndLeave_WhileAnotherNodePublishes_NobodyComesBack()
    {
        await using var redis = await RedisFixture.CreateAsync();
        await using var secondStorage = await redis.OpenAsync();
        var (first, second) = (new BrokerNode(redis.Storage), new BrokerNode(secondStorage));
        await first.Broker.JoinAsync(BrokerNode.World);
        var number = 0;

        for (var round = 0; round < 200; round++)
        {
            await second.Broker.JoinAsync(BrokerNode.World);
            Publish(first, ++number, 10);
            number += 9;
            second.Broker.Leave(BrokerNode.World);
            Publish(first, ++number, 10);
            number += 9;
        }

        await second.Broker.JoinAsync(BrokerNode.World);
        first.Publish(++number);
        await RedisFixture.WaitUntilAsync(() => Task.FromResult(second.Seen.LastOrDefault() == number), "the last message");

        Assert.Equal(second.Seen.Order(), second.Seen);
        Assert.Equal((0, 0), (first.Resynchronizations, second.Resynchronizations));
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task RedisRestarts_OldMessagesStillWait_ClientsComeBackOnce()
    {
        await using var redis = await RedisProcess.StartNewAsync();
        await using var firstStorage = await RedisFixture.OpenAsync(redis.Url, TimeProvider.System);
        var log = new MendedLog();
        await using var secondStorage = await RedisFixture.OpenAsync(redis.Url, TimeProvider.System, log);
        var (first, second) = (new BrokerNode(firstStorage), new BrokerNode(secondStorage));
        await first.Broker.JoinAsync(BrokerNode.World);
        await second.Broker.JoinAsync(BrokerNode.World);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        second.Gate = gate.Task;
        Publish(first, 1, 3);
        await first.Broker.FlushAsync();
        await RedisFixture.WaitUntilAsync(() => Task.FromResult(second.Heard == 1), "the first message");

        await redis.KillAsync();
        Publish(first, 4, 5);
        await first.Broker.FlushAsync();
        await redis.StartAsync();
        await RedisFixture.WaitUntilAsync(() => Task.FromResult(first.Resynchronizations == 1), "the first node");
        second.Gate = Task.CompletedTask;
        gate.SetResult();
        await log.Mended;

        first.Publish(9);
        await RedisFixture.WaitUntilAsync(() => Task.FromResult(second.Seen.LastOrDefault() == 9), "the last message");
        Assert.Equal([1, 2, 3, 9], second.Seen);
        Assert.Equal((1, 1), (first.Resynchronizations, second.Resynchronizations));
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task RedisRestarts_NodeWasAlone_NobodyComesBackForTheNextNode()
    {
        await using var redis = await RedisProcess.StartNewAsync();
        var log = new MendedLog();
        await using var firstStorage = await RedisFixture.OpenAsync(redis.Url, TimeProvider.System, log);
        var first = new BrokerNode(firstStorage);
        await first.Broker.JoinAsync(BrokerNode.World);
        await redis.KillAsync();
        first.Publish(1);
        await redis.StartAsync();
        await log.Mended;
        await first.Broker.FlushAsync();

        await using var secondStorage = await RedisFixture.OpenAsync(redis.Url, TimeProvider.System);
        var second = new BrokerNode(secondStorage);
        await second.Broker.JoinAsync(BrokerNode.World);
        second.Publish(2);
        first.Publish(3);

        await first.WaitForAsync(3);
        Assert.Equal((0, 0), (first.Resynchronizations, second.Resynchronizations));
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task RedisStandsStill_OnlyOneNodePublishes_NothingIsMissed()
    {
        await using var redis = await RedisProcess.StartNewAsync();
        var log = new MendedLog();
        await using var firstStorage = await RedisFixture.OpenAsync(redis.Url, TimeProvider.System, log);
        await using var secondStorage = await RedisFixture.OpenAsync(redis.Url, TimeProvider.System);
        var (first, second) = (new BrokerNode(firstStorage), new BrokerNode(secondStorage));
        await first.Broker.JoinAsync(BrokerNode.World);
        await second.Broker.JoinAsync(BrokerNode.World);
        Publish(first, 1, 3);
        await second.WaitForAsync(3);

        // The own clients do not wait for ever.
        await redis.HoldAsync();
        first.Publish(4);
        await first.WaitForAsync(4);
        await redis.GoOnAsync();
        await log.Mended;
        first.Publish(5);
        second.Publish(6);
        await first.WaitForAsync(6);
        await second.WaitForAsync(6);

        Assert.Equal([1, 2, 3, 4], second.Seen[..4]);
        Assert.Equal((0, 0), (first.Resynchronizations, second.Resynchronizations));
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task RedisStandsStill_BothNodesPublish_ClientsWhoSawAnotherOrderComeBackOnce()
    {
        await using var redis = await RedisProcess.StartNewAsync();
        var (firstLog, secondLog) = (new MendedLog(), new MendedLog());
        await using var firstStorage = await RedisFixture.OpenAsync(redis.Url, TimeProvider.System, firstLog);
        await using var secondStorage = await RedisFixture.OpenAsync(redis.Url, TimeProvider.System, secondLog);
        await using var thirdStorage = await RedisFixture.OpenAsync(redis.Url, TimeProvider.System);
        var (first, second, witness) = (new BrokerNode(firstStorage), new BrokerNode(secondStorage), new BrokerNode(thirdStorage));
        await first.Broker.JoinAsync(BrokerNode.World);
        await second.Broker.JoinAsync(BrokerNode.World);
        await witness.Broker.JoinAsync(BrokerNode.World);

        // Both show theirs to their own clients first, and one of them is wrong.
        await redis.HoldAsync();
        first.Publish(1);
        second.Publish(2);
        await first.WaitForAsync(1);
        await second.WaitForAsync(1);
        await redis.GoOnAsync();
        await Task.WhenAll(firstLog.Mended, secondLog.Mended);
        await witness.WaitForAsync(2);
        first.Publish(3);
        await second.WaitForAsync(3);
        second.Publish(4);
        foreach (var node in new[] { first, second, witness })
        {
            await node.WaitForAsync(4);
            Assert.InRange(node.Resynchronizations, node.Seen.SequenceEqual(witness.Seen) ? 0 : 1, node == witness ? 0 : 1);
        }

        Assert.NotEqual(first.Seen, second.Seen);
    }

    private static void Publish(BrokerNode node, int from, int count)
    {
        for (var number = from; number < from + count; number++)
        {
            node.Publish(number);
        }
    }

    private static Task WaitForSubscribersAsync(IDatabase keys, int count) => RedisFixture.WaitUntilAsync(
        async () => (long)((RedisResult[])(await keys.ExecuteAsync("PUBSUB", "NUMSUB", $"fast:{keys.Database}:world:{BrokerNode.World}"))!)[1] == count,
        $"{count} subscriptions");
}
