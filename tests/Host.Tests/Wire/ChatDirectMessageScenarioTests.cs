using System.Text.Json.Nodes;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>chat.md section 16, scenarios 65, 73, 74 and 76: messages in direct channels, hiding and counts.</summary>
public sealed class ChatDirectMessageScenarioTests : IAsyncLifetime
{
    private DirectVenue _venue = null!;

    public async Task InitializeAsync() => _venue = await DirectVenue.OpenAsync();

    public async Task DisposeAsync() => await _venue.DisposeAsync();

    [Fact]
    public async Task Scenario65_FirstMessage_BringsTheOtherListPointerAndNotification()
    {
        await using var ada = await _venue.LogInAsync("Ada");
        await using var ben = await _venue.LogInAsync("Ben");
        await using var tab = await _venue.LogInAsync("Ben");
        await using var cleo = await _venue.LogInAsync("Cleo");
        var channel = (string)(await DirectVenue.CreateAsync(ada, hide: null, ben))["id"]!;
        await ada.ExpectPushesAsync("chat.event", 2);

        var id = await DirectVenue.SendAsync(ada, channel, "Lunch?");

        var pushed = (await ada.ReceivePushAsync("chat.event")).AsObject();
        Assert.Equal(id, (long)pushed["event_id"]!);
        await ada.ExpectNothingAsync();
        pushed.Remove("users");
        pushed["type"] = "chat.event";
        foreach (var connection in new[] { ben, tab })
        {
            var listed = Assert.Single((await connection.ReceivePushAsync("chat.channels"))["channels"]!.AsArray())!;
            Assert.Equal(channel, (string?)listed["id"]);
            Assert.Equal(["Ada", "Ben"], DirectVenue.NamesOf(listed["members"]));
            Assert.All(listed["members"]!.AsArray(), static member => Assert.False(member!.AsObject().ContainsKey("token_id")));
            await ChatVenue.ExpectPushAsync(connection, "chat.unread_pointers", $$"""{"{{channel}}": {{id}}}""");
            var notification = await connection.ReceivePushAsync("chat.notification");
            Assert.True(JsonNode.DeepEquals(pushed, notification["event"]), notification.ToJsonString());
            Assert.Equal("Ada", (string?)notification["sender"]!["profile"]!["display_name"]);
            Assert.False(notification["sender"]!.AsObject().ContainsKey("token_id"));
            await connection.ExpectNothingAsync();
        }

        await cleo.ExpectNothingAsync();
    }

    [Fact]
    public async Task Scenario65_SubscribedMember_GetsEventPointerAndNotificationInThisOrder()
    {
        await using var ada = await _venue.LogInAsync("Ada");
        await using var ben = await _venue.LogInAsync("Ben", DirectVenue.Talker, DirectVenue.Manager);
        var channel = await DirectVenue.OpenChannelAsync(ada, ben);
        var subscribed = await ben.CallAsync("chat.subscribe", DirectVenue.Body(channel));
        Assert.Equal(["Ada", "Ben"], DirectVenue.NamesOf(subscribed["members"]));
        Assert.False(subscribed.AsObject().ContainsKey("id"));
        Assert.All(subscribed["members"]!.AsArray(), static member => Assert.True(member!.AsObject().ContainsKey("token_id")));

        var first = await DirectVenue.SendAsync(ada, channel, "one");
        await DirectVenue.SendAsync(ada, channel, "two");

        foreach (var id in new[] { first, first + 1 })
        {
            var pushed = await ben.ReceivePushAsync("chat.event");
            Assert.Equal(id, (long)pushed["event_id"]!);
            Assert.True(pushed["users"]![DirectVenue.IdOf(ada)]!.AsObject().ContainsKey("token_id"));
            await ChatVenue.ExpectPushAsync(ben, "chat.unread_pointers", $$"""{"{{channel}}": {{id}}}""");
            Assert.Equal(id, (long)(await ben.ReceivePushAsync("chat.notification"))["event"]!["event_id"]!);
        }

        await ben.ExpectNothingAsync();
    }

    [Fact]
    public async Task Scenario73_HiddenChannel_ComesBackWithTheNextMessage()
    {
        await using var ada = await _venue.LogInAsync("Ada");
        await using var ben = await _venue.LogInAsync("Ben");
        await using var tab = await _venue.LogInAsync("Ben");
        var channel = await DirectVenue.OpenChannelAsync(ada, ben, tab);
        await ben.CallAsync("chat.subscribe", DirectVenue.Body(channel));
        await tab.CallAsync("chat.subscribe", DirectVenue.Body(channel));

        await ben.SendAsync($$"""["chat.leave", 9, {"channel": "{{channel}}"}]""");
        await ben.ExpectAsync("""["success", 9, {}]""");
        await ben.ExpectNothingAsync();
        Assert.Empty(await DirectVenue.ReceiveListAsync(tab));
        await tab.ExpectNothingAsync();
        await ada.ExpectNothingAsync();
        await using var login = await VenuelessClient.ConnectAsync(_venue.Server.Port, _venue.World);
        Assert.Empty((await DirectVenue.AuthenticateAsync(login, "Ben", DirectVenue.Talker))["chat.channels"]!.AsArray());

        // Opening it again does not show it, and the member still may read.
        Assert.Equal(channel, (string?)(await DirectVenue.CreateAsync(login, hide: null, ada))["id"]);
        await login.CallAsync("chat.unsubscribe", DirectVenue.Body(channel));
        await login.ExpectNothingAsync();
        await ben.ExpectNothingAsync();

        var id = await DirectVenue.SendAsync(ada, channel, "Still there?");
        await ada.SettleAsync();

        foreach (var connection in new[] { ben, tab, login })
        {
            Assert.Equal([channel], await DirectVenue.ReceiveListAsync(connection));
            if (ReferenceEquals(connection, tab))
            {
                await connection.ReceivePushAsync("chat.event");
            }

            await ChatVenue.ExpectPushAsync(connection, "chat.unread_pointers", $$"""{"{{channel}}": {{id}}}""");
            await connection.ReceivePushAsync("chat.notification");
            await connection.ExpectNothingAsync();
        }

        await DirectVenue.SendAsync(ada, channel, "No list any more");
        await ben.ReceivePushAsync("chat.unread_pointers");
        await ben.ReceivePushAsync("chat.notification");
        await ben.ExpectNothingAsync();
    }

    [Fact]
    public async Task Scenario73_SenderWhoHasHiddenIt_GetsItBackOnTheOtherConnections()
    {
        await using var ada = await _venue.LogInAsync("Ada");
        await using var tab = await _venue.LogInAsync("Ada");
        await using var ben = await _venue.LogInAsync("Ben");
        var channel = await DirectVenue.OpenChannelAsync(ada, ben);
        await tab.SettleAsync();
        await ada.CallAsync("chat.leave", DirectVenue.Body(channel));
        await ada.SettleAsync();
        await tab.SettleAsync();

        await DirectVenue.SendAsync(ada, channel, "I am back");

        await ada.ExpectNothingAsync();
        Assert.Equal([channel], await DirectVenue.ReceiveListAsync(tab));
        await tab.ExpectNothingAsync();
        await ben.ReceivePushAsync("chat.unread_pointers");
    }

    [Fact]
    public async Task Scenario74_Counts_GoDownAsTheMessagesAreRead()
    {
        await using var ada = await _venue.LogInAsync("Ada");
        await using var ben = await _venue.LogInAsync("Ben");
        await using var tab = await _venue.LogInAsync("Ben");
        var channel = await DirectVenue.OpenChannelAsync(ada, ben, tab);
        var first = await DirectVenue.SendAsync(ada, channel, "one");
        var second = await DirectVenue.SendAsync(ada, channel, "two");
        await ada.SettleAsync();
        await ben.SettleAsync();
        await tab.SettleAsync();

        await using var login = await VenuelessClient.ConnectAsync(_venue.Server.Port, _venue.World);
        var authenticated = await DirectVenue.AuthenticateAsync(login, "Ben");
        Assert.Equal($$"""{"{{channel}}":2}""", authenticated["chat.notification_counts"]!.ToJsonString());
        var listed = Assert.Single(authenticated["chat.channels"]!.AsArray())!;
        Assert.Equal((second, second), ((long)listed["unread_pointer"]!, (long)listed["notification_pointer"]!));
        Assert.Equal(["Ada", "Ben"], DirectVenue.NamesOf(listed["members"]));

        foreach (var (id, counts) in new[] { (first, $$"""{"{{channel}}": 1}"""), (second, "{}") })
        {
            await DirectVenue.MarkReadAsync(ben, channel, id);
            await ChatVenue.ExpectPushAsync(ben, "chat.notification_counts", counts);
            await ben.ExpectNothingAsync();
            foreach (var connection in new[] { tab, login })
            {
                await ChatVenue.ExpectPushAsync(connection, "chat.read_pointers", $$"""{"{{channel}}": {{id}}}""");
                await ChatVenue.ExpectPushAsync(connection, "chat.notification_counts", counts);
                await connection.ExpectNothingAsync();
            }
        }

        await using var again = await VenuelessClient.ConnectAsync(_venue.Server.Port, _venue.World);
        authenticated = await DirectVenue.AuthenticateAsync(again, "Ben");
        Assert.Equal("{}", authenticated["chat.notification_counts"]!.ToJsonString());
        Assert.Equal($$"""{"{{channel}}":{{second}}}""", authenticated["chat.read_pointers"]!.ToJsonString());
        await ada.ExpectNothingAsync();
    }

    [Fact]
    public async Task Scenario74_MessageThatIsReadAlready_SendsCountsInsteadOfANotification()
    {
        await using var ada = await _venue.LogInAsync("Ada");
        await using var ben = await _venue.LogInAsync("Ben");
        var channel = await DirectVenue.OpenChannelAsync(ada, ben);
        await DirectVenue.MarkReadAsync(ben, channel, 1_000_000);
        await ben.SettleAsync();

        await DirectVenue.SendAsync(ada, channel, "read before it was written");

        await ben.ReceivePushAsync("chat.unread_pointers");
        await ChatVenue.ExpectPushAsync(ben, "chat.notification_counts", "{}");
        await ben.ExpectNothingAsync();
        Assert.Equal("0", await _venue.Server.ReadSqlAsync("SELECT count(*) FROM core_chateventnotification"));
    }

    [Fact]
    public async Task Scenario76_EditAndDeletion_PushTheEventOnly()
    {
        await using var ada = await _venue.LogInAsync("Ada");
        await using var ben = await _venue.LogInAsync("Ben", DirectVenue.Talker, DirectVenue.Manager);
        await using var tab = await _venue.LogInAsync("Ben");
        var channel = await DirectVenue.OpenChannelAsync(ada, ben, tab);
        await ben.CallAsync("chat.subscribe", DirectVenue.Body(channel));
        var id = await DirectVenue.SendAsync(ada, channel, "Lunhc?");
        await ada.SettleAsync();
        await ben.SettleAsync();
        await tab.SettleAsync();

        await ada.CallAsync("chat.send", DirectVenue.Text(channel, $"Lunch, @{DirectVenue.IdOf(ben)}?", id));
        Assert.Equal(id, (long)(await ada.ReceivePushAsync("chat.event"))["replaces"]!);
        Assert.Equal(id, (long)(await ben.ReceivePushAsync("chat.event"))["replaces"]!);
        await ben.ExpectNothingAsync();
        await tab.ExpectNothingAsync();

        // Not even moderators change what others have written.
        var deletion = DirectVenue.Message(channel, new JsonObject { ["type"] = "deleted" }, id);
        await DirectVenue.ExpectRefusedAsync(ben, "chat.send", deletion, "chat.denied");
        await ada.CallAsync("chat.send", deletion);
        await ben.ReceivePushAsync("chat.event");
        await ben.ExpectNothingAsync();
        await tab.ExpectNothingAsync();

        var history = await ben.CallAsync("chat.fetch", new JsonObject { ["channel"] = channel, ["before_id"] = 1_000_000, ["count"] = 25 });
        var results = history["results"]!.AsArray();
        Assert.Equal(["channel.member", "channel.member", "channel.message", "channel.message", "channel.message"], results.Select(static result => (string?)result!["event_type"]));
        Assert.Equal("""{"type":"deleted"}""", results[2]!["content"]!.ToJsonString());
        Assert.Equal("1", await _venue.Server.ReadSqlAsync("SELECT count(*) FROM core_chateventnotification"));
        var audit = (await _venue.Server.ReadAuditAsync(_venue.World)).Where(static entry => (string?)entry!["type"] == "chat.event.updated").ToList();
        Assert.Equal(2, audit.Count);
        Assert.All(audit, static entry => Assert.True((bool)entry!["data"]!["by_same_user"]!));
    }

    [Fact]
    public async Task Mentions_WarnOfEverybodyWhoIsNoMemberWithoutALimit()
    {
        await using var ada = await _venue.LogInAsync("Ada");
        await using var ben = await _venue.LogInAsync("Ben");
        await using var cleo = await _venue.LogInAsync("Cleo");
        var channel = await DirectVenue.OpenChannelAsync(ada, ben);
        var strangers = string.Concat(Enumerable.Range(0, 60).Select(static _ => $"@{Guid.NewGuid()}"));

        var id = await DirectVenue.SendAsync(ada, channel, $"@{DirectVenue.IdOf(ben)} @{DirectVenue.IdOf(ada)} @{DirectVenue.IdOf(cleo)} {strangers}");

        var warning = await ada.ReceivePushAsync("chat.mention_warning");
        Assert.Equal((channel, id), ((string)warning["channel"]!, (long)warning["event_id"]!));
        Assert.Equal(["Cleo"], DirectVenue.NamesOf(warning["missed_users"]));
        await ada.ReceivePushAsync("chat.event");
        await ada.ExpectNothingAsync();
        await ben.ReceivePushAsync("chat.unread_pointers");
        await ben.ReceivePushAsync("chat.notification");
        await ben.ExpectNothingAsync();
        await cleo.ExpectNothingAsync();

        await DirectVenue.SendAsync(ada, channel, $"@{DirectVenue.IdOf(ben)}");
        await ada.ReceivePushAsync("chat.event");
        await ada.ExpectNothingAsync();
    }

    [Fact]
    public async Task Reactions_ReachTheSubscribersOnly()
    {
        await using var ada = await _venue.LogInAsync("Ada");
        await using var ben = await _venue.LogInAsync("Ben");
        await using var tab = await _venue.LogInAsync("Ben");
        var channel = await DirectVenue.OpenChannelAsync(ada, ben, tab);
        await ben.CallAsync("chat.subscribe", DirectVenue.Body(channel));
        var id = await DirectVenue.SendAsync(ada, channel, "Lunch?");
        await ada.SettleAsync();
        await ben.SettleAsync();
        await tab.SettleAsync();

        await ben.CallAsync("chat.react", new JsonObject { ["channel"] = channel, ["event"] = id, ["reaction"] = "👍" });

        foreach (var connection in new[] { ben, ada })
        {
            var pushed = await connection.ReceivePushAsync("chat.event.reaction");
            Assert.Equal(id, (long)pushed["event_id"]!);
            Assert.Equal(DirectVenue.IdOf(ben), (string?)pushed["reactions"]!["👍"]![0]);
            await connection.ExpectNothingAsync();
        }

        await tab.ExpectNothingAsync();
    }

    [Fact]
    public async Task DeletedMember_StaysListedAndIsNoRecipient()
    {
        await using var ada = await _venue.LogInAsync("Ada");
        await using var ben = await _venue.LogInAsync("Ben");
        await using var cleo = await _venue.LogInAsync("Cleo");
        await using var manager = await _venue.LogInAsync("Manager", DirectVenue.Manager);
        var channel = await DirectVenue.OpenChannelAsync(ada, ben, cleo);
        await manager.CallAsync("user.ban", new JsonObject { ["id"] = DirectVenue.IdOf(ben) });
        await manager.CallAsync("user.delete", new JsonObject { ["id"] = DirectVenue.IdOf(cleo) });
        await manager.SettleAsync();

        await DirectVenue.SendAsync(ada, channel, "Who is left?");

        await ada.ReceivePushAsync("chat.event");
        var members = (await ada.CallAsync("chat.subscribe", DirectVenue.Body(channel)))["members"]!.AsArray();
        Assert.Equal(3, members.Count);
        Assert.Equal([DirectVenue.IdOf(cleo)], members.Where(static member => (bool)member!["deleted"]!).Select(static member => (string)member!["id"]!));
        Assert.Equal(DirectVenue.IdOf(ben), await _venue.Server.ReadSqlAsync("SELECT recipient_id FROM core_chateventnotification"));
        Assert.Equal("1", await _venue.Server.ReadSqlAsync("SELECT count(*) FROM core_chateventnotification"));
    }
}
