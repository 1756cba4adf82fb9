using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Core.Tests.Sessions;

namespace Venueless.Fast.Core.Tests.Messaging;

public sealed class TopicTests
{
    private readonly SessionHarness _harness = new();
    private readonly TopicRegistry _topics = new();
    private readonly TopicKey _key = TopicKey.Version("test");

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(1000)]
    public void Unsubscribe_AnyOrder_LeavesExactlyTheOthers(int count)
    {
        var random = new Random(count);
        var members = Enumerable.Range(0, count).Select(_ => Join()).ToList();
        while (members.Count > 0)
        {
            Publish();
            Assert.All(members, member => Assert.Single(member.Connection.Take()));

            var leaving = members[random.Next(members.Count)];
            members.Remove(leaving);
            TopicRegistry.Unsubscribe(leaving.Subscription);
            Publish();
            Assert.Empty(leaving.Connection.Take());
            Assert.All(members, member => Assert.Single(member.Connection.Take()));
            for (var skip = Math.Min(members.Count - 1, count / 10); skip > 0; skip--)
            {
                TopicRegistry.Unsubscribe(members[^1].Subscription);
                members.RemoveAt(members.Count - 1);
            }
        }

        Assert.Equal(0, _topics.CountSubscribers(_key));
    }

    [Fact]
    public void Publish_PerRecipient_AllocatesNothing()
    {
        for (var count = 0; count < 1000; count++)
        {
            Join().Connection.IsSilent = true;
        }

        using var broadcast = new SingleFormBroadcast(SharedFrame.CreateText("[\"x\",{}]"u8));
        _topics.Deliver(_key, broadcast);

        var delivered = 0;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 100; round++)
        {
            delivered += _topics.Deliver(_key, broadcast);
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(100_000, delivered);
        Assert.Equal(0, allocated);
    }

    [Fact]
    public void SubscribeAndUnsubscribe_ManyThreads_NobodyIsLost()
    {
        Parallel.For(0, 8, _ =>
        {
            for (var round = 0; round < 2000; round++)
            {
                var member = Join();
                Publish();
                Assert.NotEmpty(member.Connection.Take());
                TopicRegistry.Unsubscribe(member.Subscription);
            }
        });

        Assert.Equal(0, _topics.CountSubscribers(_key));
    }

    [Fact]
    public void Publish_ManyThreads_EveryConnectionSeesTheSameOrder()
    {
        var members = Enumerable.Range(0, 70).Select(_ => Join()).ToList();

        Parallel.For(0, 4, thread =>
        {
            for (var round = 0; round < 200; round++)
            {
                Publish($"[\"{thread}\",{round}]");
            }
        });

        var first = members[0].Connection.Take();
        Assert.Equal(800, first.Length);
        Assert.All(members.Skip(1), member => Assert.Equal(first, member.Connection.Take()));
    }

    private void Publish(string message = "[\"x\",{}]")
    {
        using var broadcast = new SingleFormBroadcast(SharedFrame.CreateText(System.Text.Encoding.UTF8.GetBytes(message)));
        _topics.Deliver(_key, broadcast);
    }

    private (RecordingConnection Connection, Subscription Subscription) Join()
    {
        var connection = new RecordingConnection();
        var session = new Session(_harness.Services, connection, new WorldId("test"));
        return (connection, _topics.Subscribe(_key, session));
    }
}
