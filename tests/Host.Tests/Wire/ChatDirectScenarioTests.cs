using System.Text.Json.Nodes;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>chat.md section 16, scenarios 62 to 64, 66, 68 and 69: opening direct channels.</summary>
public sealed class ChatDirectScenarioTests : IAsyncLifetime
{
    private const string Channels = "SELECT count(*) FROM core_channel WHERE room_id IS NULL";

    private DirectVenue _venue = null!;

    public async Task InitializeAsync() => _venue = await DirectVenue.OpenAsync();

    public async Task DisposeAsync() => await _venue.DisposeAsync();

    [Fact]
    public async Task Scenario62_WithoutTheRight_IsRefusedWhateverTheBody()
    {
        await using var ada = await _venue.LogInAsync("Ada", []);
        await using var ben = await _venue.LogInAsync("Ben");

        foreach (var body in new JsonNode?[] { DirectVenue.Users(hide: null, ben), new JsonObject { ["users"] = 5 }, new JsonObject { ["hide"] = "no" }, null })
        {
            var error = await ada.CallForErrorAsync("chat.direct.create", body);
            Assert.Equal(("chat.denied", "Permission denied."), ((string?)error["code"], (string?)error["message"]));
        }

        Assert.Equal("0", await _venue.Server.ReadSqlAsync(Channels));
    }

    [Fact]
    public async Task Scenario63_UsersWhoCannotBeWrittenTo_AreRefused()
    {
        await using var ada = await _venue.LogInAsync("Ada");
        await using var ben = await _venue.LogInAsync("Ben");
        await using var deleted = await _venue.LogInAsync("Deleted");
        await using var kiosk = await _venue.LogInAsync("Kiosk");
        await using var guest = await _venue.LogInAsync("Guest");
        await using var foreigner = await VenuelessClient.LogInAsync(_venue.Server.Port, WireServer.World, "5f6e0f4e-6f2b-4a57-8f1e-0a4c8a0c9b01");
        await _venue.Server.ExecuteSqlAsync($"UPDATE core_user SET deleted = TRUE WHERE id = '{DirectVenue.IdOf(deleted)}'");
        await _venue.Server.ExecuteSqlAsync($"UPDATE core_user SET type = 'kiosk' WHERE id = '{DirectVenue.IdOf(kiosk)}'");
        await _venue.Server.ExecuteSqlAsync($"UPDATE core_user SET type = 'anon' WHERE id = '{DirectVenue.IdOf(guest)}'");
        string[] refused =
        [
            Guid.NewGuid().ToString(), "malformed", "", DirectVenue.IdOf(deleted), DirectVenue.IdOf(kiosk), DirectVenue.IdOf(guest), DirectVenue.IdOf(foreigner),
        ];

        foreach (var id in refused)
        {
            await RefuseAsync(ada, new JsonArray(DirectVenue.IdOf(ben), id));
        }

        await RefuseAsync(ada, []);
        await RefuseAsync(ada, new JsonArray(DirectVenue.IdOf(ada)));
        await RefuseAsync(ada, new JsonArray(DirectVenue.IdOf(ada), DirectVenue.IdOf(ada).ToUpperInvariant()));
        await DirectVenue.ExpectRefusedAsync(ada, "chat.direct.create", new JsonObject(), "chat.denied");
        Assert.Equal("chat.denied", (string?)(await ada.CallForErrorAsync("chat.direct.create", null))["code"]);
        await ben.ExpectNothingAsync();
        Assert.Equal("0", await _venue.Server.ReadSqlAsync(Channels));
    }

    [Theory]
    [InlineData("""{"users": 5}""")]
    [InlineData("""{"users": null}""")]
    [InlineData("""{"users": {}}""")]
    [InlineData("""{"users": [5]}""")]
    [InlineData("""{"users": [null]}""")]
    [InlineData("""{"users": [["x"]]}""")]
    [InlineData("""{"users": ["x"], "hide": "yes"}""")]
    [InlineData("""{"users": ["x"], "hide": 1}""")]
    [InlineData("""["x"]""")]
    [InlineData("5")]
    public async Task BadBody_IsInvalidAndLosesNothing(string body)
    {
        await using var ada = await _venue.LogInAsync("Ada");

        await DirectVenue.ExpectRefusedAsync(ada, "chat.direct.create", JsonNode.Parse(body)!, "protocol.invalid_body");

        await ada.ExpectNothingAsync();
    }

    [Fact]
    public async Task MoreThanAHundredMembers_AreRefused()
    {
        await using var ada = await _venue.LogInAsync("Ada");
        var users = new JsonArray([.. Enumerable.Range(0, 100).Select(static _ => JsonValue.Create(Guid.NewGuid().ToString()))]);

        await DirectVenue.ExpectRefusedAsync(ada, "chat.direct.create", new JsonObject { ["users"] = users }, "protocol.invalid_body");

        users.RemoveAt(0);
        await DirectVenue.ExpectRefusedAsync(ada, "chat.direct.create", new JsonObject { ["users"] = users.DeepClone() }, "chat.denied");
    }

    [Fact]
    public async Task Scenario64_NewChannel_IsRepliedThenJoinedByAllAndTheOtherLearnsNothing()
    {
        await using var ada = await _venue.LogInAsync("Ada");
        await using var tab = await _venue.LogInAsync("Ada");
        await using var ben = await _venue.LogInAsync("Ben");

        var reply = await DirectVenue.CreateAsync(ada, hide: null, ben);

        Assert.Equal(["id", "members", "next_event_id", "state", "unread_pointer"], reply.AsObject().Select(static member => member.Key).Order(StringComparer.Ordinal));
        Assert.Equal(0, (long)reply["unread_pointer"]!);
        Assert.Null(reply["state"]);
        Assert.Equal(["Ada", "Ben"], DirectVenue.NamesOf(reply["members"]));
        var joined = new List<string>();
        var last = (long)reply["next_event_id"]! - 1;
        for (var number = 0; number < 2; number++)
        {
            var join = await ada.ReceivePushAsync("chat.event");
            Assert.Equal((string?)reply["id"], (string?)join["channel"]);
            Assert.Equal(("channel.member", "join"), ((string?)join["event_type"], (string?)join["content"]!["membership"]));
            Assert.Equal((string?)join["sender"], (string?)join["content"]!["user"]!["id"]);
            Assert.True(join["users"]!.AsObject().ContainsKey((string)join["sender"]!));
            Assert.True((long)join["event_id"]! > last);
            last = (long)join["event_id"]!;
            joined.Add((string)join["content"]!["user"]!["profile"]!["display_name"]!);
        }

        Assert.Equal(["Ada", "Ben"], joined.Order(StringComparer.Ordinal));
        await ada.ExpectNothingAsync();
        var listed = Assert.Single((await tab.ReceivePushAsync("chat.channels"))["channels"]!.AsArray())!;
        Assert.Equal((string?)reply["id"], (string?)listed["id"]);
        Assert.Equal(["Ada", "Ben"], DirectVenue.NamesOf(listed["members"]));
        await tab.ExpectNothingAsync();
        await ben.ExpectNothingAsync();
        Assert.Equal("1,0", await _venue.Server.ReadSqlAsync($"SELECT {_venue.Server.Joined("CASE WHEN hidden THEN '1' ELSE '0' END")} FROM (SELECT m.hidden FROM core_membership m JOIN core_user u ON u.id = m.user_id ORDER BY u.token_id DESC) m"));

        await using var later = await VenuelessClient.ConnectAsync(_venue.Server.Port, _venue.World);
        Assert.Empty((await DirectVenue.AuthenticateAsync(later, "Ben"))["chat.channels"]!.AsArray());
    }

    [Fact]
    public async Task Scenario66_SameUsers_HaveOneChannelAndMoreUsersAnother()
    {
        await using var ada = await _venue.LogInAsync("Ada");
        await using var ben = await _venue.LogInAsync("Ben");
        await using var cleo = await _venue.LogInAsync("Cleo");
        var id = (string)(await DirectVenue.CreateAsync(ada, hide: null, ben))["id"]!;
        await ada.ExpectPushesAsync("chat.event", 2);

        var again = await DirectVenue.CreateAsync(ada, hide: false, ada, ben, ben);
        var reverse = await DirectVenue.CreateAsync(ben, hide: null, ada);
        Assert.Equal((id, id), ((string?)again["id"], (string?)reverse["id"]));
        Assert.Equal(["Ada", "Ben"], DirectVenue.NamesOf(reverse["members"]));
        await ada.ExpectNothingAsync();
        await ben.ExpectNothingAsync();
        Assert.Equal("2", await _venue.Server.ReadSqlAsync("SELECT count(*) FROM core_chatevent"));

        var three = (string)(await DirectVenue.CreateAsync(ben, hide: null, ada, cleo))["id"]!;
        Assert.NotEqual(id, three);
        await ben.ExpectPushesAsync("chat.event", 3);
        await ben.ExpectNothingAsync();
        Assert.Equal(three, (string?)(await DirectVenue.CreateAsync(cleo, hide: null, ben, ada))["id"]);
        Assert.Equal(id, (string?)(await DirectVenue.CreateAsync(ada, hide: null, ben))["id"]);

        // Still hidden to Ben, who is subscribed by opening it and gets what is written.
        await DirectVenue.SendAsync(ada, id, "hello");
        Assert.Contains(id, await DirectVenue.ReceiveListAsync(ben));
        await ben.ReceivePushAsync("chat.event");
    }

    [Fact]
    public async Task Scenario66_SeveralOldChannelsOfTheSameUsers_TheSmallestIdCounts()
    {
        await using var ada = await _venue.LogInAsync("Ada");
        await using var ben = await _venue.LogInAsync("Ben");
        foreach (var id in new[] { "b0000000-0000-4000-8000-000000000001", "0b000000-0000-4000-8000-000000000001" })
        {
            await _venue.Server.ExecuteSqlAsync($"INSERT INTO core_channel (id, world_id) VALUES ('{id}', '{_venue.World}')");
            foreach (var user in new[] { ada, ben })
            {
                await _venue.Server.ExecuteSqlAsync($"INSERT INTO core_membership (channel_id, user_id, volatile, hidden) VALUES ('{id}', '{DirectVenue.IdOf(user)}', FALSE, FALSE)");
            }
        }

        Assert.Equal("0b000000-0000-4000-8000-000000000001", (string?)(await DirectVenue.CreateAsync(ben, hide: null, ada))["id"]);
    }

    [Fact]
    public async Task Scenario68_WithoutHiding_TheOthersGetTheirListsAtOnce()
    {
        await using var ada = await _venue.LogInAsync("Ada");
        await using var ben = await _venue.LogInAsync("Ben");
        await using var cleo = await _venue.LogInAsync("Cleo");

        var id = (string)(await DirectVenue.CreateAsync(ada, hide: false, ben))["id"]!;

        await ada.ExpectPushesAsync("chat.event", 2);
        await ada.ExpectNothingAsync();
        var listed = Assert.Single((await ben.ReceivePushAsync("chat.channels"))["channels"]!.AsArray())!;
        Assert.Equal(id, (string?)listed["id"]);
        Assert.Equal(["Ada", "Ben"], DirectVenue.NamesOf(listed["members"]));
        Assert.Equal((0, 0), ((long)listed["unread_pointer"]!, (long)listed["notification_pointer"]!));
        await ben.ExpectNothingAsync();
        await cleo.ExpectNothingAsync();
    }

    [Fact]
    public async Task Scenario69_Outsider_IsDeniedEverything()
    {
        await using var ada = await _venue.LogInAsync("Ada");
        await using var ben = await _venue.LogInAsync("Ben");
        await using var cleo = await _venue.LogInAsync("Cleo", DirectVenue.Talker, DirectVenue.Manager);
        var channel = await DirectVenue.OpenChannelAsync(ada, ben);
        var id = await DirectVenue.SendAsync(ada, channel, "between us");
        var fetch = new JsonObject { ["channel"] = channel, ["before_id"] = 1000, ["count"] = 10 };
        var reaction = new JsonObject { ["channel"] = channel, ["event"] = id, ["reaction"] = "👏" };

        await DirectVenue.ExpectRefusedAsync(cleo, "chat.subscribe", DirectVenue.Body(channel), "chat.denied");
        await DirectVenue.ExpectRefusedAsync(cleo, "chat.fetch", fetch, "chat.denied");
        await DirectVenue.ExpectRefusedAsync(cleo, "chat.send", DirectVenue.Text(channel, "me too"), "chat.denied");
        await DirectVenue.ExpectRefusedAsync(cleo, "chat.send", DirectVenue.Message(channel, new JsonObject { ["type"] = "deleted" }, id), "chat.denied");
        await DirectVenue.ExpectRefusedAsync(cleo, "chat.react", reaction, "chat.denied");
        await DirectVenue.ExpectRefusedAsync(cleo, "chat.leave", DirectVenue.Body(channel), "chat.denied");
        await DirectVenue.ExpectRefusedAsync(cleo, "chat.join", DirectVenue.Body(channel), "room.unknown");
        await cleo.CallAsync("chat.unsubscribe", DirectVenue.Body(channel));
        await ada.SettleAsync();
        await DirectVenue.SendAsync(ada, channel, "and again");
        await ada.SettleAsync();
        await cleo.ExpectNothingAsync();

        // A channel of nobody, as posters have it, and one of another world.
        var foreign = await VenuelessClient.LogInAsync(_venue.Server.Port, WireServer.World, "5f6e0f4e-6f2b-4a57-8f1e-0a4c8a0c9b02");
        await _venue.Server.ExecuteSqlAsync($"INSERT INTO core_channel (id, world_id) VALUES ('0c000000-0000-4000-8000-000000000001', '{_venue.World}')");
        await DirectVenue.ExpectRefusedAsync(ada, "chat.subscribe", DirectVenue.Body("0c000000-0000-4000-8000-000000000001"), "chat.denied");
        await DirectVenue.ExpectRefusedAsync(foreign, "chat.subscribe", DirectVenue.Body(channel), "room.unknown");
        await foreign.DisposeAsync();

        // Checked before the body.
        await DirectVenue.ExpectRefusedAsync(ada, "chat.send", DirectVenue.Body(Guid.NewGuid().ToString()), "room.unknown");
        await DirectVenue.ExpectRefusedAsync(ada, "chat.send", DirectVenue.Body(channel), "protocol.invalid_body");
    }

    private static async Task RefuseAsync(VenuelessClient client, JsonArray users)
    {
        var error = await client.CallForErrorAsync("chat.direct.create", new JsonObject { ["users"] = users });
        Assert.Equal("chat.denied", (string?)error["code"]);
        Assert.False(error.ContainsKey("message"), error.ToJsonString());
    }
}
