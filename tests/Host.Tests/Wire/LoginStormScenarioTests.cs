using System.Globalization;
using System.Text.Json.Nodes;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>auth-and-users.md section 2 with everybody at once: logins share their reads, and nobody sees anything of the others.</summary>
public sealed class LoginStormScenarioTests : IAsyncLifetime
{
    private const int Guests = 200;

    private WireServer _server = null!;
    private string _world = "";
    private string _room = "";

    public async Task InitializeAsync()
    {
        _server = await WireServer.StartAsync(isPatient: true);
        _world = await _server.ImportWorldAsync(WireToken.Config());
        _room = await _server.FindChannelAsync(_world, "text");
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task TwoHundredAtOnce_EachGetsItsOwnSheetAndTheBannedOneNone()
    {
        var users = await CreateUsersAsync();
        await EquipAsync(users);
        await _server.ExecuteSqlAsync($"UPDATE core_user SET moderation_state = 'banned', version = version + 1 WHERE id = '{users[13]}'");
        var clients = await ConnectAsync(Guests);

        await Task.WhenAll(clients.Select((client, number) => client.SendAsync(new JsonArray("authenticate", BodyOf(number)))));

        for (var number = 0; number < Guests; number++)
        {
            var answer = await clients[number].ReceiveAsync("an answer to the login");
            if (number == 13)
            {
                JsonAssert.Equal("""["error", {"code": "auth.denied"}]""", answer);
                continue;
            }

            Assert.Equal("authenticated", (string?)answer[0]);
            AssertSheet(number, users, answer[1]!.AsObject());
        }

        Assert.Equal("1", await _server.ReadSqlAsync($"SELECT count(*) FROM core_user WHERE world_id = '{_world}' AND moderation_state = 'banned'"));
        await DisposeAsync(clients);
    }

    [Fact]
    public async Task TwoHundredNewGuestsAtOnce_AllHaveARowOfTheirOwnThatKnowsTheLogin()
    {
        var tracked = await _server.ImportWorldAsync(new JsonObject { ["track_world_views"] = true });
        var clients = await Task.WhenAll(Enumerable.Range(0, Guests).Select(_ => VenuelessClient.ConnectAsync(_server.Port, tracked)));

        await Task.WhenAll(clients.Select((client, number) => client.LogInAsync($"guest-{number}")));

        Assert.Equal(Guests, clients.Select(WireServer.UserIdOf).Distinct().Count());
        Assert.Equal($"{Guests}", await _server.ReadSqlAsync($"SELECT count(*) FROM core_user WHERE world_id = '{tracked}' AND last_login IS NOT NULL AND version = 3"));
        Assert.Equal($"{Guests}", await _server.ReadSqlAsync("SELECT count(DISTINCT user_id) FROM core_worldview WHERE \"end\" IS NULL"));
        await DisposeAsync(clients);
    }

    [Fact]
    public async Task DatabaseAway_FailsAllAsItFailsOne_AndTheNextOnesWork()
    {
        var clients = await ConnectAsync(12);
        await using (await _server.TakeDatabaseAwayAsync())
        {
            await Task.WhenAll(clients.Select((client, number) => client.SendAsync(new JsonArray("authenticate", BodyOf(number)))));
            foreach (var client in clients)
            {
                Assert.Equal(1000, await client.Wire.ReceiveCloseAsync());
            }
        }

        await DisposeAsync(clients);
        clients = await ConnectAsync(12);
        await Task.WhenAll(clients.Select((client, number) => client.AuthenticateAsync(BodyOf(number))));
        await DisposeAsync(clients);
    }

    private static JsonObject BodyOf(int number) => WireToken.Body($"user-{number}");

    private static string PointerOf(int number) => (1_000 + number).ToString(CultureInfo.InvariantCulture);

    private Task<VenuelessClient[]> ConnectAsync(int count) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(_ => VenuelessClient.ConnectAsync(_server.Port, _world)));

    private static async Task DisposeAsync(IEnumerable<VenuelessClient> clients)
    {
        foreach (var client in clients)
        {
            await client.DisposeAsync();
        }
    }

    private async Task<string[]> CreateUsersAsync()
    {
        var clients = await ConnectAsync(Guests);
        await Task.WhenAll(clients.Select((client, number) => client.AuthenticateAsync(BodyOf(number))));
        string[] users = [.. clients.Select(static client => $"{WireServer.UserIdOf(client)}")];
        await Task.WhenAll(clients.Select((client, number) => number % 3 == 0
            ? client.CallAsync("chat.mark_read", JsonNode.Parse($$"""{"channel": "{{_room}}", "id": {{PointerOf(number)}}}"""))
            : Task.CompletedTask));
        await DisposeAsync(clients);
        await WireServer.WaitUntilAsync(() => _server.SessionCount == 0, "everybody to have left");
        return users;
    }

    // Every second one is in the room, every fourth has a direct channel with the one after it, every fifth has notifications: as many as its number says.
    private async Task EquipAsync(string[] users)
    {
        var sql = new List<string>
        {
            $"INSERT INTO core_chatevent (id, channel_id, sender_id, timestamp, event_type, content) VALUES {string.Join(", ", Enumerable.Range(1, 5).Select(id => $"({id}, '{_room}', '{users[1]}', '2031-02-03 09:15:22.104000+00:00', 'channel.message', '{{}}')"))}",
        };
        for (var number = 0; number < users.Length; number++)
        {
            if (number % 2 == 0)
            {
                sql.Add(Join(_room, users[number]));
            }

            if (number % 4 == 0)
            {
                var direct = Guid.NewGuid().ToString();
                sql.Add($"INSERT INTO core_channel (id, room_id, world_id) VALUES ('{direct}', NULL, '{_world}')");
                sql.Add(Join(direct, users[number]));
                sql.Add(Join(direct, users[number + 1]));
            }

            for (var notification = 1; number % 5 == 0 && notification <= (number % 4) + 1; notification++)
            {
                sql.Add($"INSERT INTO core_chateventnotification (chat_event_id, recipient_id) VALUES ({notification}, '{users[number]}')");
            }
        }

        await _server.ExecuteSqlAsync(string.Join(";\n", sql));
    }

    private static string Join(string channel, string user) =>
        $"INSERT INTO core_membership (channel_id, user_id, volatile, hidden) VALUES ('{channel}', '{user}', FALSE, FALSE)";

    private void AssertSheet(int number, string[] users, JsonObject payload)
    {
        Assert.Equal(users[number], (string?)payload["user.config"]!["id"]);
        var channels = payload["chat.channels"]!.AsArray();
        Assert.Equal(number % 2 == 0 ? [_room] : [], channels.Where(static channel => channel!["members"] is null).Select(static channel => (string)channel!["id"]!));
        var direct = channels.Where(static channel => channel!["members"] is not null).ToList();
        string[] partners = number % 4 == 0 ? [users[number], users[number + 1]] : number % 4 == 1 ? [users[number - 1], users[number]] : [];
        Assert.Equal(
            partners.Order(StringComparer.Ordinal),
            direct.SelectMany(static channel => channel!["members"]!.AsArray()).Select(static member => (string)member!["id"]!).Order(StringComparer.Ordinal));
        JsonAssert.Equal(number % 3 == 0 ? $$"""{"{{_room}}": {{PointerOf(number)}}}""" : "{}", payload["chat.read_pointers"]);
        JsonAssert.Equal(number % 5 == 0 ? $$"""{"{{_room}}": {{(number % 4) + 1}}}""" : "{}", payload["chat.notification_counts"]);
    }
}
