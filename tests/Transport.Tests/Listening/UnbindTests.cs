using Venueless.Fast.Testing;

namespace Venueless.Fast.Transport.Tests.Listening;

/// <summary>What becomes of connections that nobody has yet when a listener ends.</summary>
public sealed class UnbindTests
{
    [Fact]
    public async Task Unbind_WaitsForWhomThePoolHasNotComeTo_AndHttpStillTakesThem()
    {
        using var comesTo = new SemaphoreSlim(0);
        using var goesOn = new ManualResetEventSlim();
        await using var own = new OwnListener(() =>
        {
            comesTo.Release();
            return goesOn.Wait(WireClient.DefaultTimeout);
        });
        await using var client = await own.ConnectHttpAsync();
        Assert.True(await comesTo.WaitAsync(WireClient.DefaultTimeout));

        var unbinding = own.Listener.UnbindAsync().AsTask();
        // So that one that does not wait is through; when it is not all the same, the test is only weaker.
        await Task.WhenAny(unbinding, Task.Delay(300));
        Assert.False(unbinding.IsCompleted);
        goesOn.Set();

        await unbinding.WaitAsync(WireClient.DefaultTimeout);
        await using var connection = await own.Listener.AcceptAsync();
        Assert.NotNull(connection);
        Assert.False((await connection.Transport.Input.ReadAsync()).Buffer.IsEmpty);
        Assert.Null(await own.Listener.AcceptAsync());
    }

    [Fact]
    public async Task Unbind_WhenItMayTakeNoLonger_LeavesThePoolAlone()
    {
        using var comesTo = new SemaphoreSlim(0);
        using var goesOn = new ManualResetEventSlim();
        await using var own = new OwnListener(() =>
        {
            comesTo.Release();
            return goesOn.Wait(WireClient.DefaultTimeout);
        });
        await using var client = await own.ConnectHttpAsync();
        Assert.True(await comesTo.WaitAsync(WireClient.DefaultTimeout));

        await own.Listener.UnbindAsync(new CancellationToken(canceled: true)).AsTask().WaitAsync(WireClient.DefaultTimeout);
        Assert.Null(await own.Listener.AcceptAsync());
        goesOn.Set();

        await ReceiveEndAsync(client);
    }

    [Fact]
    public async Task Dispose_WithoutUnbind_ClosesWebsocketsAndWhomNobodyHasAccepted()
    {
        var own = new OwnListener();
        await using var http = await own.ConnectHttpAsync();
        await using var webSocket = await WireClient.ConnectAsync(own.Port, "/ws/echo");
        // Both have been looked at: HTTP's is none of the server's any more.
        await Hosting.TestHost.WaitUntilAsync(() => own.Server.Sockets == 1, "HTTP's connection was never handed on.");

        var disposing = own.DisposeAsync().AsTask();

        Assert.Equal(1012, await webSocket.ReceiveCloseAsync());
        await webSocket.DisposeAsync();
        await disposing.WaitAsync(WireClient.DefaultTimeout);
        await ReceiveEndAsync(http);
    }

    private static async Task ReceiveEndAsync(WireClient client)
    {
        try
        {
            Assert.Empty(await client.ReceiveAllAsync());
        }
        catch (IOException)
        {
            // A reset is an end as well.
        }
    }
}
