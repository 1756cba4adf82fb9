using System.Text.Json.Nodes;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>connection.md section 14, scenario 19: the limit counts over all nodes.</summary>
public sealed class ConnectionLimitNodeTests : IAsyncLifetime
{
    private const string Guest = "5f6e0f4e-6f2b-4a57-8f1e-0a4c8a0c6b01";
    private const string Replaced = """["error", {"code": "connection.replaced", "message": "Connection replaced"}]""";

    private WireServer _server = null!;

    public async Task InitializeAsync() => _server = await WireServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Scenario19_ThirdLoginOnAnyNode_TheOldestOfAllIsReplaced(int skippedTurns)
    {
        var world = await _server.ImportWorldAsync(new JsonObject { ["connection_limit"] = 2 });
        await using var first = await VenuelessClient.LogInAsync(_server.Port, world, Guest);
        await using var second = await VenuelessClient.LogInAsync(_server.Port, world, Guest);
        for (var turn = 0; turn < skippedTurns; turn++)
        {
            _ = _server.Port;
        }

        await using var third = await VenuelessClient.LogInAsync(_server.Port, world, Guest);

        await first.ExpectAsync(Replaced);
        _server.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1000, await first.Wire.ReceiveCloseAsync());
        await second.ExpectNothingAsync();
        await third.ExpectNothingAsync();
    }
}
