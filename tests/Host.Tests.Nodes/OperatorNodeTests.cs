using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>connection.md section 14, scenario 26: labels tell old and new nodes apart.</summary>
public sealed class OperatorNodeTests : IAsyncLifetime
{
    private WireServer _server = null!;

    public async Task InitializeAsync() => _server = await WireServer.StartAsync(labels: ["a1.prod", "b2.prod"]);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Scenario26_FilterOfOneLabel_OnlyItsSocketsClose()
    {
        await using var first = await ConnectAsync();
        await using var second = await ConnectAsync();
        await _server.WaitForListedAsync("a1.prod", 1);
        await _server.WaitForListedAsync("b2.prod", 1);

        var (code, output, error) = await _server.RunConnectionsAsync("drop", "a1.*");

        Assert.Equal((0, "Connections being closed: 1 of a1.prod (servers: 2)\n", ""), (code, output, error));
        Assert.Equal(1000, await first.Wire.ReceiveCloseAsync());
        await second.PingAsync();
    }

    [Fact]
    public async Task Scenario26_FilterOfBothLabels_BothClose()
    {
        await using var first = await ConnectAsync();
        await using var second = await ConnectAsync();
        await _server.WaitForListedAsync("a1.prod", 1);
        await _server.WaitForListedAsync("b2.prod", 1);

        Assert.Equal(0, (await _server.RunConnectionsAsync("drop", "*.prod", "--interval", "1")).ExitCode);

        Assert.Equal(1000, await first.Wire.ReceiveCloseAsync());
        Assert.Equal(1000, await second.Wire.ReceiveCloseAsync());
    }

    private Task<VenuelessClient> ConnectAsync() => VenuelessClient.ConnectAsync(_server.Port, WireServer.World);
}
