using System.Text.Json.Nodes;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;
using static Venueless.Fast.Host.Tests.Wire.ForumServer;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>polls.md section 6, scenarios 1, 2, 27 and 30; rooms.md section 12, scenario 14; chat.md section 15, scenario 83.</summary>
public sealed class PollGateScenarioTests : IAsyncDisposable
{
    private const string Unknown = "7f0d6a52-6a35-4c3b-8f0e-0123456789ab";

    private ForumServer? _forum;

    private ForumServer Forum => _forum!;

    private PollVenue Venue => new(Forum);

    public async ValueTask DisposeAsync()
    {
        if (_forum is not null)
        {
            await _forum.DisposeAsync();
        }
    }

    [Fact]
    public async Task Scenario01_InactiveModule_OnlyPins()
    {
        _forum = await StartAsync("""{"type": "poll", "config": {"requires_moderation": true}}""", Polls);
        await using var manager = await Forum.EnterAsync("manager", Moderator);
        await Forum.Server.ExecuteSqlAsync(
            $"""
            INSERT INTO core_poll (id, content, state, poll_type, timestamp, is_pinned, room_id)
            VALUES ('{Unknown}', 'Lunch?', 'open', 'choice', '2031-02-03 09:15:22+00:00', FALSE, '{Forum.Room}')
            """);

        await Forum.RefuseAsync(manager, "poll.list", "{}", "poll.inactive");
        await Forum.RefuseAsync(manager, "poll.create", """{"content": 5}""", "poll.inactive");
        await Forum.RefuseAsync(manager, "poll.update", $$"""{"id": "{{Unknown}}"}""", "poll.inactive");
        await Forum.RefuseAsync(manager, "poll.delete", $$"""{"id": "{{Unknown}}"}""", "poll.inactive");
        await Forum.RefuseAsync(manager, "poll.vote", $$"""{"id": "{{Unknown}}"}""", "poll.inactive");
        ExpectSame(JsonNode.Parse($$"""{"id": "{{Unknown}}"}""")!, await Forum.CallAsync(manager, "poll.pin", $$"""{"id": "{{Unknown}}"}"""));
    }

    [Fact]
    public async Task Scenario02_Participants_MayNotManage()
    {
        _forum = await StartAsync();
        await using var user = await Forum.EnterAsync("user", Early);

        foreach (var command in new[] { "poll.create", "poll.update", "poll.delete", "poll.pin", "poll.unpin" })
        {
            await Forum.RefuseAsync(user, command, """{"content": "Lunch?"}""", "protocol.denied", "Permission denied.");
        }

        await Forum.RefuseAsync(user, "poll.bla", "{}", "poll.unsupported_command");
    }

    [Theory]
    [InlineData("""{"content": 5}""")]
    [InlineData("""{"state": "visible"}""")]
    [InlineData("""{"state": 1}""")]
    [InlineData("""{"poll_type": "single"}""")]
    [InlineData("""{"options": "Pizza"}""")]
    [InlineData("""{"options": ["Pizza"]}""")]
    [InlineData("""{"options": [{"content": "Pizza"}, {"content": null}]}""")]
    [InlineData("""{"options": [{"content": "Pizza", "order": 1.5}]}""")]
    [InlineData("""{"options": [{"content": "a\u0000b"}]}""")]
    public async Task Create_BadField_StoresNothing(string members)
    {
        _forum = await StartAsync();
        await using var manager = await Forum.EnterAsync("manager", Moderator);

        await Forum.RefuseBodyAsync(manager, "poll.create", Forum.Body(members, null));

        Assert.Equal("0", await Forum.Server.ReadSqlAsync("SELECT (SELECT count(*) FROM core_poll) + (SELECT count(*) FROM core_polloption)"));
    }

    [Fact]
    public async Task Create_MissingAndEmptyValues_TakeTheirDefaults()
    {
        _forum = await StartAsync();
        await using var manager = await Forum.EnterAsync("manager", Moderator);
        foreach (var members in new[] { "{}", """{"content": null, "options": null, "state": null, "poll_type": null}""", """{"content": "", "options": [], "state": "", "poll_type": ""}""" })
        {
            var poll = (await Forum.CallAsync(manager, "poll.create", members))["poll"]!;

            ExpectSame(With(poll, """{"content": "", "state": "draft", "options": [], "results": {}}"""), poll);
            Assert.Equal("choice", await Forum.Server.ReadSqlAsync($"SELECT poll_type FROM core_poll WHERE id = '{PollVenue.IdOf(poll)}'"));
        }

        var option = (await Forum.CallAsync(manager, "poll.create", """{"options": [{}], "poll_type": "multi"}"""))["poll"]!["options"]![0]!;
        ExpectSame(With(option, """{"content": "", "order": 1}"""), option);
    }

    [Fact]
    public async Task Create_Open_GoesToReadersWithoutResultsAndNotToTheChat()
    {
        _forum = await StartAsync();
        await using var manager = await Forum.EnterAsync("manager", Moderator);
        await using var reader = await Forum.EnterAsync("reader");

        var poll = (await Forum.CallAsync(manager, "poll.create", """{"content": "Lunch?", "state": "open", "options": [{"content": "Pizza"}]}"""))["poll"]!;

        Assert.Null(poll["results"]);
        await ExpectPushesAsync(reader, PollVenue.Changed(poll));
        await ExpectPushesAsync(manager, PollVenue.Changed(poll));
        Assert.Equal("0", await Forum.Server.ReadSqlAsync("SELECT count(*) FROM core_chatevent"));
    }

    [Fact]
    public async Task BadIds_AreRefusedAndTheConnectionGoesOn()
    {
        _forum = await StartAsync();
        await using var manager = await Forum.LogInAsync("manager", Moderator);
        var elsewhere = PollVenue.IdOf((await Forum.CallAsync(manager, "poll.create", "{}", Forum.OtherRoom))["poll"]!);

        foreach (var command in new[] { "poll.update", "poll.delete", "poll.pin" })
        {
            foreach (var id in new[] { "\"nonsense\"", $"\"{Unknown}\"", $"\"{elsewhere}\"", "null", "5" })
            {
                await Forum.RefuseBodyAsync(manager, command, Forum.Body($$"""{"id": {{id}}}""", null));
            }

            await Forum.RefuseBodyAsync(manager, command, Forum.Body("{}", null));
            await Forum.RefuseBodyAsync(manager, command, new JsonArray());
        }

        Assert.Single((await Forum.CallAsync(manager, "poll.list", room: Forum.OtherRoom)).AsArray());
    }

    [Fact]
    public async Task Scenario27_RoomWithoutModule_IsUnknown()
    {
        _forum = await StartAsync(Chat);
        await using var user = await Forum.LogInAsync("user");

        foreach (var command in new[] { "poll.create", "poll.update", "poll.delete", "poll.vote", "poll.list" })
        {
            await Forum.RefuseAsync(user, command, "{}", "room.unknown", "Room does not contain a matching module.");
        }
    }

    [Fact]
    public async Task Scenario30_AfterLeaving_NothingIsPushed()
    {
        _forum = await StartAsync();
        await using var manager = await Forum.EnterAsync("manager", Moderator);
        await using var voter = await Forum.EnterAsync("voter", Early, Moderator);
        await using var other = await Forum.EnterAsync("other");
        var poll = await Venue.OpenAsync(manager, voter, other);
        await Venue.VoteAsync(voter, poll, 0);
        await voter.CallAsync("room.leave", Forum.Body());
        await voter.SettleAsync();

        await Venue.VoteAsync(other, poll, 1);
        await Venue.UpdateAsync(manager, poll, """{"state": "closed"}""");

        await ExpectPushesAsync(voter);
        Assert.Equal(0, Forum.Server.CountSubscribers(TopicKey.PollVoters(new PollId(Guid.Parse(PollVenue.IdOf(poll))))) - 1);
    }

    [Fact]
    public async Task Scenario30_ClosedConnections_LeaveNoSubscription()
    {
        _forum = await StartAsync();
        await using var manager = await Forum.EnterAsync("manager", Moderator);
        var poll = await Venue.OpenAsync(manager);
        var topic = TopicKey.PollVoters(new PollId(Guid.Parse(PollVenue.IdOf(poll))));
        await using (var voter = await Forum.EnterAsync("voter"))
        await using (var outsider = await Forum.LogInAsync("outsider"))
        {
            await Venue.VoteAsync(voter, poll, 0);
            await Venue.VoteAsync(outsider, poll, 0);
            Assert.Equal(2, Forum.Server.CountSubscribers(topic));

            await outsider.CallAsync("room.leave", Forum.Body());
            Assert.Equal(1, Forum.Server.CountSubscribers(topic));
            await Venue.VoteAsync(outsider, poll, 1);
        }

        await WireServer.WaitUntilAsync(() => Forum.Server.CountSubscribers(topic) == 0, "the end of the subscriptions");
    }

    [Fact]
    public async Task Rooms14_EarlyResults_EndWithLeaving()
    {
        _forum = await StartAsync();
        await using var manager = await Forum.EnterAsync("manager", Moderator);
        await using var speaker = await Forum.EnterAsync("speaker", Early);
        await using var voter = await Forum.EnterAsync("voter");
        var poll = await Venue.OpenAsync(manager, speaker, voter);
        await Venue.VoteAsync(voter, poll, 0);
        await ExpectPushesAsync(speaker, PollVenue.Changed(PollVenue.Counted(poll, 1, 0)));

        await speaker.CallAsync("room.leave", Forum.Body());
        await speaker.SettleAsync();
        await Venue.VoteAsync(voter, poll, 1);
        await ExpectPushesAsync(speaker);

        // The form of an update goes by the same receptions.
        await Forum.EnterAsync(speaker);
        var opened = await Venue.UpdateAsync(manager, poll, """{"content": "Dinner?"}""");
        await ExpectPushesAsync(speaker, PollVenue.Changed(opened));
        Assert.NotNull(opened["results"]);
    }

    [Fact]
    public async Task Chat83_OpenedPoll_IsInTheChatAfterThePush()
    {
        _forum = await StartAsync();
        await using var manager = await Forum.EnterAsync("manager", Moderator);
        await using var reader = await Forum.EnterAsync("reader");
        await reader.CallAsync("chat.subscribe", new JsonObject { ["channel"] = Forum.Channel });
        await manager.CallAsync("chat.subscribe", new JsonObject { ["channel"] = Forum.Channel });
        var poll = await Venue.CreateAsync(manager, reader);

        await manager.SendAsync(new JsonArray("poll.update", 7, Forum.Body($$"""{"id": "{{PollVenue.IdOf(poll)}}", "state": "open"}""", null)));

        Assert.Equal("success", (string?)(await manager.ReceiveAsync())[0]);
        Assert.Equal(["poll.created_or_updated", "chat.event"], (await TakePushesAsync(manager)).Select(static push => (string)push[0]!));
        Assert.Equal(["poll.created_or_updated", "chat.event"], (await TakePushesAsync(reader)).Select(static push => (string)push[0]!));
        var history = await reader.CallAsync("chat.fetch", JsonNode.Parse($$"""{"channel": "{{Forum.Channel}}", "count": 5, "before_id": 2147483647}"""));
        Assert.Equal("channel.poll", (string?)Assert.Single(history["results"]!.AsArray())!["event_type"]);
    }

    [Fact]
    public async Task Chat83_RoomWithoutChannel_HasNoEvent()
    {
        _forum = await StartAsync(Polls);
        await Forum.Server.ExecuteSqlAsync($"DELETE FROM core_channel WHERE id = '{Forum.Channel}'");
        await using var manager = await Forum.EnterAsync("manager", Moderator);
        var poll = await Venue.CreateAsync(manager);

        await Venue.UpdateAsync(manager, poll, """{"state": "open"}""");

        Assert.Single(await TakePushesAsync(manager));
        Assert.Equal("0", await Forum.Server.ReadSqlAsync("SELECT count(*) FROM core_chatevent"));
    }
}
