using System.Text.Json.Nodes;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>chat.md section 16, scenarios 70 to 72 and 75: who may not write, and calls.</summary>
public sealed class ChatDirectBlockScenarioTests : IAsyncLifetime
{
    private DirectVenue _venue = null!;

    public async Task InitializeAsync() => _venue = await DirectVenue.OpenAsync();

    public async Task DisposeAsync() => await _venue.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Scenario70_BlockInEitherDirection_ForbidsOpening(bool isBlocker)
    {
        await using var ada = await _venue.LogInAsync("Ada");
        await using var ben = await _venue.LogInAsync("Ben");
        await using var cleo = await _venue.LogInAsync("Cleo");
        var channel = await DirectVenue.OpenChannelAsync(ada, cleo);
        await DirectVenue.BlockAsync(isBlocker ? ada : ben, isBlocker ? ben : ada);

        await DirectVenue.ExpectRefusedAsync(ada, "chat.direct.create", DirectVenue.Users(hide: null, ben), "chat.denied");

        // Nor with others; nor a channel that exists.
        await DirectVenue.ExpectRefusedAsync(cleo, "chat.direct.create", DirectVenue.Users(hide: null, ada, ben), "chat.denied");
        await DirectVenue.BlockAsync(cleo, ada);
        await DirectVenue.ExpectRefusedAsync(ada, "chat.direct.create", DirectVenue.Users(hide: null, cleo), "chat.denied");
        await cleo.CallAsync("user.unblock", new JsonObject { ["id"] = DirectVenue.IdOf(ada) });
        Assert.Equal(channel, (string?)(await DirectVenue.CreateAsync(ada, hide: null, cleo))["id"]);
        Assert.Equal("1", await _venue.Server.ReadSqlAsync("SELECT count(*) FROM core_channel WHERE room_id IS NULL"));
    }

    [Fact]
    public async Task Scenario71_BlockedMember_MayNotWriteUntilUnblocked()
    {
        await using var ada = await _venue.LogInAsync("Ada");
        await using var ben = await _venue.LogInAsync("Ben");
        var channel = await DirectVenue.OpenChannelAsync(ada, ben);
        await ben.CallAsync("chat.subscribe", DirectVenue.Body(channel));
        var id = await DirectVenue.SendAsync(ada, channel, "hello");
        await ada.SettleAsync();
        await ben.SettleAsync();
        await DirectVenue.BlockAsync(ben, ada);

        await DirectVenue.ExpectRefusedAsync(ada, "chat.send", DirectVenue.Text(channel, "hello?"), "chat.denied");
        await DirectVenue.ExpectRefusedAsync(ada, "chat.send", DirectVenue.Text(channel, "edited", id), "chat.denied");
        await DirectVenue.ExpectRefusedAsync(ada, "chat.send", DirectVenue.Text(channel, ""), "chat.empty");
        await ben.ExpectNothingAsync();
        await ada.ExpectNothingAsync();
        Assert.Equal("hello", (string?)(await _venue.Server.ReadJsonAsync($"SELECT content FROM core_chatevent WHERE id = {id}"))["body"]);

        await DirectVenue.SendAsync(ben, channel, "I may");
        await ada.ReceivePushAsync("chat.event");
        await ada.ReceivePushAsync("chat.unread_pointers");
        await ada.ReceivePushAsync("chat.notification");
        await ben.ReceivePushAsync("chat.event");
        var reaction = new JsonObject { ["channel"] = channel, ["event"] = id, ["reaction"] = "👏" };
        await ada.CallAsync("chat.react", reaction);
        await ben.ReceivePushAsync("chat.event.reaction");

        await ben.CallAsync("user.unblock", new JsonObject { ["id"] = DirectVenue.IdOf(ada) });
        await DirectVenue.SendAsync(ada, channel, "hello again");
        await ben.ReceivePushAsync("chat.event");
    }

    [Fact]
    public async Task Scenario71_BlockedMember_DoesNotBringAHiddenChannelBack()
    {
        await using var ada = await _venue.LogInAsync("Ada");
        await using var ben = await _venue.LogInAsync("Ben");
        var channel = await DirectVenue.OpenChannelAsync(ada, ben);
        await ben.CallAsync("chat.leave", DirectVenue.Body(channel));
        await DirectVenue.BlockAsync(ben, ada);
        await ben.SettleAsync();

        await DirectVenue.ExpectRefusedAsync(ada, "chat.send", DirectVenue.Text(channel, "hello?"), "chat.denied");

        await ada.SettleAsync();
        await ben.ExpectNothingAsync();
        Assert.Equal("1", await _venue.Server.ReadSqlAsync("SELECT count(*) FROM core_membership WHERE hidden"));
    }

    [Fact]
    public async Task Scenario72_SilencedUser_IsDeniedInDirectChannelsAndRooms()
    {
        await using var ada = await _venue.LogInAsync("Ada");
        await using var ben = await _venue.LogInAsync("Ben");
        var channel = await DirectVenue.OpenChannelAsync(ada, ben);
        await ada.CallAsync("chat.join", DirectVenue.Body(_venue.RoomChannel));
        await _venue.Server.ExecuteSqlAsync($"UPDATE core_user SET moderation_state = 'silenced', version = version + 1 WHERE id = '{DirectVenue.IdOf(ada)}'");

        // Even before anybody has told this connection.
        await DirectVenue.ExpectRefusedAsync(ada, "chat.send", DirectVenue.Text(channel, "psst"), "chat.denied");

        await using var again = await _venue.LogInAsync("Ada");
        await again.CallAsync("chat.subscribe", DirectVenue.Body(channel));
        await DirectVenue.ExpectRefusedAsync(again, "chat.send", DirectVenue.Text(channel, "psst"), "chat.denied");
        await DirectVenue.ExpectRefusedAsync(again, "chat.send", DirectVenue.Text(_venue.RoomChannel, "psst"), "protocol.denied");
        await ben.ExpectNothingAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData(", \"body\": null")]
    [InlineData(", \"body\": {\"type\": \"mine\", \"id\": 7, \"note\": \"x\"}")]
    public async Task Scenario75_Call_IsPlacedOnAServerAndAnnounced(string body)
    {
        await using var ada = await _venue.LogInAsync("Ada");
        await using var ben = await _venue.LogInAsync("Ben");
        var channel = await DirectVenue.OpenChannelAsync(ada, ben);
        await ben.CallAsync("chat.subscribe", DirectVenue.Body(channel));
        await AddServerAsync("https://a.example/", cost: 20);
        await AddServerAsync("https://b.example/", cost: 10);
        await AddServerAsync("https://rooms.example/", roomsOnly: true);
        await AddServerAsync("https://off.example/", active: false);
        await AddServerAsync("https://elsewhere.example/", world: WireServer.World);

        var reply = await ada.CallAsync("chat.send", DirectVenue.Message(channel, JsonNode.Parse($$"""{"type": "call", "extra": 1{{body}} }""")!));

        var content = reply["event"]!["content"]!;
        Assert.Equal(("call", "bbb", 1), ((string?)content["type"], (string?)content["body"]!["type"], (int)content["extra"]!));
        Assert.Equal(body.Contains("note", StringComparison.Ordinal), content["body"]!.AsObject().ContainsKey("note"));
        var call = (string)content["body"]!["id"]!;
        Assert.True(JsonNode.DeepEquals(content, (await ben.ReceivePushAsync("chat.event"))["content"]));
        Assert.Equal(
            $"https://b.example/ {_venue.World} ALWAYS_ACCEPT 24 24 24",
            await _venue.Server.ReadSqlAsync($"SELECT s.url || ' ' || c.world_id || ' ' || c.guest_policy || ' ' || length(c.meeting_id) || ' ' || length(c.attendee_pw) || ' ' || length(c.moderator_pw) FROM core_bbbcall c JOIN core_bbbserver s ON s.id = c.server_id WHERE c.id = '{call}' AND c.room_id IS NULL"));
        Assert.Equal("2", await _venue.Server.ReadSqlAsync($"SELECT count(*) FROM core_bbbcall_invited_members WHERE bbbcall_id = '{call}' AND user_id IN ('{DirectVenue.IdOf(ada)}', '{DirectVenue.IdOf(ben)}')"));
        Assert.Equal("20", await _venue.Server.ReadSqlAsync("SELECT cost FROM core_bbbserver WHERE url = 'https://b.example/'"));
        await ben.ReceivePushAsync("chat.unread_pointers");
        await ben.ReceivePushAsync("chat.notification");
    }

    [Fact]
    public async Task Scenario75_OwnServerOfTheWorld_ComesFirstAndAloneCostsNothing()
    {
        await using var ada = await _venue.LogInAsync("Ada");
        await using var ben = await _venue.LogInAsync("Ben");
        var channel = await DirectVenue.OpenChannelAsync(ada, ben);
        await AddServerAsync("https://all.example/");
        await AddServerAsync("https://own.example/", cost: 50, world: _venue.World);

        await ada.CallAsync("chat.send", DirectVenue.Message(channel, new JsonObject { ["type"] = "call" }));

        Assert.Equal("https://own.example/", await _venue.Server.ReadSqlAsync("SELECT s.url FROM core_bbbcall c JOIN core_bbbserver s ON s.id = c.server_id"));
        Assert.Equal("50", await _venue.Server.ReadSqlAsync("SELECT max(cost) FROM core_bbbserver"));
    }

    [Fact]
    public async Task Scenario75_WithoutAServer_FailsAndStoresNothing()
    {
        await using var ada = await _venue.LogInAsync("Ada");
        await using var ben = await _venue.LogInAsync("Ben");
        var channel = await DirectVenue.OpenChannelAsync(ada, ben);
        await AddServerAsync("https://off.example/", active: false);
        var call = DirectVenue.Message(channel, new JsonObject { ["type"] = "call" });

        await DirectVenue.ExpectRefusedAsync(ada, "chat.send", call, "bbb.failed");
        foreach (var body in new[] { "5", "\"x\"", "[]", "true" })
        {
            await DirectVenue.ExpectRefusedAsync(ada, "chat.send", DirectVenue.Message(channel, JsonNode.Parse($$"""{"type": "call", "body": {{body}} }""")!), "protocol.invalid_body");
        }

        await DirectVenue.ExpectRefusedAsync(ada, "chat.send", DirectVenue.Message(channel, JsonNode.Parse("""{"type": "text", "body": {} }""")!), "protocol.invalid_body");
        await ada.ExpectNothingAsync();
        await ben.ExpectNothingAsync();
        Assert.Equal("0", await _venue.Server.ReadSqlAsync("SELECT count(*) FROM core_chatevent WHERE event_type = 'channel.message'"));
        Assert.Equal("0", await _venue.Server.ReadSqlAsync("SELECT count(*) FROM core_bbbcall"));
    }

    [Fact]
    public async Task Scenario75_WorldWithJanus_NeedsNoServer()
    {
        await _venue.Server.ExecuteSqlAsync($"UPDATE core_world SET feature_flags = '[\"janus\"]', version = version + 1 WHERE id = '{_venue.World}'");
        await using var ada = await _venue.LogInAsync("Ada");
        await using var ben = await _venue.LogInAsync("Ben");
        var channel = await DirectVenue.OpenChannelAsync(ada, ben);

        var reply = await ada.CallAsync("chat.send", DirectVenue.Message(channel, JsonNode.Parse("""{"type": "call", "body": {"type": "bbb", "id": "x"}}""")!));

        Assert.Equal("""{"type":"janus"}""", reply["event"]!["content"]!["body"]!.ToJsonString());
        Assert.Equal("janus", (string?)(await ada.ReceivePushAsync("chat.event"))["content"]!["body"]!["type"]);
        Assert.Equal("0", await _venue.Server.ReadSqlAsync("SELECT count(*) FROM core_bbbcall"));
    }

    [Fact]
    public async Task DatabaseThatIsAway_IsToldAndLosesNothing()
    {
        await using var ada = await _venue.LogInAsync("Ada");
        await using var ben = await _venue.LogInAsync("Ben");
        var channel = await DirectVenue.OpenChannelAsync(ada, ben);
        await using (await _venue.Server.TakeDatabaseAwayAsync())
        {
            await DirectVenue.ExpectRefusedAsync(ada, "chat.send", DirectVenue.Text(channel, "hello?"), "server.unavailable");
        }

        await DirectVenue.SendAsync(ada, channel, "hello");
        await ada.SettleAsync();
        await ben.ReceivePushAsync("chat.unread_pointers");
        await ben.ReceivePushAsync("chat.notification");
        await ben.ExpectNothingAsync();
    }

    private Task AddServerAsync(string url, int cost = 0, bool active = true, bool roomsOnly = false, string? world = null) => _venue.Server.ExecuteSqlAsync(
        $"INSERT INTO core_bbbserver (id, active, url, secret, rooms_only, cost, world_exclusive_id) VALUES ('{Guid.NewGuid()}', {active}, '{url}', 's', {roomsOnly}, {cost}, {(world is null ? "NULL" : $"'{world}'")})");
}
