using System.Text.Json.Nodes;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>chat.md section 16, scenarios 17, 18 and 51 to 55: read pointers and unread pointers.</summary>
public sealed class ChatReadStateScenarioTests : IAsyncLifetime
{
    private ChatVenue _venue = null!;

    public async Task InitializeAsync() => _venue = await ChatVenue.OpenAsync();

    public async Task DisposeAsync() => await _venue.DisposeAsync();

    [Fact]
    public async Task Scenario17_UnsubscribedMember_GetsNoEventButOneUnreadPointer()
    {
        await using var ada = await _venue.JoinAsync(ChatVenue.Ada, "Ada");
        await using var ben = await _venue.JoinAndUnsubscribeAsync(ChatVenue.Ben, "Ben");

        var id = await _venue.SendAsync(ada, "hello");

        await ChatVenue.ExpectPushAsync(ben, "chat.unread_pointers", Map(id));
        await ben.ExpectNothingAsync();
    }

    [Fact]
    public async Task Scenario18_LeftMember_GetsNothing()
    {
        await using var ada = await _venue.JoinAsync(ChatVenue.Ada, "Ada");
        await using var ben = await _venue.JoinAsync(ChatVenue.Ben, "Ben");
        await ada.ReceivePushAsync("chat.event");

        await ben.CallAsync("chat.leave", _venue.Body());

        // Comes after everything that the leave does.
        await ben.ExpectNothingAsync();
        Assert.Equal("leave", (string?)(await ada.ReceivePushAsync("chat.event"))["content"]!["membership"]);
        await SayAsync(ada);
        await ben.ExpectNothingAsync();
    }

    [Fact]
    public async Task Scenario51_UnreadPointer_ComesOnceUntilTheNextMarkRead()
    {
        await using var ada = await _venue.JoinAsync(ChatVenue.Ada, "Ada");
        await using var ben = await _venue.JoinAndUnsubscribeAsync(ChatVenue.Ben, "Ben");
        var first = await SayAsync(ada);
        await ChatVenue.ExpectPushAsync(ben, "chat.unread_pointers", Map(first));
        var second = await SayAsync(ada);
        await ben.ExpectNothingAsync();

        await _venue.MarkReadAsync(ben, second);
        await ChatVenue.ExpectPushAsync(ben, "chat.notification_counts", "{}");
        await ben.ExpectNothingAsync();
        var third = await SayAsync(ada);

        await ChatVenue.ExpectPushAsync(ben, "chat.unread_pointers", Map(third));
        await SayAsync(ada);
        await ben.ExpectNothingAsync();
    }

    [Fact]
    public async Task Scenario52_MarkRead_TellsTheUsersOtherConnections()
    {
        await using var ben = await _venue.JoinAndUnsubscribeAsync(ChatVenue.Ben, "Ben");
        await using var tab = await _venue.LogInAsync(ChatVenue.Ben);
        await using var stranger = await _venue.LogInAsync(ChatVenue.Ada);

        await ben.SendAsync($$"""["chat.mark_read", 7, {"channel": "{{_venue.Channel.ToUpperInvariant()}}", "id": 41}]""");

        await ben.ExpectAsync("""["success", 7, {}]""");
        await ChatVenue.ExpectPushAsync(ben, "chat.notification_counts", "{}");
        await ben.ExpectNothingAsync();
        await ChatVenue.ExpectPushAsync(tab, "chat.read_pointers", Map(41));
        await ChatVenue.ExpectPushAsync(tab, "chat.notification_counts", "{}");
        await tab.ExpectNothingAsync();
        await stranger.ExpectNothingAsync();
    }

    [Fact]
    public async Task Scenario52_PointersOfAllChannels_AreSentAndMayGoBackwards()
    {
        await using var ben = await _venue.LogInAsync(ChatVenue.Ben, "Ben");
        await using var tab = await _venue.LogInAsync(ChatVenue.Ben);

        await _venue.MarkReadAsync(ben, 41, _venue.Server.VolatileChannel);
        await ChatVenue.ExpectPushAsync(tab, "chat.read_pointers", $$"""{"{{_venue.Server.VolatileChannel}}": 41}""");
        await tab.ReceivePushAsync("chat.notification_counts");
        await _venue.MarkReadAsync(ben, 40);
        await ChatVenue.ExpectPushAsync(tab, "chat.read_pointers", $$"""{"{{_venue.Server.VolatileChannel}}": 41, "{{_venue.Channel}}": 40}""");
        await tab.ReceivePushAsync("chat.notification_counts");
        await _venue.MarkReadAsync(ben, 3);

        await ChatVenue.ExpectPushAsync(tab, "chat.read_pointers", $$"""{"{{_venue.Server.VolatileChannel}}": 41, "{{_venue.Channel}}": 3}""");
    }

    [Theory]
    [InlineData("", "chat.invalid_body")]
    [InlineData(", \"id\": null", "chat.invalid_body")]
    [InlineData(", \"id\": 0", "chat.invalid_body")]
    [InlineData(", \"id\": \"\"", "chat.invalid_body")]
    [InlineData(", \"id\": \"abc\"", "protocol.invalid_body")]
    [InlineData(", \"id\": \"7\"", "protocol.invalid_body")]
    [InlineData(", \"id\": 1.5", "protocol.invalid_body")]
    [InlineData(", \"id\": -1", "protocol.invalid_body")]
    [InlineData(", \"id\": true", "protocol.invalid_body")]
    [InlineData(", \"id\": {\"a\": 1}", "protocol.invalid_body")]
    public async Task Scenario53_BadId_IsRefusedAndLaterLoginsWork(string field, string code)
    {
        await using var ben = await _venue.LogInAsync(ChatVenue.Ben, "Ben");

        await ben.SendAsync($$"""["chat.mark_read", 7, {"channel": "{{_venue.Channel}}"{{field}} }]""");

        await ben.ExpectErrorAsync(code, "7");
        await ben.ExpectNothingAsync();
        await using var again = await VenuelessClient.ConnectAsync(_venue.Server.Port, WireServer.World);
        Assert.Equal("{}", (await again.LogInAsync(ChatVenue.Ben))["chat.read_pointers"]!.ToJsonString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Scenario54_Login_TellsPointersAlsoAfterARestart(bool isRestarted)
    {
        var ada = await _venue.JoinAsync(ChatVenue.Ada, "Ada");
        var ben = await _venue.JoinAndUnsubscribeAsync(ChatVenue.Ben, "Ben");
        var first = await SayAsync(ada, expectedPushes: 2);
        await _venue.MarkReadAsync(ben, first);
        var second = await SayAsync(ada);
        await ben.DisposeAsync();
        await ada.DisposeAsync();
        if (isRestarted)
        {
            await _venue.Server.RestartAsync();
        }

        await using var again = await VenuelessClient.ConnectAsync(_venue.Server.Port, WireServer.World);
        var login = await again.LogInAsync(ChatVenue.Ben);

        Assert.Equal(Map(first), login["chat.read_pointers"]!.ToJsonString());
        var channel = Assert.Single(login["chat.channels"]!.AsArray())!;
        Assert.Equal((second, second), ((long)channel["unread_pointer"]!, (long)channel["notification_pointer"]!));
        Assert.Equal("{}", login["chat.notification_counts"]!.ToJsonString());
    }

    // What is acknowledged from memory is there for whoever asks next, on whichever node.
    [Fact]
    public async Task Scenario54_LoginRightAfterMarkRead_SeesThePointer()
    {
        await using var ben = await _venue.JoinAndUnsubscribeAsync(ChatVenue.Ben, "Ben");
        for (var id = 1; id <= 3; id++)
        {
            await _venue.MarkReadAsync(ben, id);
            await _venue.MarkReadAsync(ben, 10 + id);

            await using var again = await VenuelessClient.ConnectAsync(_venue.Server.Port, WireServer.World);
            Assert.Equal(Map(10 + id), (await again.LogInAsync(ChatVenue.Ben))["chat.read_pointers"]!.ToJsonString());
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Scenario54_Burst_LeavesTheLastPointer(bool isRestarted)
    {
        const int Last = 1_000;
        var ben = await _venue.JoinAndUnsubscribeAsync(ChatVenue.Ben, "Ben");
        for (var id = 1; id <= Last; id++)
        {
            await ben.SendAsync($$"""["chat.mark_read", {{id}}, {"channel": "{{_venue.Channel}}", "id": {{id}}}]""");
        }

        for (var id = 1; id <= Last; id++)
        {
            await ben.ExpectAsync($$"""["success", {{id}}, {}]""");
            await ChatVenue.ExpectPushAsync(ben, "chat.notification_counts", "{}");
        }

        await ben.DisposeAsync();
        if (isRestarted)
        {
            await _venue.Server.RestartAsync();
        }

        await using var again = await VenuelessClient.ConnectAsync(_venue.Server.Port, WireServer.World);
        Assert.Equal(Map(Last), (await again.LogInAsync(ChatVenue.Ben))["chat.read_pointers"]!.ToJsonString());
    }

    [Fact]
    public async Task MarkRead_AfterAMention_ClearsItAndTellsTheOtherTab()
    {
        await using var ada = await _venue.JoinAsync(ChatVenue.Ada, "Ada");
        await using var ben = await _venue.JoinAndUnsubscribeAsync(ChatVenue.Ben, "Ben");
        await using var tab = await _venue.LogInAsync(ChatVenue.Ben);
        for (var round = 1; round <= 2; round++)
        {
            await _venue.MarkReadAsync(ben, round);
            await ChatVenue.ExpectPushAsync(ben, "chat.notification_counts", "{}");
            await ChatVenue.ExpectPushAsync(tab, "chat.read_pointers", Map(round));
            await ChatVenue.ExpectPushAsync(tab, "chat.notification_counts", "{}");
        }

        var login = await VenuelessClient.ConnectAsync(_venue.Server.Port, WireServer.World);
        var user = (string)(await login.LogInAsync(ChatVenue.Ben))["user.config"]!["id"]!;
        await login.DisposeAsync();
        var mention = await _venue.SendAsync(ada, $"Hi @{user}");
        await ben.ReceivePushAsync("chat.notification");
        await ben.ReceivePushAsync("chat.unread_pointers");
        await tab.ReceivePushAsync("chat.notification");
        await tab.ReceivePushAsync("chat.unread_pointers");

        await _venue.MarkReadAsync(ben, mention - 1);
        await ChatVenue.ExpectPushAsync(ben, "chat.notification_counts", $$"""{"{{_venue.Channel}}": 1}""");
        await _venue.MarkReadAsync(ben, mention);

        await ben.ReceivePushAsync("chat.unread_pointers");
        await ChatVenue.ExpectPushAsync(ben, "chat.notification_counts", "{}");
        await ben.ExpectNothingAsync();
    }

    [Fact]
    public async Task Scenario54_WhoWaitsForAnUnreadPointer_IsKnownAfterARestart()
    {
        var ada = await _venue.JoinAsync(ChatVenue.Ada, "Ada");
        var ben = await _venue.JoinAndUnsubscribeAsync(ChatVenue.Ben, "Ben");
        await ada.DisposeAsync();
        await ben.DisposeAsync();
        await _venue.Server.RestartAsync();

        await using var again = await _venue.LogInAsync(ChatVenue.Ben);
        await using var sender = await _venue.LogInAsync(ChatVenue.Ada);
        var first = await _venue.SendAsync(sender, "hello");
        await _venue.SendAsync(sender, "hello again");

        await ChatVenue.ExpectPushAsync(again, "chat.unread_pointers", Map(first));
        await again.ExpectNothingAsync();
    }

    [Fact]
    public async Task Scenario55_MessageBetweenReadingAndMarkRead_GivesAPointerAtOnce()
    {
        await using var ada = await _venue.JoinAsync(ChatVenue.Ada, "Ada");
        await using var ben = await _venue.JoinAndUnsubscribeAsync(ChatVenue.Ben, "Ben");
        await using var tab = await _venue.LogInAsync(ChatVenue.Ben);
        var read = await SayAsync(ada, expectedPushes: 2);
        await ben.ReceivePushAsync("chat.unread_pointers");
        await tab.ReceivePushAsync("chat.unread_pointers");
        var missed = await SayAsync(ada);

        await _venue.MarkReadAsync(ben, read);

        await ChatVenue.ExpectPushAsync(ben, "chat.notification_counts", "{}");
        await ChatVenue.ExpectPushAsync(ben, "chat.unread_pointers", Map(missed));
        await ben.ExpectNothingAsync();
        await tab.ReceivePushAsync("chat.read_pointers");
        await tab.ReceivePushAsync("chat.notification_counts");
        await ChatVenue.ExpectPushAsync(tab, "chat.unread_pointers", Map(missed));
        await tab.ExpectNothingAsync();
    }

    [Fact]
    public async Task Scenario55_OwnMessageOrNoMembership_GivesNoPointer()
    {
        await using var ada = await _venue.JoinAsync(ChatVenue.Ada, "Ada");
        await using var stranger = await _venue.LogInAsync(ChatVenue.Ben, "Ben");
        var first = await SayAsync(ada);
        await SayAsync(ada);

        await _venue.MarkReadAsync(ada, first);
        await ChatVenue.ExpectPushAsync(ada, "chat.notification_counts", "{}");
        await _venue.MarkReadAsync(stranger, first);
        await ChatVenue.ExpectPushAsync(stranger, "chat.notification_counts", "{}");
        await SayAsync(ada);

        await ada.ExpectNothingAsync();
        await stranger.ExpectNothingAsync();
    }

    [Fact]
    public async Task UnreadPointers_OfEditsAndOfSubscribedMembers_AreSentToo()
    {
        await using var ada = await _venue.JoinAsync(ChatVenue.Ada, "Ada");
        await using var ben = await _venue.JoinAsync(ChatVenue.Ben, "Ben");
        var original = await SayAsync(ada, expectedPushes: 2);
        await ben.ReceivePushAsync("chat.event");
        await ChatVenue.ExpectPushAsync(ben, "chat.unread_pointers", Map(original));
        await _venue.MarkReadAsync(ben, original);
        await ben.ReceivePushAsync("chat.notification_counts");
        var edit = _venue.Message(new JsonObject { ["type"] = "deleted" });
        edit["replaces"] = original;

        var id = (long)(await ada.CallAsync("chat.send", edit))["event"]!["event_id"]!;

        Assert.Equal(id, (long)(await ben.ReceivePushAsync("chat.event"))["event_id"]!);
        await ChatVenue.ExpectPushAsync(ben, "chat.unread_pointers", Map(id));
    }

    [Fact]
    public async Task UnreadPointers_InAVolatileRoom_AreNotSent()
    {
        var stage = _venue.Server.VolatileChannel;
        await using var ada = await _venue.LogInAsync(ChatVenue.Ada, "Ada");
        await using var ben = await _venue.LogInAsync(ChatVenue.Ben, "Ben");
        await ada.CallAsync("chat.join", _venue.Body(stage));
        await ben.CallAsync("chat.join", _venue.Body(stage));

        var id = await _venue.SendAsync(ada, "hello", stage);
        await ben.ReceivePushAsync("chat.event");
        await _venue.MarkReadAsync(ben, id, stage);
        await ben.ReceivePushAsync("chat.notification_counts");
        await _venue.SendAsync(ada, "again", stage);
        await ben.ReceivePushAsync("chat.event");

        await ben.ExpectNothingAsync();
    }

    /// <summary>The id of a message after which the sender's pushes are taken and everybody has been told.</summary>
    private async Task<long> SayAsync(VenuelessClient client, int expectedPushes = 1)
    {
        var id = await _venue.SendAsync(client, "hello");
        await client.ExpectPushesAsync("chat.event", expectedPushes);

        // Commands of a connection run one after the other: this one's answer comes after everything that the message does.
        await client.CallAsync("chat.unsubscribe", _venue.Body(_venue.Server.VolatileChannel));
        return id;
    }

    private string Map(long value) => $$"""{"{{_venue.Channel}}":{{value}}}""";
}
