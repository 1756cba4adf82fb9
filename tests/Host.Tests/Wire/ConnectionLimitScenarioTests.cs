using System.Text.Json.Nodes;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>connection.md section 14, scenarios 16 to 22: the connection limit per user, on one node without redis.</summary>
public sealed class ConnectionLimitScenarioTests : IAsyncLifetime
{
    private WireServer _server = null!;

    private ConnectionLimitScenarios Scenarios => new(_server);

    public async Task InitializeAsync() => _server = await WireServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData(null)]
    [InlineData(0)]
    public Task Scenario16_NoLimit_NobodyIsReplaced(int? limit) => Scenarios.NobodyIsReplacedAsync(limit);

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    public Task Scenario17And18_Limit_TheOldestAreReplacedAndClosed(int limit, int replaced) => Scenarios.TheOldestAreReplacedAndClosedAsync(limit, replaced);

    [Fact]
    public Task Scenario20_UnlimitedPermission_NobodyIsReplaced() =>
        Scenarios.NobodyIsReplacedAsync(1, roles: """{"attendee":["world:view","world:connections.unlimited"]}""");

    [Fact]
    public Task Scenario21_SimultaneousLoginsUnderLimitOne_ExactlyOneSurvives() => Scenarios.SimultaneousLoginsUnderLimitOne_ExactlyOneSurvivesAsync();

    [Fact]
    public async Task Scenario22_PendingCommandOnTheOldSocket_TheErrorHasNoId()
    {
        var world = await _server.ImportWorldAsync(new JsonObject { ["connection_limit"] = 1 });
        await using var old = await VenuelessClient.LogInAsync(_server.Port, world, ConnectionLimitScenarios.Guest);
        await using (await _server.HoldUserWritesAsync())
        {
            await old.SendAsync("""["user.update",77,{"profile":{"display_name":"Ada"}}]""");
            await old.PingAsync();

            _server.FindUser(old)!.Sessions[0].Replace();

            await old.ExpectAsync("""["error",{"code":"connection.replaced","message":"Connection replaced"}]""");
        }
    }
}
