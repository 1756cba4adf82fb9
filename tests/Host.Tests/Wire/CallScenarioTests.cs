using System.Text.Json.Nodes;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>calls.md section I, scenarios 1 to 3, 14, 17, 19, 27, 29, 31 and 42: calls of an installation without servers for them.</summary>
public sealed class CallScenarioTests : IAsyncLifetime
{
    private CallServer _calls = null!;

    public async Task InitializeAsync() => _calls = await CallServer.StartAsync();

    public async Task DisposeAsync() => await _calls.DisposeAsync();

    [Fact]
    public async Task Scenario01_BeforeLogin_IsUnauthenticated()
    {
        await using var client = await VenuelessClient.ConnectAsync(_calls.Server.Port, _calls.World);

        foreach (var command in new[] { "bbb.room_url", "januscall.room_url", "zoom.room_url", "digitalsamba.room_url" })
        {
            Assert.Equal("protocol.unauthenticated", await CallServer.RefuseAsync(client, command, CallServer.Room("a")));
        }
    }

    [Theory]
    [InlineData("bbb.room_url", "call.bigbluebutton", "bbb.join.missing_profile", "bbb.failed", null)]
    [InlineData("januscall.room_url", "call.janus", "janus.join.missing_profile", "janus.failed", "Could not create a video session")]
    [InlineData("digitalsamba.room_url", "call.digitalsamba", "digitalsamba.join.missing_profile", "digitalsamba.failed", null)]
    public async Task Scenario02To03And14And27_RoomUrl_ChecksRoomModulePermissionAndNameThenFailsForWantOfAServer(
        string command, string module, string missingProfile, string failed, string? message)
    {
        var (room, privateRoom) = (await _calls.AddRoomAsync(module), await _calls.AddRoomAsync(module, trait: "insider"));
        var chatRoom = await _calls.Server.FindRoomAsync(_calls.World, "text");
        await using var manager = await _calls.LogInAsync(CallServer.Manager);
        await using var ada = await _calls.LogInAsync("ada");
        await using var nobody = await _calls.LogInAsync("nobody", name: null);

        Assert.Equal("room.unknown", await CallServer.RefuseAsync(ada, command, CallServer.Room(chatRoom)));
        Assert.Equal("room.unknown", await CallServer.RefuseAsync(ada, command, CallServer.Room("a")));
        Assert.Equal("room.unknown", await CallServer.RefuseAsync(ada, command, new JsonObject()));
        Assert.Equal("protocol.invalid_body", await CallServer.RefuseAsync(ada, command, null));
        AssertError(missingProfile, null, await nobody.CallForErrorAsync(command, CallServer.Room(room)));
        Assert.Equal("protocol.denied", await CallServer.RefuseAsync(nobody, command, CallServer.Room(privateRoom)));
        AssertError(failed, message, await ada.CallForErrorAsync(command, CallServer.Room(room)));
        AssertError(failed, message, await ada.CallForErrorAsync(command, CallServer.Room(room)));

        await manager.CallAsync("user.silence", new JsonObject { ["id"] = CallServer.IdOf(ada) });
        await using var silenced = await _calls.LogInAsync("ada");
        Assert.Equal("protocol.denied", await CallServer.RefuseAsync(silenced, command, CallServer.Room(room)));
        await nobody.ExpectNothingAsync();
    }

    [Theory]
    [InlineData("bbb.x", "bbb.unsupported_command")]
    [InlineData("januscall.x", "januscall.unsupported_command")]
    [InlineData("zoom.x", "zoom.unsupported_command")]
    [InlineData("digitalsamba.x", "digitalsamba.unsupported_command")]
    public async Task UnknownAction_IsUnsupported(string command, string code)
    {
        await using var ada = await _calls.LogInAsync("ada");

        Assert.Equal(code, await CallServer.RefuseAsync(ada, command, new JsonObject()));
    }

    [Fact]
    public async Task Scenario17_CallUrl_OfAnUnknownCallFails()
    {
        await using var ada = await _calls.LogInAsync("ada");
        await using var nobody = await _calls.LogInAsync("nobody", name: null);

        foreach (var body in new[] { $$"""{"call": "{{Guid.NewGuid()}}"}""", "{}", """{"call": null}""" })
        {
            AssertError("bbb.failed", null, await ada.CallForErrorAsync("bbb.call_url", JsonNode.Parse(body)));
            Assert.Equal("bbb.join.missing_profile", await CallServer.RefuseAsync(nobody, "bbb.call_url", JsonNode.Parse(body)));
        }

        foreach (var body in new[] { """{"call": "abc"}""", """{"call": 5}""", "null", "[]" })
        {
            Assert.Equal("protocol.invalid_body", await CallServer.RefuseAsync(ada, "bbb.call_url", JsonNode.Parse(body)));
        }
    }

    [Theory]
    [InlineData("bbb.recordings", "call.bigbluebutton")]
    [InlineData("digitalsamba.recordings", "call.digitalsamba")]
    public async Task Scenario19_RecordingsOfARoomThatWasNeverUsed_AreNone(string command, string module)
    {
        var room = await _calls.AddRoomAsync(module);
        await using var recorder = await _calls.LogInAsync(CallServer.Recorder, name: null);
        await using var ada = await _calls.LogInAsync("ada");

        Assert.Equal("""{"results":[]}""", (await recorder.CallAsync(command, CallServer.Room(room))).ToJsonString());
        Assert.Equal("protocol.denied", await CallServer.RefuseAsync(ada, command, CallServer.Room(room)));
        Assert.Equal("room.unknown", await CallServer.RefuseAsync(recorder, command, CallServer.Room(await _calls.Server.FindRoomAsync(_calls.World, "text"))));
    }

    [Fact]
    public async Task Scenario19_NoServerCanBeAsked_RecordingsFailOnlyWhereThereMayBeSome()
    {
        var (room, unusedRoom) = (await _calls.AddRoomAsync("call.bigbluebutton"), await _calls.AddRoomAsync("call.bigbluebutton"));
        var (server, foreignServer) = (Guid.NewGuid(), Guid.NewGuid());
        await AddServerAsync(server, active: false, exclusive: null);
        await AddServerAsync(foreignServer, active: true, exclusive: WireServer.World);
        await _calls.Server.ExecuteSqlAsync(
            $"""
            INSERT INTO core_bbbcall (id, created, meeting_id, attendee_pw, moderator_pw, room_id, server_id, world_id, guest_policy)
            VALUES ('{Guid.NewGuid()}', '2031-02-03 09:15:22.104000+00:00', 'm', 'a', 'b', '{room}', '{server}', '{_calls.World}', 'ALWAYS_ACCEPT')
            """);
        await using var recorder = await _calls.LogInAsync(CallServer.Recorder);
        Assert.Equal("""{"results":[]}""", (await recorder.CallAsync("bbb.recordings", CallServer.Room(room))).ToJsonString());

        await _calls.Server.ExecuteSqlAsync($"UPDATE core_bbbserver SET active = TRUE WHERE id = '{server}'");

        AssertError("bbb.failed", null, await recorder.CallForErrorAsync("bbb.recordings", CallServer.Room(room)));
        Assert.Equal("""{"results":[]}""", (await recorder.CallAsync("bbb.recordings", CallServer.Room(unusedRoom))).ToJsonString());
    }

    [Fact]
    public async Task Scenario29_ChannelUrl_IsForMembers()
    {
        var channel = await _calls.Server.FindChannelAsync(_calls.World, "text");
        await using var manager = await _calls.LogInAsync(CallServer.Manager);
        await using var ada = await _calls.LogInAsync("ada");
        var body = new JsonObject { ["channel"] = channel };

        AssertError("janus.denied", null, await ada.CallForErrorAsync("januscall.channel_url", body));
        foreach (var other in new[] { "{}", """{"channel": "abc"}""", """{"channel": null}""", """{"channel": 5}""", $$"""{"channel": "{{Guid.NewGuid()}}"}""" })
        {
            Assert.Equal("janus.denied", await CallServer.RefuseAsync(ada, "januscall.channel_url", JsonNode.Parse(other)));
        }

        Assert.Equal("protocol.invalid_body", await CallServer.RefuseAsync(ada, "januscall.channel_url", null));
        await ada.CallAsync("chat.join", body);
        AssertError("janus.failed", "Could not create a video session", await ada.CallForErrorAsync("januscall.channel_url", body));

        await ada.CallAsync("user.update", JsonNode.Parse("""{"profile": {}}"""));
        AssertError("janus.join.missing_profile", null, await ada.CallForErrorAsync("januscall.channel_url", body));
        await manager.CallAsync("user.silence", new JsonObject { ["id"] = CallServer.IdOf(ada) });
        await using var silenced = await _calls.LogInAsync("ada");
        Assert.Equal("janus.denied", await CallServer.RefuseAsync(silenced, "januscall.channel_url", body));
    }

    [Fact]
    public async Task Scenario31_Identify_OfAnUnknownSessionFindsNobody()
    {
        await using var ada = await _calls.LogInAsync("ada");

        foreach (var body in new[] { "{}", """{"id": ""}""", """{"id": "abc_screenshare_x"}""", $$"""{"id": "{{Guid.NewGuid()}}"}""" })
        {
            AssertError("user.not_found", null, await ada.CallForErrorAsync("januscall.identify", JsonNode.Parse(body)));
        }

        foreach (var body in new[] { """{"id": 5}""", """{"id": null}""", "null", "[]" })
        {
            Assert.Equal("protocol.invalid_body", await CallServer.RefuseAsync(ada, "januscall.identify", JsonNode.Parse(body)));
        }
    }

    [Fact]
    public async Task Scenario42_RouletteUrl_IsForTheTwoOfTheCall()
    {
        var room = await _calls.AddRoomAsync(CallServer.Roulette);
        await using var manager = await _calls.LogInAsync(CallServer.Manager);
        await using var ada = await _calls.LogInAsync("ada");
        await using var ben = await _calls.LogInAsync("ben");
        await using var eve = await _calls.LogInAsync("eve");
        var call = await _calls.MatchAsync(ada, ben, room);

        AssertError("janus.denied", null, await eve.CallForErrorAsync("januscall.roulette_url", CallServer.Call(call)));
        Assert.Equal("janus.denied", await CallServer.RefuseAsync(ada, "januscall.roulette_url", CallServer.Call(Guid.NewGuid().ToString())));
        Assert.Equal("janus.denied", await CallServer.RefuseAsync(ada, "januscall.roulette_url", new JsonObject()));
        Assert.Equal("protocol.invalid_body", await CallServer.RefuseAsync(ada, "januscall.roulette_url", CallServer.Call("abc")));
        Assert.Equal("protocol.invalid_body", await CallServer.RefuseAsync(ada, "januscall.roulette_url", null));
        foreach (var client in new[] { ada, ben })
        {
            AssertError(
                "janus.failed", "Could not create a video session", await client.CallForErrorAsync("januscall.roulette_url", CallServer.Call(call)));
        }

        await manager.CallAsync("user.silence", new JsonObject { ["id"] = CallServer.IdOf(ben) });
        await using var silenced = await _calls.LogInAsync("ben");
        Assert.Equal("janus.denied", await CallServer.RefuseAsync(silenced, "januscall.roulette_url", CallServer.Call(call)));
    }

    private static void AssertError(string code, string? message, JsonObject error)
    {
        Assert.Equal(code, (string?)error["code"]);
        Assert.Equal(message, (string?)error["message"]);
    }

    private Task AddServerAsync(Guid id, bool active, string? exclusive) => _calls.Server.ExecuteSqlAsync(
        $"""
        INSERT INTO core_bbbserver (id, active, url, secret, rooms_only, world_exclusive_id, cost)
        VALUES ('{id}', {active}, 'https://bbb.example.org/', 'secret', FALSE, {(exclusive is null ? "NULL" : $"'{exclusive}'")}, 0)
        """);
}
