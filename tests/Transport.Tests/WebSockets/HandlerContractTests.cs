using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Testing;
using Venueless.Fast.Transport.Tests.Hosting;

namespace Venueless.Fast.Transport.Tests.WebSockets;

/// <summary>The promises of <see cref="IMessageHandler"/>.</summary>
public sealed class HandlerContractTests : IDisposable
{
    private readonly CancellationTokenSource _blocked = new();

    public void Dispose() => _blocked.Dispose();

    [Fact]
    public async Task Messages_WhileBusy_AreOfferedAndThenWait()
    {
        var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var refused = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = await TestHost.StartAsync();
        host.Endpoint.Prepare = handler =>
        {
            handler.Message = (self, text) => text == "slow" ? new ValueTask(first.Task) : Reply(self, text);
            handler.Busy = (self, text) =>
            {
                if (text == "ping1")
                {
                    return self.Send("pong");
                }

                refused.SetResult();
                return false;
            };
        };
        await using var client = await host.ConnectAsync();
        var handler = await host.Endpoint.NextHandlerAsync();

        await client.SendTextAsync("slow");
        await client.SendTextAsync("ping1");
        Assert.Equal("pong", await client.ReceiveTextAsync());
        await client.SendFrameAsync(WireFrame.PingOpcode, "control"u8.ToArray());
        Assert.Equal(WireFrame.PongOpcode, (await client.ReceiveFrameAsync()).Opcode);
        await client.SendTextAsync("next");
        await client.SendTextAsync("ping2");
        await refused.Task.WaitAsync(WireClient.DefaultTimeout);
        first.SetResult();

        Assert.Equal("next", await client.ReceiveTextAsync());
        Assert.Equal("ping2", await client.ReceiveTextAsync());
        Assert.Equal(["open", "message slow", "busy ping1", "busy next", "message next", "message ping2"], handler.Calls);
    }

    [Fact]
    public async Task Disconnect_WhileBusy_ClosesAfterThePendingTask()
    {
        var pending = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = await TestHost.StartAsync();
        host.Endpoint.Prepare = handler => handler.Message = async (self, _) =>
        {
            self.Send("started");
            await pending.Task;
            self.Calls.Enqueue("finished");
            ended.SetResult();
        };
        await using var client = await host.ConnectAsync();
        var handler = await host.Endpoint.NextHandlerAsync();

        await client.SendTextAsync("go");
        Assert.Equal("started", await client.ReceiveTextAsync());
        await client.SendCloseAsync(1001);
        // The close frame is noticed and answered although the command has not ended.
        Assert.Equal(1001, await client.ReceiveCloseAsync(answers: false));
        pending.SetResult();

        Assert.Equal(new ConnectionClosed(CloseReason.ClosedByPeer, 1001), await handler.Closed);
        await ended.Task;
        Assert.Equal(["open", "message go", "finished", "closed"], handler.Calls);
    }

    [Fact]
    public async Task MessagesDuringOpen_WaitForIt()
    {
        var open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = await TestHost.StartAsync();
        host.Endpoint.Prepare = handler =>
        {
            handler.Open = async self =>
            {
                await open.Task;
                self.Send("opened");
            };
            handler.Message = Reply;
        };
        await using var client = await host.ConnectAsync();

        await client.SendTextAsync("early");
        open.SetResult();

        Assert.Equal("opened", await client.ReceiveTextAsync());
        Assert.Equal("early", await client.ReceiveTextAsync());
    }

    [Theory]
    [InlineData("open")]
    [InlineData("open later")]
    [InlineData("message")]
    [InlineData("message later")]
    [InlineData("busy")]
    [InlineData("closed")]
    public async Task Exception_IsLoggedAndClosesOnce(string where)
    {
        await using var host = await TestHost.StartAsync();
        host.Endpoint.Prepare = handler =>
        {
            handler.Open = _ => ThrowIn(where, "open");
            handler.Message = (_, text) => text == "block" ? new ValueTask(Task.Delay(Timeout.Infinite, _blocked.Token)) : ThrowIn(where, "message");
            handler.Busy = static (_, _) => throw new InvalidOperationException("busy");
            handler.End = _ => ThrowIn(where, "closed");
        };
        await using var client = await host.ConnectAsync();
        var handler = await host.Endpoint.NextHandlerAsync();
        if (!where.StartsWith("open", StringComparison.Ordinal))
        {
            if (where == "busy")
            {
                await client.SendTextAsync("block");
            }

            await client.SendTextAsync("x");
        }

        if (where == "closed")
        {
            handler.Connection.Close(CloseReason.Normal);
        }

        Assert.Equal(1000, await client.ReceiveCloseAsync());
        await _blocked.CancelAsync();
        Assert.Equal(CloseReason.Normal, (await handler.Closed).Reason);
        Assert.Equal("closed", handler.Calls.Last());
        await client.DisposeAsync();
        await host.StopAsync();
        Assert.Contains(host.Logger.Entries, entry => entry.Exception is InvalidOperationException { Message: var text } && where.StartsWith(text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task FramesEnqueuedInTheEndpoint_ComeBehindTheHandshake()
    {
        await using var host = await TestHost.StartAsync();
        host.Endpoint.Prepare = static handler =>
        {
            handler.Send("first");
            handler.Connection.Close(CloseReason.Normal);
        };
        await using var client = await host.ConnectAsync();

        Assert.Equal("first", await client.ReceiveTextAsync());
        Assert.Equal(1000, await client.ReceiveCloseAsync());
    }

    [Fact]
    public async Task CommandsAboveTheRate_PauseAndAreNotLost()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        await using var host = await TestHost.StartAsync(static options =>
            (options.CommandsPerSecond, options.CommandBurst, options.PingInterval) = (3, 5, TimeSpan.Zero), clock);
        await using var client = await host.ConnectAsync();

        await client.SendBytesAsync([.. Enumerable.Range(0, 10).SelectMany(static i => ClientFrame.Encode(1, [(byte)('0' + i)]))]);
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal($"{i}", await client.ReceiveTextAsync());
        }

        var next = client.ReceiveTextAsync("the first message of the next second");
        while (!next.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal("5", await next);
        for (var i = 6; i < 10; i++)
        {
            next = client.ReceiveTextAsync();
            while (!next.IsCompleted)
            {
                clock.Advance(TimeSpan.FromSeconds(1));
                await Task.Yield();
            }

            Assert.Equal($"{i}", await next);
        }
    }

    [Theory]
    [InlineData(9)]
    [InlineData(10)]
    public async Task ControlFramesAboveTheRate_PauseReadingToo(int opcode)
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        await using var host = await TestHost.StartAsync(static options =>
            (options.CommandsPerSecond, options.CommandBurst, options.PingInterval) = (3, 5, TimeSpan.Zero), clock);
        await using var client = await host.ConnectAsync();

        await client.SendBytesAsync([.. Enumerable.Range(0, 5).SelectMany(_ => ClientFrame.Encode(opcode, [])), .. ClientFrame.Encode(1, "late"u8.ToArray())]);
        for (var i = 0; opcode == 9 && i < 5; i++)
        {
            Assert.Equal(WireFrame.PongOpcode, (await client.ReceiveFrameAsync()).Opcode);
        }

        await Assert.ThrowsAsync<TimeoutException>(() => client.TryReceiveFrameAsync("anything while reading pauses", TimeSpan.FromMilliseconds(300)));
        var next = client.ReceiveTextAsync();
        while (!next.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal("late", await next);
    }

    [Fact]
    public async Task PeerThatLeavesAboveTheRate_IsNoticedLongBeforeItsBacklogIsRead()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        await using var host = await TestHost.StartAsync(static options => (options.CommandsPerSecond, options.CommandBurst) = (1, 1), clock);
        await using (var client = await host.ConnectAsync())
        {
            await client.SendBytesAsync([.. Enumerable.Range(0, 20_000).SelectMany(static _ => ClientFrame.Encode(WireFrame.PongOpcode, []))]);
        }

        var seconds = 0;
        while (host.Server.Counters.Open > 0 && seconds < 4000)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            seconds++;
            // The receive loop takes its frame of this second and pauses again, or needs some more on a busy machine.
            await Task.Delay(10);
        }

        Assert.InRange(seconds, 0, 3999);
    }

    private static ValueTask Reply(ScriptedHandler handler, string text)
    {
        handler.Send(text);
        return ValueTask.CompletedTask;
    }

    private static ValueTask ThrowIn(string where, string here)
    {
        if (where == here)
        {
            throw new InvalidOperationException(here);
        }

        return where == here + " later" ? ThrowLaterAsync(here) : ValueTask.CompletedTask;
    }

    private static async ValueTask ThrowLaterAsync(string here)
    {
        await Task.Yield();
        throw new InvalidOperationException(here);
    }
}
