using System.Text.Json.Nodes;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>chat.md section 16, scenarios 56 to 61: mentions and notifications.</summary>
public sealed class ChatMentionScenarioTests : IAsyncLifetime
{
    private const string Rows = "SELECT count(*) FROM core_chateventnotification";

    private ChatVenue _venue = null!;

    public async Task InitializeAsync() => _venue = await ChatVenue.OpenAsync();

    public async Task DisposeAsync() => await _venue.DisposeAsync();

    [Fact]
    public async Task Scenario56_MentionOfAnUnsubscribedMember_NotifiesThenTellsThePointer()
    {
        await using var ada = await _venue.JoinAsync(ChatVenue.Ada, "Ada");
        await using var ben = await _venue.JoinAndUnsubscribeAsync(ChatVenue.Ben, "Ben");
        await using var tab = await _venue.LogInAsync(ChatVenue.Ben);
        await ada.ReceivePushAsync("chat.event");

        var id = await _venue.SendAsync(ada, $"Hi {At(ben)}!");

        var sent = (await ada.ReceivePushAsync("chat.event")).AsObject();
        sent.Remove("users");
        sent["type"] = "chat.event";
        foreach (var connection in new[] { ben, tab })
        {
            var notification = await connection.ReceivePushAsync("chat.notification");
            Assert.True(JsonNode.DeepEquals(sent, notification["event"]), notification.ToJsonString());
            Assert.Equal("Ada", (string?)notification["sender"]!["profile"]!["display_name"]);
            Assert.False(notification["sender"]!.AsObject().ContainsKey("token_id"));
            await ChatVenue.ExpectPushAsync(connection, "chat.unread_pointers", $$"""{"{{_venue.Channel}}": {{id}}}""");
            await connection.ExpectNothingAsync();
        }

        await ada.ExpectNothingAsync();
    }

    [Fact]
    public async Task Scenario56_SubscribedMember_GetsEventNotificationAndPointerInThisOrder()
    {
        await using var ada = await _venue.JoinAsync(ChatVenue.Ada, "Ada");
        await using var ben = await _venue.JoinAsync(ChatVenue.Ben, "Ben");

        await _venue.SendAsync(ada, $"Hi {At(ben)}!");

        await ben.ReceivePushAsync("chat.event");
        await ben.ReceivePushAsync("chat.notification");
        await ben.ReceivePushAsync("chat.unread_pointers");
        await ben.ExpectNothingAsync();
    }

    [Fact]
    public async Task Scenario57_MentionOfNoMember_WarnsTheSenderOnly()
    {
        await using var ada = await _venue.JoinAsync(ChatVenue.Ada, "Ada");
        await using var tab = await _venue.LogInAsync(ChatVenue.Ada);
        await using var ben = await _venue.LogInAsync(ChatVenue.Ben, "Ben");

        var id = await _venue.SendAsync(ada, $"Hi {At(ben)} and @{Guid.NewGuid()}!");

        var warning = await ada.ReceivePushAsync("chat.mention_warning");
        Assert.Equal((_venue.Channel, id), ((string)warning["channel"]!, (long)warning["event_id"]!));
        var missed = Assert.Single(warning["missed_users"]!.AsArray())!.AsObject();
        Assert.Equal(WireServer.UserIdOf(ben).ToString(), (string?)missed["id"]);
        Assert.False(missed.ContainsKey("token_id"));
        Assert.Equal(id, (long)(await ada.ReceivePushAsync("chat.event"))["event_id"]!);
        await ada.ExpectNothingAsync();
        await ben.ExpectNothingAsync();
        await tab.ExpectNothingAsync();
        Assert.Equal("0", await _venue.Server.ReadSqlAsync(Rows));
    }

    [Fact]
    public async Task Scenario57_MentionOfNobody_WarnsWithAnEmptyList()
    {
        await using var ada = await _venue.JoinAsync(ChatVenue.Ada, "Ada");

        await _venue.SendAsync(ada, $"@{Guid.NewGuid()}");

        Assert.Empty((await ada.ReceivePushAsync("chat.mention_warning"))["missed_users"]!.AsArray());
        await ada.ReceivePushAsync("chat.event");
    }

    [Fact]
    public async Task Scenario58_VolatileRoom_NotifiesWhoeverMayRead()
    {
        var stage = _venue.Server.VolatileChannel;
        await using var ada = await _venue.LogInAsync(ChatVenue.Ada, "Ada");
        await ada.CallAsync("chat.join", _venue.Body(stage));
        await using var ben = await _venue.LogInAsync(ChatVenue.Ben, "Ben");

        var id = await _venue.SendAsync(ada, $"Hi {At(ben)}!", stage);
        await ada.ReceivePushAsync("chat.event");

        Assert.Equal(id, (long)(await ben.ReceivePushAsync("chat.notification"))["event"]!["event_id"]!);
        await ben.ExpectNothingAsync();
        await _venue.MarkReadAsync(ben, id, stage);
        await ChatVenue.ExpectPushAsync(ben, "chat.notification_counts", "{}");
        await ben.ExpectNothingAsync();
    }

    [Fact]
    public async Task Scenario58_VolatileRoomThatTheUserMayNotRead_WarnsTheSender()
    {
        var world = await _venue.Server.ImportWorldAsync(
            WireToken.Config(),
            """{"attendee": ["world:view"], "speaker": ["room:view", "room:chat.read", "room:chat.join", "room:chat.send"]}""",
            """{"attendee": [], "speaker": ["speaker"]}""");
        var stage = await _venue.Server.FindChannelAsync(world, "stage");
        await using var ada = await VenuelessClient.ConnectAsync(_venue.Server.Port, world);
        await ada.AuthenticateAsync(WireToken.Body("ada", "speaker"));
        await ada.CallAsync("user.update", new JsonObject { ["profile"] = new JsonObject { ["display_name"] = "Ada" } });
        await ada.CallAsync("chat.join", _venue.Body(stage));
        await using var ben = await VenuelessClient.ConnectAsync(_venue.Server.Port, world);
        await ben.AuthenticateAsync(WireToken.Body("ben", "guest"));

        await _venue.SendAsync(ada, At(ben), stage);

        Assert.Single((await ada.ReceivePushAsync("chat.mention_warning"))["missed_users"]!.AsArray());
        await ada.ReceivePushAsync("chat.event");
        await ben.ExpectNothingAsync();
        Assert.Equal("0", await _venue.Server.ReadSqlAsync(Rows));
    }

    [Theory]
    [InlineData(48, true)]
    [InlineData(49, false)]
    [InlineData(60, false)]
    public async Task Scenario59_FiftyMentionsOrMore_AreNoMentions(int others, bool isMention)
    {
        await using var ada = await _venue.JoinAsync(ChatVenue.Ada, "Ada");
        await using var ben = await _venue.JoinAndUnsubscribeAsync(ChatVenue.Ben, "Ben");
        await ada.ReceivePushAsync("chat.event");
        var mentions = Enumerable.Range(0, others).Select(static _ => $"@{Guid.NewGuid()}").Append(At(ben));

        await _venue.SendAsync(ada, string.Concat(mentions));

        if (isMention)
        {
            await ada.ReceivePushAsync("chat.mention_warning");
            await ben.ReceivePushAsync("chat.notification");
        }

        await ada.ReceivePushAsync("chat.event");
        await ben.ReceivePushAsync("chat.unread_pointers");
        await ben.ExpectNothingAsync();
        await ada.ExpectNothingAsync();
    }

    [Fact]
    public async Task Scenario60_OwnMention_UpperCaseEditAndFiles()
    {
        await using var ada = await _venue.JoinAsync(ChatVenue.Ada, "Ada");
        await using var ben = await _venue.JoinAndUnsubscribeAsync(ChatVenue.Ben, "Ben");
        await ada.ReceivePushAsync("chat.event");

        await _venue.SendAsync(ada, $"Me, {At(ada)}");
        await ada.ReceivePushAsync("chat.event");
        await ben.ReceivePushAsync("chat.unread_pointers");
        var id = await _venue.SendAsync(ada, $"You {At(ben).ToUpperInvariant()} and you {At(ben)}{At(ben)}");
        await ada.ReceivePushAsync("chat.event");
        await ben.ReceivePushAsync("chat.notification");
        var edit = _venue.Message(new JsonObject { ["type"] = "text", ["body"] = $"{At(ben)} {At(ben)} {At(ada)}" });
        edit["replaces"] = id;
        await ada.CallAsync("chat.send", edit);
        await ada.CallAsync("chat.send", _venue.Message(JsonNode.Parse(
            $$"""{"type": "files", "files": [{"url": "a", "name": "b", "mimeType": "c"}], "body": "{{At(ben)}}"}""")!));

        await ada.ExpectPushesAsync("chat.event", 2);
        await ada.ExpectNothingAsync();
        await ben.ExpectNothingAsync();
        Assert.Equal("1", await _venue.Server.ReadSqlAsync(Rows));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Scenario61_Counts_SurviveTheLoginAndEndWithMarkRead(bool isRestarted)
    {
        var ada = await _venue.JoinAsync(ChatVenue.Ada, "Ada");
        var ben = await _venue.JoinAndUnsubscribeAsync(ChatVenue.Ben, "Ben");
        var first = await _venue.SendAsync(ada, At(ben));
        var second = await _venue.SendAsync(ada, At(ben));
        await ada.SettleAsync();
        await ben.ReceivePushAsync("chat.notification");
        await ben.DisposeAsync();
        await ada.DisposeAsync();
        if (isRestarted)
        {
            await _venue.Server.RestartAsync();
        }

        await using var again = await VenuelessClient.ConnectAsync(_venue.Server.Port, WireServer.World);
        Assert.Equal(Counts(2), (await again.LogInAsync(ChatVenue.Ben))["chat.notification_counts"]!.ToJsonString());
        await using var tab = await _venue.LogInAsync(ChatVenue.Ben);

        await _venue.MarkReadAsync(again, first);
        await ChatVenue.ExpectPushAsync(again, "chat.notification_counts", Counts(1));
        await ChatVenue.ExpectPushAsync(again, "chat.unread_pointers", $$"""{"{{_venue.Channel}}": {{second}}}""");
        await tab.ReceivePushAsync("chat.read_pointers");
        await ChatVenue.ExpectPushAsync(tab, "chat.notification_counts", Counts(1));
        await _venue.MarkReadAsync(again, second, _venue.Server.VolatileChannel);
        await ChatVenue.ExpectPushAsync(again, "chat.notification_counts", Counts(1));
        await _venue.MarkReadAsync(again, second);
        await ChatVenue.ExpectPushAsync(again, "chat.notification_counts", "{}");

        Assert.Equal("0", await _venue.Server.ReadSqlAsync(Rows));
    }

    [Fact]
    public async Task MentionOfWhatIsReadAlready_SendsCountsInsteadOfANotification()
    {
        await using var ada = await _venue.JoinAsync(ChatVenue.Ada, "Ada");
        await using var ben = await _venue.JoinAndUnsubscribeAsync(ChatVenue.Ben, "Ben");
        await _venue.MarkReadAsync(ben, 1_000_000);
        await ben.ReceivePushAsync("chat.notification_counts");

        await _venue.SendAsync(ada, At(ben));

        await ChatVenue.ExpectPushAsync(ben, "chat.notification_counts", "{}");
        await ben.ReceivePushAsync("chat.unread_pointers");
        Assert.Equal("0", await _venue.Server.ReadSqlAsync(Rows));
    }

    [Fact]
    public async Task DeletedOrEditedMention_StaysANotification()
    {
        await using var ada = await _venue.JoinAsync(ChatVenue.Ada, "Ada");
        await using var ben = await _venue.JoinAndUnsubscribeAsync(ChatVenue.Ben, "Ben");
        var id = await _venue.SendAsync(ada, At(ben));
        var deletion = _venue.Message(new JsonObject { ["type"] = "deleted" });
        deletion["replaces"] = id;

        await ada.CallAsync("chat.send", deletion);

        Assert.Equal("1", await _venue.Server.ReadSqlAsync(Rows));
    }

    private static string At(VenuelessClient client) => $"@{WireServer.UserIdOf(client)}";

    private string Counts(int count) => $$"""{"{{_venue.Channel}}":{{count}}}""";
}
