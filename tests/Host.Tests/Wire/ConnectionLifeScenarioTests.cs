using System.Text.Json.Nodes;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>connection.md section 14, scenarios 29 to 31, 34 to 37 and 40: freshness, moderation, clean-up, lifetime, a database that is away.</summary>
public sealed class ConnectionLifeScenarioTests : IAsyncLifetime
{
    private const string OtherGuest = "5f6e0f4e-6f2b-4a57-8f1e-0a4c8a0c1c02";
    private const string Guest = "5f6e0f4e-6f2b-4a57-8f1e-0a4c8a0c1c01";

    private WireServer _server = null!;

    public async Task InitializeAsync() => _server = await WireServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Scenario29_LoggedInSocket_IsInTheUsersListUntilItCloses()
    {
        await using var client = await LogInAsync();
        var user = WireServer.UserIdOf(client);
        Assert.Equal(1, _server.CountSessions(user));

        await client.Wire.SendCloseAsync();
        Assert.Equal(1000, await client.Wire.ReceiveCloseAsync(answers: false));

        await WireServer.WaitUntilAsync(() => _server.FindUser(user) is null, "the user's list to become empty");
    }

    [Fact]
    public async Task Scenario30_WorldRowChangedBySql_ANewConnectionSeesItAtOnce()
    {
        await using var open = await LogInAsync();
        await _server.ExecuteSqlAsync($"UPDATE core_world SET title = 'Changed by hand' WHERE id = '{WireServer.World}'");

        await using var client = await VenuelessClient.ConnectAsync(_server.Port, WireServer.World);
        var payload = await client.LogInAsync(Guest);

        Assert.Equal("Changed by hand", (string?)payload["world.config"]!["world"]!["title"]);
    }

    [Fact]
    public async Task Scenario31_TraitsChangedBySql_CommandsUseThemAfterTheAllowedAge()
    {
        await using var patient = await WireServer.StartAsync(isPatient: true);
        await using var client = await VenuelessClient.LogInAsync(patient.Port, WireServer.World, Guest);
        await patient.GiveTraitsAsync(client, "insider");

        patient.Time.Advance(TimeSpan.FromSeconds(40));

        await client.CallAsync("room.enter", new JsonObject { ["room"] = patient.PrivateRoom });
    }

    [Fact]
    public async Task Scenario31_ListenerThatSendsNothing_LosesItsRightsToo()
    {
        await using var patient = await WireServer.StartAsync(isPatient: true);
        await using var listener = await VenuelessClient.LogInAsync(patient.Port, WireServer.World, Guest, "Ada");
        await listener.CallAsync("chat.join", new JsonObject { ["channel"] = patient.Channel });
        await listener.ReceivePushAsync("chat.event");
        await using var sender = await VenuelessClient.LogInAsync(patient.Port, WireServer.World, OtherGuest, "Ben");
        await sender.CallAsync("chat.join", new JsonObject { ["channel"] = patient.Channel });
        await listener.ReceivePushAsync("chat.event");
        var user = patient.FindUser(listener)!;

        await patient.ExecuteSqlAsync($"UPDATE core_user SET moderation_state = 'banned', version = version + 1 WHERE id = '{user.Id}'");
        patient.Time.Advance(TimeSpan.FromSeconds(31));
        await WireServer.WaitUntilAsync(() => user.Current.IsBanned, "the listener's row to be compared with the store");
        await sender.CallAsync("chat.send", new JsonObject
        {
            ["channel"] = patient.Channel,
            ["event_type"] = "channel.message",
            ["content"] = new JsonObject { ["type"] = "text", ["body"] = "Not for everybody" },
        });

        await listener.ExpectNothingAsync();
    }

    [Fact]
    public async Task Scenario31_ConformanceSwitch_TheNextCommandUsesThem()
    {
        await using var strict = await WireServer.StartAsync(cacheMaxAge: TimeSpan.Zero);
        await using var client = await VenuelessClient.LogInAsync(strict.Port, WireServer.World, Guest);
        var body = new JsonObject { ["room"] = strict.PrivateRoom };
        Assert.Equal("protocol.denied", (string?)(await client.CallForErrorAsync("room.enter", body))["code"]);

        await strict.GiveTraitsAsync(client, "insider");

        await client.CallAsync("room.enter", body);
    }

    [Fact]
    public async Task Scenario34_ModerationReload_NothingIsExecutedAndTheSocketClosesAfterTwoSeconds()
    {
        await using var client = await LogInAsync();
        var user = WireServer.UserIdOf(client);

        _server.FindUser(user)!.Sessions[0].Reload();
        await client.ExpectAsync("""["connection.reload",{}]""");
        await client.SendAsync("""["user.update",1,{"profile":{"display_name":"Too late"}}]""");

        _server.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(1000, await client.Wire.ReceiveCloseAsync());
        Assert.Equal("{}", await _server.ReadSqlAsync($"SELECT profile FROM core_user WHERE id = '{user}'"));
    }

    [Fact]
    public async Task Scenario35_CutConnection_EveryCleanUpEffectAppears()
    {
        await using var client = await LogInAsync("Ada");
        var user = WireServer.UserIdOf(client);
        await client.CallAsync("room.enter", new JsonObject { ["room"] = _server.Room });
        await client.CallAsync("room.enter", new JsonObject { ["room"] = _server.StageRoom });
        await client.CallAsync("chat.join", new JsonObject { ["channel"] = _server.Channel });
        await client.CallAsync("chat.join", new JsonObject { ["channel"] = _server.VolatileChannel });
        Assert.Equal("2", await CountAsync($"core_roomview WHERE user_id = '{user}' AND \"end\" IS NULL"));
        Assert.Equal("2", await CountAsync($"core_membership WHERE user_id = '{user}'"));

        client.Wire.Reset();

        // The list of sessions is what is left last.
        await WireServer.WaitUntilAsync(() => _server.SessionCount == 0, "the session to be cleaned up");
        Assert.Null(_server.FindUser(user));
        Assert.Equal("0", await CountAsync($"core_roomview WHERE user_id = '{user}' AND \"end\" IS NULL"));
        Assert.Equal("1", await CountAsync($"core_membership WHERE user_id = '{user}'"));
        Assert.Equal(0, _server.CountSubscribers(TopicKey.Channel(new ChannelId(Guid.Parse(_server.Channel)))));
        Assert.Equal(0, _server.CountSubscribers(TopicKey.Room(new RoomId(Guid.Parse(_server.Room)))));
    }

    [Fact]
    public async Task Scenario36_OneCleanUpStepFails_TheOthersRun()
    {
        await using var client = await LogInAsync("Ada");
        var user = WireServer.UserIdOf(client);
        await client.CallAsync("room.enter", new JsonObject { ["room"] = _server.Room });
        await client.CallAsync("chat.join", new JsonObject { ["channel"] = _server.VolatileChannel });

        // The chat step cannot delete the volatile membership any more; the room step still ends the view.
        await _server.ExecuteSqlAsync("ALTER TABLE core_membership RENAME TO core_membership_gone");
        client.Wire.Reset();

        await WireServer.WaitUntilAsync(() => _server.FindUser(user) is null, "the session to be cleaned up");
        Assert.Equal("0", await CountAsync($"core_roomview WHERE user_id = '{user}' AND \"end\" IS NULL"));
    }

    [Fact]
    public async Task Scenario37_OlderThanItsLifetime_ClosesWith1000AndNoMessage()
    {
        await using var patient = await WireServer.StartAsync(isPatient: true);
        await using var client = await VenuelessClient.LogInAsync(patient.Port, WireServer.World, Guest);
        var session = Assert.Single(patient.Nodes.SelectMany(static node => node.Sessions.ToList()));

        // The login has ended when the next command is answered, not when its answer is there.
        await client.SettleAsync();
        patient.Time.Advance(TimeSpan.FromHours(21.5));
        await client.ExpectNothingAsync();
        Assert.Equal(SessionState.Authenticated, session.State);

        patient.Time.Advance(TimeSpan.FromHours(2.6));
        Assert.Equal(1000, await client.Wire.ReceiveCloseAsync());
    }

    [Fact]
    public async Task Scenario40_DatabaseAway_CommandIsUnavailableAndTheNextOneWorks()
    {
        await using var client = await LogInAsync();
        var body = new JsonObject { ["profile"] = new JsonObject { ["display_name"] = "Ada" } };

        await using (await _server.TakeDatabaseAwayAsync())
        {
            Assert.Equal("server.unavailable", (string?)(await client.CallForErrorAsync("user.update", body))["code"]);
            await client.ExpectNothingAsync();
        }

        await client.CallAsync("user.update", body);
    }

    [Fact]
    public async Task Scenario40_DatabaseAwayDuringLogin_ClosesWithoutMessage()
    {
        await using var client = await VenuelessClient.ConnectAsync(_server.Port, WireServer.World);
        await client.ExpectNothingAsync();

        await using (await _server.TakeDatabaseAwayAsync())
        {
            await client.SendAsync($$"""["authenticate",{"client_id":"{{Guest}}"}]""");
            Assert.Equal(1000, await client.Wire.ReceiveCloseAsync());
        }
    }

    private Task<VenuelessClient> LogInAsync(string? displayName = null) =>
        VenuelessClient.LogInAsync(_server.Port, WireServer.World, Guest, displayName);

    private Task<string?> CountAsync(string where) => _server.ReadSqlAsync($"SELECT count(*) FROM {where}");
}
