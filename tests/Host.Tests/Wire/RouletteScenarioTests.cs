using System.Text.Json.Nodes;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>calls.md section I, scenarios 33 to 39 and 44: who meets whom in the roulette.</summary>
public sealed class RouletteScenarioTests : IAsyncLifetime
{
    private CallServer _calls = null!;
    private string _room = "";

    public async Task InitializeAsync()
    {
        _calls = await CallServer.StartAsync();
        _room = await _calls.AddRoomAsync(CallServer.Roulette);
    }

    public async Task DisposeAsync() => await _calls.DisposeAsync();

    [Fact]
    public async Task Scenario33_SecondUserFindsTheFirst_OnlyTheWaitingConnectionIsTold()
    {
        await using var ada = await _calls.LogInAsync("ada");
        await using var adasOtherTab = await _calls.LogInAsync("ada");
        await using var ben = await _calls.LogInAsync("ben");
        await using var bensOtherTab = await _calls.LogInAsync("ben");
        await using var eve = await _calls.LogInAsync("eve");

        AssertJson("""{"status": "wait", "recent_pairs": 0}""", await CallServer.StartAsync(ada, _room));
        var match = await CallServer.StartAsync(ben, _room);

        var call = (string)match["call_id"]!;
        AssertJson($$"""{"status": "match", "call_id": "{{call}}", "other_user": {{PublicUser(ada, "ada")}}}""", match);
        AssertJson($$"""{"call_id": "{{call}}", "other_user": {{PublicUser(ben, "ben")}}}""", await ada.ReceivePushAsync("roulette.match_found"));
        foreach (var client in new[] { ada, adasOtherTab, ben, bensOtherTab, eve })
        {
            await client.ExpectNothingAsync();
        }

        Assert.Equal(2, _calls.CountInCall(call));
        Assert.Equal("0", await _calls.CountAsync("core_rouletterequest"));
        Assert.Equal(
            $"{call} {CallServer.IdOf(ben)} {CallServer.IdOf(ada)}",
            await _calls.Server.ReadSqlAsync("SELECT id || ' ' || user1_id || ' ' || user2_id FROM core_roulettepairing"));
        AssertJson("""{"status": "wait", "recent_pairs": 1}""", await CallServer.StartAsync(eve, _room));
    }

    [Fact]
    public async Task Scenario33_RecentPairs_AreThoseOfFiveMinutesWithoutTheCaller()
    {
        await using var ada = await _calls.LogInAsync("ada");
        await using var ben = await _calls.LogInAsync("ben");
        await using var eve = await _calls.LogInAsync("eve");
        await _calls.MatchAsync(ada, ben, _room);

        Assert.Equal(1, (int)(await CallServer.StartAsync(eve, _room))["recent_pairs"]!);
        await eve.CallAsync("roulette.stop", CallServer.Room(_room));
        Assert.Equal(0, (int)(await CallServer.StartAsync(ada, _room))["recent_pairs"]!);
        await ada.CallAsync("roulette.stop", CallServer.Room(_room));
        _calls.Server.Time.Advance(TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(1));
        Assert.Equal(0, (int)(await CallServer.StartAsync(eve, _room))["recent_pairs"]!);
    }

    [Fact]
    public async Task Scenario34_TwoTabsOfOneUser_NeverMeetAndBothWait()
    {
        await using var tab = await _calls.LogInAsync("ada");
        await using var other = await _calls.LogInAsync("ada");

        for (var round = 0; round < 3; round++)
        {
            Assert.Equal("wait", (string?)(await CallServer.StartAsync(tab, _room))["status"]);
            Assert.Equal("wait", (string?)(await CallServer.StartAsync(other, _room))["status"]);
        }

        Assert.Equal("2", await _calls.CountAsync("core_rouletterequest"));
        await tab.ExpectNothingAsync();
        await other.ExpectNothingAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Scenario35_OneBlocksTheOther_BothWait(bool waitingOneBlocks)
    {
        await using var ada = await _calls.LogInAsync("ada");
        await using var ben = await _calls.LogInAsync("ben");
        var (blocker, blocked) = waitingOneBlocks ? (ada, ben) : (ben, ada);
        await blocker.CallAsync("user.block", new JsonObject { ["id"] = CallServer.IdOf(blocked) });

        Assert.Equal("wait", (string?)(await CallServer.StartAsync(ada, _room))["status"]);
        Assert.Equal("wait", (string?)(await CallServer.StartAsync(ben, _room))["status"]);

        await blocker.CallAsync("user.unblock", new JsonObject { ["id"] = CallServer.IdOf(blocked) });
        Assert.Equal("match", (string?)(await CallServer.StartAsync(ben, _room))["status"]);
        await ada.ReceivePushAsync("roulette.match_found");
    }

    [Theory]
    [InlineData("{}", "wait")]
    [InlineData("""{"rematch_interval": 1440}""", "wait")]
    [InlineData("""{"rematch_interval": "11"}""", "wait")]
    [InlineData("""{"rematch_interval": "5"}""", "match")]
    [InlineData("""{"rematch_interval": 5}""", "match")]
    [InlineData("""{"rematch_interval": 0}""", "match")]
    [InlineData("""{"rematch_interval": "abc"}""", "wait")]
    [InlineData("""{"rematch_interval": null}""", "wait")]
    [InlineData("""{"rematch_interval": -5}""", "wait")]
    [InlineData("""{"rematch_interval": 9007199254740993}""", "wait")]
    public async Task Scenario36_MetTenMinutesAgo_TheIntervalDecides(string config, string status)
    {
        var room = await _calls.AddRoomAsync(CallServer.Roulette, config);
        await using var ada = await _calls.LogInAsync("ada");
        await using var ben = await _calls.LogInAsync("ben");
        var call = await _calls.MatchAsync(ada, ben, room);
        await ben.CallAsync("roulette.hangup", CallServer.Call(call));
        await ada.ReceivePushAsync("roulette.hangup");
        _calls.Server.Time.Advance(TimeSpan.FromMinutes(10));

        // Who was found before looks now.
        Assert.Equal("wait", (string?)(await CallServer.StartAsync(ben, room))["status"]);
        Assert.Equal(status, (string?)(await CallServer.StartAsync(ada, room))["status"]);

        // Elsewhere they have not met.
        Assert.Equal("wait", (string?)(await CallServer.StartAsync(ben, _room))["status"]);
        Assert.Equal("match", (string?)(await CallServer.StartAsync(ada, _room))["status"]);
    }

    [Fact]
    public async Task Scenario37_RequestOlderThan30Seconds_IsNotFoundUnlessRenewed()
    {
        await using var ada = await _calls.LogInAsync("ada");
        await using var ben = await _calls.LogInAsync("ben");
        await CallServer.StartAsync(ada, _room);
        _calls.Server.Time.Advance(TimeSpan.FromSeconds(31));

        Assert.Equal("wait", (string?)(await CallServer.StartAsync(ben, _room))["status"]);
        await ben.CallAsync("roulette.stop", CallServer.Room(_room));
        Assert.Equal("wait", (string?)(await CallServer.StartAsync(ada, _room))["status"]);
        _calls.Server.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("1", await _calls.CountAsync("core_rouletterequest"));
        Assert.Equal("match", (string?)(await CallServer.StartAsync(ben, _room))["status"]);
        await ada.ReceivePushAsync("roulette.match_found");
    }

    [Fact]
    public async Task TheFreshestRequest_IsFoundFirst()
    {
        await using var ada = await _calls.LogInAsync("ada");
        await using var adasOtherTab = await _calls.LogInAsync("ada");
        await using var eve = await _calls.LogInAsync("eve");
        await CallServer.StartAsync(ada, _room);
        _calls.Server.Time.Advance(TimeSpan.FromSeconds(10));
        await CallServer.StartAsync(adasOtherTab, _room);

        Assert.Equal("match", (string?)(await CallServer.StartAsync(eve, _room))["status"]);

        await adasOtherTab.ReceivePushAsync("roulette.match_found");
        await ada.ExpectNothingAsync();
    }

    [Theory]
    [InlineData("room")]
    [InlineData("room_id")]
    public async Task Scenario38_Stop_TakesEveryRequestOfTheConnection(string key)
    {
        var otherRoom = await _calls.AddRoomAsync(CallServer.Roulette);
        await using var ada = await _calls.LogInAsync("ada");
        await using var adasOtherTab = await _calls.LogInAsync("ada");
        await using var ben = await _calls.LogInAsync("ben");
        await CallServer.StartAsync(ada, _room);
        await CallServer.StartAsync(ada, otherRoom);
        await CallServer.StartAsync(adasOtherTab, otherRoom);

        AssertJson("{}", await ada.CallAsync("roulette.stop", new JsonObject { [key] = _room }));

        Assert.Equal("1", await _calls.CountAsync("core_rouletterequest"));
        Assert.Equal("wait", (string?)(await CallServer.StartAsync(ben, _room))["status"]);
        AssertJson("{}", await ada.CallAsync("roulette.stop", new JsonObject { [key] = _room, ["room"] = otherRoom }));
        await ada.ExpectNothingAsync();
    }

    [Fact]
    public async Task Scenario38_Stop_ChecksTheRoomAsStartDoes()
    {
        var privateRoom = await _calls.AddRoomAsync(CallServer.Roulette, trait: "insider");
        var textRoom = await _calls.Server.FindRoomAsync(_calls.World, "text");
        await using var ada = await _calls.LogInAsync("ada");

        foreach (var command in new[] { "roulette.start", "roulette.stop" })
        {
            Assert.Equal("room.unknown", await CallServer.RefuseAsync(ada, command, new JsonObject()));
            Assert.Equal("room.unknown", await CallServer.RefuseAsync(ada, command, CallServer.Room("a")));
            Assert.Equal("room.unknown", await CallServer.RefuseAsync(ada, command, new JsonObject { ["room"] = null, ["room_id"] = _room }));
            Assert.Equal("room.unknown", await CallServer.RefuseAsync(ada, command, CallServer.Room(textRoom)));
            Assert.Equal("protocol.denied", await CallServer.RefuseAsync(ada, command, CallServer.Room(privateRoom)));
            Assert.Equal("protocol.invalid_body", await CallServer.RefuseAsync(ada, command, null));
            Assert.Equal("protocol.invalid_body", await CallServer.RefuseAsync(ada, command, new JsonArray()));
        }

        Assert.Equal("room.unknown", await CallServer.RefuseAsync(ada, "roulette.stop", new JsonObject { ["room_id"] = 5 }));
        Assert.Equal("protocol.denied", await CallServer.RefuseAsync(ada, "roulette.stop", new JsonObject { ["room_id"] = privateRoom }));
        Assert.Equal("roulette.unsupported_command", await CallServer.RefuseAsync(ada, "roulette.pause", new JsonObject()));
        await ada.ExpectNothingAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Scenario39_WaitingConnectionCloses_ItsRequestIsGone(bool isOrderly)
    {
        var ada = await _calls.LogInAsync("ada");
        await using var ben = await _calls.LogInAsync("ben");
        await CallServer.StartAsync(ada, _room);

        if (isOrderly)
        {
            await ada.Wire.SendCloseAsync();
        }
        else
        {
            ada.Wire.Reset();
        }

        await _calls.WaitForNoRequestsAsync();
        Assert.Equal("wait", (string?)(await CallServer.StartAsync(ben, _room))["status"]);
        await ben.ExpectNothingAsync();
        await ada.DisposeAsync();
    }

    [Fact]
    public async Task Scenario44_NoDisplayName_IsRefusedAfterThePermission()
    {
        var privateRoom = await _calls.AddRoomAsync(CallServer.Roulette, trait: "insider");
        await using var nobody = await _calls.LogInAsync("nobody", name: null);

        AssertJson("""{"code": "roulette.start.missing_profile"}""", await nobody.CallForErrorAsync("roulette.start", CallServer.Room(_room)));
        Assert.Equal("protocol.denied", await CallServer.RefuseAsync(nobody, "roulette.start", CallServer.Room(privateRoom)));
        AssertJson("{}", await nobody.CallAsync("roulette.stop", CallServer.Room(_room)));
        Assert.Equal("0", await _calls.CountAsync("core_rouletterequest"));
    }

    private static string PublicUser(VenuelessClient client, string name) =>
        $$$"""
        {"id": "{{{CallServer.IdOf(client)}}}", "profile": {"display_name": "{{{name}}}"}, "pretalx_id": null, "deleted": false, "badges": [], "inactive": false}
        """;

    private static void AssertJson(string expected, JsonNode? actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), $"Instead of {expected}: {actual?.ToJsonString()}");
}
