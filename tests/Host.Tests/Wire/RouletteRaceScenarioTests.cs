using System.Globalization;
using System.Text.Json.Nodes;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>calls.md section I, scenario 40: many look at once, on all nodes.</summary>
public sealed class RouletteRaceScenarioTests : IAsyncLifetime
{
    private CallServer _calls = null!;

    public async Task InitializeAsync() => _calls = await CallServer.StartAsync();

    public async Task DisposeAsync() => await _calls.DisposeAsync();

    [Theory]
    [InlineData(2, 10)]
    [InlineData(3, 10)]
    [InlineData(100, 2)]
    public async Task Scenario40_UsersStartAtOnce_EverybodyMeetsOneOtherExceptTheOddOne(int users, int rounds)
    {
        var rooms = await AddRoomsAsync(rounds);
        var clients = await Task.WhenAll(Enumerable.Range(0, users).Select(number => _calls.LogInAsync($"user{number}")));
        foreach (var room in rooms)
        {
            var replies = await Task.WhenAll(clients.Select(client => CallServer.StartAsync(client, room)));

            // Who finds somebody is answered first; the other's push is out when the next command of the finder is answered.
            await Task.WhenAll(clients.Select(static client => client.WaitForNodesAsync()));
            var calls = await Task.WhenAll(clients.Select((client, index) => CallOfAsync(client, replies[index])));

            var pairs = calls.Where(call => call is not null).GroupBy(call => call).ToList();
            Assert.Equal(users / 2, pairs.Count);
            Assert.All(pairs, pair => Assert.Equal(2, pair.Count()));
            Assert.Equal($"{users / 2}", await _calls.Server.ReadSqlAsync($"SELECT count(*) FROM core_roulettepairing WHERE room_id = '{room}'"));
            Assert.Equal($"{users % 2}", await _calls.Server.ReadSqlAsync($"SELECT count(*) FROM core_rouletterequest WHERE room_id = '{room}'"));
        }

        foreach (var client in clients)
        {
            await client.DisposeAsync();
        }
    }

    [Fact]
    public async Task FoundWhileRenewing_IsOneCallForBoth()
    {
        var rooms = await AddRoomsAsync(20);
        await using var ada = await _calls.LogInAsync("ada");
        await using var ben = await _calls.LogInAsync("ben");
        foreach (var room in rooms)
        {
            Assert.Equal("wait", (string?)(await CallServer.StartAsync(ada, room))["status"]);

            // The renewal may come before the match, in between, or after it.
            var replies = await Task.WhenAll(CallServer.StartAsync(ada, room), CallServer.StartAsync(ben, room));

            // As above: the one who has found the other is answered before the other is told.
            await ben.WaitForNodesAsync();
            var call = await CallOfAsync(ada, replies[0]);
            Assert.Equal((string?)replies[1]["call_id"], call);
            Assert.Equal("1", await _calls.Server.ReadSqlAsync($"SELECT count(*) FROM core_roulettepairing WHERE room_id = '{room}'"));

            // Who is told of a match and starts again looks for the next one; a renewal that crosses the news of the match says the same.
            var searches = int.Parse((await _calls.Server.ReadSqlAsync($"SELECT count(*) FROM core_rouletterequest WHERE room_id = '{room}'"))!, CultureInfo.InvariantCulture);
            Assert.InRange(searches, 0, (string?)replies[0]["status"] == "wait" ? 1 : 0);
        }
    }

    [Fact]
    public async Task HangUpAtOnceByBoth_EndsWithoutErrors()
    {
        var rooms = await AddRoomsAsync(10);
        await using var ada = await _calls.LogInAsync("ada");
        await using var ben = await _calls.LogInAsync("ben");
        foreach (var room in rooms)
        {
            var call = await _calls.MatchAsync(ada, ben, room);

            await Task.WhenAll(ada.CallAsync("roulette.hangup", CallServer.Call(call)), ben.CallAsync("roulette.hangup", CallServer.Call(call)));

            // Each has heard of the other's at most once.
            Assert.InRange((await ada.SettleAsync()).Count, 0, 1);
            Assert.InRange((await ben.SettleAsync()).Count, 0, 1);
        }
    }

    private async Task<List<string>> AddRoomsAsync(int count)
    {
        var rooms = new List<string>();
        for (var room = 0; room < count; room++)
        {
            rooms.Add(await _calls.AddRoomAsync(CallServer.Roulette));
        }

        return rooms;
    }

    // The call that a connection is in after its start; null: it still waits.
    private static async Task<string?> CallOfAsync(VenuelessClient client, JsonNode reply)
    {
        var call = (string?)reply["call_id"];
        foreach (var push in await client.SettleAsync())
        {
            // Before the reply of a renewal, which then says the same.
            Assert.Equal("roulette.match_found", (string?)push[0]);
            Assert.Equal(call ?? (string?)push[1]!["call_id"], (string?)push[1]!["call_id"]);
            call = (string?)push[1]!["call_id"];
        }

        return call;
    }
}
