using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Messaging.Delivery;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Core.Tests.Sessions;

namespace Venueless.Fast.Core.Tests.Messaging.Delivery;

/// <summary>Messages that wait for a turn. A hold keeps the turns away, so that nothing here depends on who is quicker.</summary>
[Collection(nameof(FramePool))]
public sealed class FanOutTests : IDisposable
{
    private const int Many = 20;

    private readonly long _framesBefore = FramePool.Outstanding;
    private readonly Hall _hall = new();

    public void Dispose() => _hall.Dispose();

    [Theory]
    [InlineData(Many)]
    [InlineData(600)]
    [InlineData(1700)]
    public async Task Messages_LeaveTogetherWhenTheTurnComes(int count)
    {
        var sessions = _hall.OpenMany(count, "room");
        _hall.HoldPasses();
        for (var number = 0; number < 40; number++)
        {
            _hall.Publish("room", $"{number}");
        }

        Assert.All(sessions, static session => Assert.Empty(session.Take()));
        _hall.FanOut.Release();

        foreach (var session in sessions)
        {
            Assert.Equal(Numbers(40), await session.WaitForAsync(40));
            Assert.Equal([40], session.Recording().Batches);
        }

        await WaitForFramesAsync();
    }

    [Fact]
    public void Messages_ToAHandful_LeaveAtOnce()
    {
        var sessions = _hall.OpenMany(16, "room");
        _hall.HoldPasses();
        _hall.Publish("room", "a");
        Assert.All(sessions, static session => Assert.Equal(["a"], session.Take()));
    }

    [Fact]
    public async Task Reply_TakesTheWaitingOnesAlong()
    {
        var sessions = _hall.OpenMany(Many, "room");
        _hall.HoldPasses();
        _hall.Publish("room", "a");
        _hall.Publish("room", "b");
        sessions[3].Reply("reply");
        Assert.Equal(["a", "b", "reply"], sessions[3].Take());
        Assert.Empty(sessions[4].Take());

        _hall.Publish("room", "c");
        _hall.FanOut.Release();
        Assert.Equal(["c"], await sessions[3].WaitForAsync(1));
        Assert.Equal(["a", "b", "c"], await sessions[4].WaitForAsync(3));
    }

    [Fact]
    public async Task PushForOne_KeepsItsPlaceAmongWaitingOnes()
    {
        var sessions = _hall.OpenMany(Many, "room");
        sessions[0].Subscribe(Hall.Topic("user"));
        _hall.HoldPasses();
        _hall.Publish("room", "a");
        _hall.Publish("user", "mine");
        _hall.Publish("room", "b");
        Assert.Equal(["a", "mine"], sessions[0].Take());

        _hall.FanOut.Release();
        Assert.Equal(["b"], await sessions[0].WaitForAsync(1));
        Assert.Equal(["a", "b"], await sessions[1].WaitForAsync(2));
    }

    [Fact]
    public async Task SeveralTopics_ArriveInTheOrderOfPublishing()
    {
        var sessions = _hall.OpenMany(Many, "room", "channel", "world");
        _hall.OpenMany(600, "world");
        _hall.HoldPasses();
        _hall.Publish("channel", "0");
        _hall.Publish("world", "1");
        _hall.Publish("room", "2");
        _hall.Publish("channel", "3");
        _hall.Publish("room", "4");
        _hall.Publish("room", "5");
        _hall.FanOut.Release();
        foreach (var session in sessions)
        {
            Assert.Equal(Numbers(6), await session.WaitForAsync(6));
        }
    }

    [Fact]
    public async Task Leaving_GetsWhatWasPublishedBefore_Joining_WhatComesAfter()
    {
        var sessions = _hall.OpenMany(Many, "room");
        var leaving = _hall.Open();
        var subscription = leaving.Subscribe(Hall.Topic("room"));
        _hall.HoldPasses();
        _hall.Publish("room", "before");
        TopicRegistry.Unsubscribe(subscription);
        Assert.Equal(["before"], leaving.Take());
        var joining = _hall.Open(null, "room");
        _hall.Publish("room", "after");
        _hall.FanOut.Release();

        Assert.Equal(["after"], await joining.WaitForAsync(1));
        Assert.Equal(["before", "after"], await sessions[0].WaitForAsync(2));
        Assert.Empty(leaving.Take());
    }

    [Fact]
    public async Task Audience_ThatBecomesSmall_KeepsTheOrder()
    {
        var sessions = _hall.OpenMany(16, "room");
        var subscription = _hall.Open().Subscribe(Hall.Topic("room"));
        _hall.HoldPasses();
        _hall.Publish("room", "many");
        TopicRegistry.Unsubscribe(subscription);
        _hall.Publish("room", "few");
        Assert.Empty(sessions[0].Take());
        _hall.FanOut.Release();
        Assert.Equal(["many", "few"], await sessions[0].WaitForAsync(2));
    }

    [Fact]
    public async Task AllLeave_TheBacklogIsReleased()
    {
        var subscriptions = Enumerable.Range(0, Many).Select(_ => _hall.Open().Subscribe(Hall.Topic("room"))).ToList();
        _hall.HoldPasses();
        _hall.Publish("room", "a");
        subscriptions.ForEach(TopicRegistry.Unsubscribe);
        _hall.FanOut.Release();
        await WaitForFramesAsync();
        Assert.Equal(0, _hall.FanOut.Backlogs);
    }

    [Fact]
    public async Task Publisher_FarAheadOfFanOut_SendsByItself()
    {
        var sessions = _hall.OpenMany(Many, "room");
        _hall.HoldPasses();
        for (var number = 0; number < 256; number++)
        {
            _hall.Publish("room", $"{number}");
        }

        Assert.Empty(sessions[0].Take());
        _hall.Publish("room", "256");
        Assert.All(sessions, static session => Assert.Equal(Numbers(257), session.Take()));
        _hall.FanOut.Release();
        await WaitForFramesAsync();
        Assert.All(sessions, static session => Assert.Empty(session.Take()));
    }

    [Fact]
    public async Task Stopped_WhatWaitsIsDelivered_AndTheRestLeavesAtOnce()
    {
        var sessions = _hall.OpenMany(Many, "room");
        _hall.HoldPasses();
        _hall.Publish("room", "a");
        _hall.FanOut.Dispose();
        Assert.Equal(["a"], await sessions[0].WaitForAsync(1));
        await WaitForFramesAsync();
        _hall.Publish("room", "b");
        Assert.All(sessions, static session => Assert.Equal("b", session.Take()[^1]));
    }

    [Fact]
    public async Task Receiver_WhoseFormFails_IsDropped_TheOthersGetIt()
    {
        var sessions = _hall.OpenMany(Many, "room");
        using (var broadcast = new FailingBroadcast(sessions[7]))
        {
            _hall.Topics.Deliver(Hall.Topic("room"), broadcast);
        }

        foreach (var session in sessions.Where(session => session != sessions[7]))
        {
            Assert.Equal(["x"], await session.WaitForAsync(1));
        }

        Assert.Equal(CloseReason.Disconnected, sessions[7].Recording().Closed);
    }

    [Fact]
    public void Turns_PerReceiver_AllocateNothing()
    {
        for (var count = 0; count < 1000; count++)
        {
            _hall.Open(new RecordingConnection { IsSilent = true }, "room");
        }

        var topic = _hall.Open(new RecordingConnection { IsSilent = true }).Subscribe(Hall.Topic("room")).Topic;
        _hall.HoldPasses();
        var turns = new FanOutTurns(_hall.FanOut);

        // The first times fill pools and grow the list of topics, which a held fan-out does not empty.
        Assert.Equal(0, Enumerable.Range(0, 10).Min(_ => GiveTurns(topic, turns)));
    }

    private long GiveTurns(Topic topic, FanOutTurns turns)
    {
        for (var number = 0; number < 3; number++)
        {
            _hall.Publish("room", "x");
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        while (turns.Give(topic))
        {
            // Until everybody has it.
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    // The thread of fan-out gives frames back after the last receiver has its own.
    private async Task WaitForFramesAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (FramePool.Outstanding != _framesBefore)
        {
            await Task.Delay(1, limit.Token);
        }
    }

    private static string[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(static number => $"{number}")];

    private sealed class FailingBroadcast(Session failing) : LocalBroadcast
    {
        private readonly SharedFrame _frame = SharedFrame.CreateText("x"u8);

        public override SharedFrame? FrameFor(Session receiver) => receiver == failing ? throw new InvalidOperationException() : _frame;

        protected override void Release() => _frame.Release();
    }
}
