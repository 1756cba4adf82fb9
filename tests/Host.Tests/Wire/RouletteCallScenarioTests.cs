using System.Text.Json.Nodes;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>calls.md section I, scenarios 41 to 43: how calls of the roulette end, and who may take part.</summary>
public sealed class RouletteCallScenarioTests : IAsyncLifetime
{
    private const string HangUp = """["roulette.hangup",{}]""";

    private CallServer _calls = null!;
    private string _room = "";

    public async Task InitializeAsync()
    {
        _calls = await CallServer.StartAsync();
        _room = await _calls.AddRoomAsync(CallServer.Roulette);
    }

    public async Task DisposeAsync() => await _calls.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Scenario41_HangUp_TellsTheOthersOnceAndEmptiesTheCall(bool callerHangsUp)
    {
        await using var ada = await _calls.LogInAsync("ada");
        await using var adasOtherTab = await _calls.LogInAsync("ada");
        await using var ben = await _calls.LogInAsync("ben");
        var call = await _calls.MatchAsync(ada, ben, _room);
        await adasOtherTab.CallAsync("roulette.reconnect", CallServer.Call(call));
        var (first, second) = callerHangsUp ? (ben, ada) : (ada, ben);

        await first.SendAsync($$"""["roulette.hangup", 7, {"call_id": "{{call}}"}]""");

        await first.ExpectAsync("""["success",7,{}]""");
        await second.ExpectAsync(HangUp);
        await first.SettleAsync();
        await adasOtherTab.ExpectAsync(HangUp);

        // The call is empty: nobody hears of a second hang-up, or of a tab that closes.
        await second.SendAsync($$"""["roulette.hangup", 8, {"call_id": "{{call.ToUpperInvariant()}}"}]""");
        await second.ExpectAsync("""["success",8,{}]""");
        await second.SettleAsync();
        await adasOtherTab.Wire.SendCloseAsync();
        await _calls.WaitForSessionsAsync(2);
        await first.ExpectNothingAsync();
        await second.ExpectNothingAsync();
    }

    [Fact]
    public async Task Scenario42_ThirdUserOrUnknownCall_IsDenied()
    {
        await using var ada = await _calls.LogInAsync("ada");
        await using var ben = await _calls.LogInAsync("ben");
        await using var eve = await _calls.LogInAsync("eve");
        var call = await _calls.MatchAsync(ada, ben, _room);

        foreach (var command in new[] { "roulette.hangup", "roulette.reconnect" })
        {
            Assert.Equal("""{"code":"roulette.denied"}""", (await eve.CallForErrorAsync(command, CallServer.Call(call))).ToJsonString());
            Assert.Equal("roulette.denied", await CallServer.RefuseAsync(ada, command, CallServer.Call(Guid.NewGuid().ToString())));
            Assert.Equal("roulette.denied", await CallServer.RefuseAsync(ada, command, new JsonObject()));
            Assert.Equal("roulette.denied", await CallServer.RefuseAsync(ada, command, new JsonObject { ["call_id"] = null }));
            Assert.Equal("protocol.invalid_body", await CallServer.RefuseAsync(ada, command, CallServer.Call("abc")));
            Assert.Equal("protocol.invalid_body", await CallServer.RefuseAsync(ada, command, new JsonObject { ["call_id"] = 5 }));
            Assert.Equal("protocol.invalid_body", await CallServer.RefuseAsync(ada, command, null));
        }

        Assert.Equal(2, _calls.CountInCall(call));
        await ada.ExpectNothingAsync();
        await ben.ExpectNothingAsync();
    }

    [Theory]
    [InlineData(1000, true)]
    [InlineData(1001, true)]
    [InlineData(1002, false)]
    [InlineData(4000, false)]
    [InlineData(null, false)]
    public async Task Scenario43_PartnerClosesWithACode_HangsUpOnlyWithTheOrderlyOnes(int? code, bool hangsUp)
    {
        await using var ada = await _calls.LogInAsync("ada");
        await using var ben = await _calls.LogInAsync("ben");
        var call = await _calls.MatchAsync(ada, ben, _room);

        await ben.Wire.SendCloseAsync(code);
        await _calls.WaitForSessionsAsync(1);

        await AssertHungUpAsync(ada, hangsUp);
        Assert.Equal(1, _calls.CountInCall(call));
    }

    [Fact]
    public async Task Scenario43_WaitingOneClosesOrderly_ItsFinderIsTold()
    {
        await using var ada = await _calls.LogInAsync("ada");
        await using var ben = await _calls.LogInAsync("ben");
        await _calls.MatchAsync(ada, ben, _room);

        await ada.Wire.SendCloseAsync(1001);

        await ben.ExpectAsync(HangUp);
        await ben.ExpectNothingAsync();
    }

    [Fact]
    public async Task Scenario43_CutOff_NobodyIsToldAndTheReconnectedOneHearsLaterHangUps()
    {
        await using var ada = await _calls.LogInAsync("ada");
        var ben = await _calls.LogInAsync("ben");
        var call = await _calls.MatchAsync(ada, ben, _room);

        ben.Wire.Reset();
        await _calls.WaitForSessionsAsync(1);
        await ada.ExpectNothingAsync();
        await using var back = await _calls.LogInAsync("ben");
        Assert.Equal("{}", (await back.CallAsync("roulette.reconnect", CallServer.Call(call))).ToJsonString());
        await back.CallAsync("roulette.reconnect", CallServer.Call(call));
        Assert.Equal(2, _calls.CountInCall(call));
        await back.SettleAsync();

        await ada.CallAsync("roulette.hangup", CallServer.Call(call));

        await back.ExpectAsync(HangUp);
        await back.ExpectNothingAsync();

        // Into a call that is over one can come back, too; the next hang-up is heard again.
        await ada.CallAsync("roulette.reconnect", CallServer.Call(call));
        await ada.SettleAsync();
        await back.CallAsync("roulette.hangup", CallServer.Call(call));
        await ada.ExpectAsync(HangUp);
        await ben.DisposeAsync();
    }

    [Fact]
    public async Task HangUp_OfAConnectionThatIsNotInTheCall_Succeeds()
    {
        await using var ada = await _calls.LogInAsync("ada");
        await using var ben = await _calls.LogInAsync("ben");
        await using var bensOtherTab = await _calls.LogInAsync("ben");
        var call = await _calls.MatchAsync(ada, ben, _room);

        await bensOtherTab.CallAsync("roulette.hangup", CallServer.Call(call));

        await ada.ExpectAsync(HangUp);
        await ben.ExpectAsync(HangUp);
        await bensOtherTab.ExpectNothingAsync();
    }

    [Theory]
    [InlineData("silence")]
    [InlineData("ban")]
    [InlineData("delete")]
    public async Task Moderated_TheOtherIsToldWhenTheConnectionsClose(string action)
    {
        await using var manager = await _calls.LogInAsync(CallServer.Manager);
        await using var ada = await _calls.LogInAsync("ada");
        await using var ben = await _calls.LogInAsync("ben");
        var call = await _calls.MatchAsync(ada, ben, _room);

        await manager.CallAsync($"user.{action}", new JsonObject { ["id"] = CallServer.IdOf(ben) });
        await ben.ExpectAsync("""["connection.reload",{}]""");
        _calls.Server.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(1000, await ben.Wire.ReceiveCloseAsync());

        await ada.ExpectAsync(HangUp);
        if (action == "silence")
        {
            await using var silenced = await _calls.LogInAsync("ben");
            Assert.Equal("roulette.denied", await CallServer.RefuseAsync(silenced, "roulette.reconnect", CallServer.Call(call)));
            Assert.Equal("protocol.denied", await CallServer.RefuseAsync(silenced, "roulette.start", CallServer.Room(_room)));
            await silenced.CallAsync("roulette.hangup", CallServer.Call(call));
        }
    }

    [Fact]
    public async Task Replaced_TheOtherIsTold()
    {
        await _calls.Server.ExecuteSqlAsync(
            $$"""UPDATE core_world SET config = '{{WithLimit()}}' WHERE id = '{{_calls.World}}'""");
        await using var ada = await _calls.LogInAsync("ada");
        await using var ben = await _calls.LogInAsync("ben");
        await _calls.MatchAsync(ada, ben, _room);

        await using var bensNewTab = await _calls.LogInAsync("ben");
        await ben.ExpectErrorAsync("connection.replaced");
        _calls.Server.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1000, await ben.Wire.ReceiveCloseAsync());

        await ada.ExpectAsync(HangUp);
    }

    [Fact]
    public async Task ServerCloses_NobodyIsTold()
    {
        await using var ada = await _calls.LogInAsync("ada");
        await using var ben = await _calls.LogInAsync("ben");
        await _calls.MatchAsync(ada, ben, _room);
        var session = _calls.Server.FindUser(ben)!.Sessions.Single();

        session.Drop(Core.Sessions.CloseReason.Normal);
        Assert.Equal(1000, await ben.Wire.ReceiveCloseAsync());
        await _calls.WaitForSessionsAsync(1);

        await ada.ExpectNothingAsync();
    }

    private static string WithLimit()
    {
        var config = WireToken.Config();
        config["connection_limit"] = 1;
        return config.ToJsonString();
    }

    private static async Task AssertHungUpAsync(VenuelessClient client, bool isExpected)
    {
        if (isExpected)
        {
            await client.ExpectAsync(HangUp);
        }

        await client.ExpectNothingAsync();
    }
}
