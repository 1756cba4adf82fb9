using Venueless.Fast.LoadTest.Client.Loops;
using Venueless.Fast.LoadTest.Client.Measuring;

namespace Venueless.Fast.LoadTest.Tests.Client;

public sealed class EventLoopTests
{
    public static TheoryData<EventLoopKind> Kinds => WebSocketClientTests.Kinds;

    [Theory, MemberData(nameof(Kinds))]
    public async Task Invoke_StaysOnTheLoop_OverEveryAwait(EventLoopKind kind)
    {
        using var loop = EventLoop.Start(kind);
        await loop.InvokeAsync(async () =>
        {
            Assert.True(loop.IsCurrent);
            await Task.Yield();
            Assert.True(loop.IsCurrent);
            await loop.DelayAsync(TimeSpan.FromMilliseconds(2));
            Assert.True(loop.IsCurrent);
            await Task.Run(static () => { });
            Assert.True(loop.IsCurrent);
        });
        Assert.False(loop.IsCurrent);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Invoke_PassesFailuresOn_AndTheLoopLives(EventLoopKind kind)
    {
        using var loop = EventLoop.Start(kind);
        await Assert.ThrowsAsync<InvalidDataException>(() => loop.InvokeAsync(() => throw new InvalidDataException()));
        await loop.InvokeAsync(() => Task.CompletedTask);
        Assert.Null(loop.Failure);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Schedule_RunsInOrderOfTheDueTimes_NeverEarly(EventLoopKind kind)
    {
        using var loop = EventLoop.Start(kind);
        var ran = new List<int>();
        await loop.InvokeAsync(async () =>
        {
            var start = Clock.Now;
            foreach (var milliseconds in new[] { 8, 2, 5, 0, -3 })
            {
                loop.Schedule(start + (milliseconds * 1000), state =>
                {
                    Assert.True(Clock.Now >= start + ((int)state! * 1000));
                    ran.Add((int)state);
                }, milliseconds);
            }

            await loop.DelayUntilAsync(start + 9_000);
        });
        Assert.Equal([-3, 0, 2, 5, 8], ran);
    }
}
