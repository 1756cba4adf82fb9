using System.Text.Json.Nodes;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>world.md section 11, scenarios 6 and 7: the pushes of how full rooms are.</summary>
public sealed class RoomCountScenarioTests : IAsyncLifetime
{
    private const string Guest = "5f6e0f4e-6f2b-4a57-8f1e-0a4c8a0c7d0";

    private WireServer _server = null!;

    public async Task InitializeAsync() => _server = await WireServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Scenario06_FirstAndLastVisitor_AreToldOnceAndTheSecondIsNot()
    {
        await using var watcher = await LogInAsync(0);
        await using var first = await LogInAsync(1);
        await using var second = await LogInAsync(2);

        await EnterAsync(first, _server.StageRoom);
        Assert.Equal(["few"], await StepsAsync(watcher));
        await EnterAsync(second, _server.StageRoom);
        Assert.Empty(await StepsAsync(watcher));
        await first.CallAsync("room.leave", Room(_server.StageRoom));
        await first.SettleAsync();
        Assert.Empty(await StepsAsync(watcher));
        await second.CallAsync("room.leave", Room(_server.StageRoom));
        await second.SettleAsync();
        Assert.Equal(["none"], await StepsAsync(watcher));
    }

    [Fact]
    public async Task Scenario07_RoomThatIsNotSeen_IsNotToldOf()
    {
        await using var watcher = await LogInAsync(0);
        await using var insider = await LogInAsync(1);
        await _server.GiveTraitsAsync(insider, "insider");
        await using var again = await LogInAsync(1);

        await EnterAsync(again, _server.PrivateRoom);

        Assert.Empty(await StepsAsync(watcher));
        Assert.Equal(["few"], await StepsAsync(again));
    }

    private static JsonObject Room(string room) => new() { ["room"] = room };

    private static async Task<List<string?>> StepsAsync(VenuelessClient client) =>
        [.. (await client.SettleAsync()).Where(static push => (string?)push[0] == "world.user_count_change").Select(static push => (string?)push[1]!["users"])];

    private Task<VenuelessClient> LogInAsync(int number) => VenuelessClient.LogInAsync(_server.Port, WireServer.World, $"{Guest}{number}");

    private static async Task EnterAsync(VenuelessClient client, string room)
    {
        await client.CallAsync("room.enter", Room(room));
        await client.WaitForNodesAsync();
    }
}
