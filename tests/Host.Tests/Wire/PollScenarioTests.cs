using System.Text.Json.Nodes;
using Venueless.Fast.Testing;
using static Venueless.Fast.Host.Tests.Wire.ForumServer;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>polls.md section 6, scenarios 3 to 15: from a draft to its votes. The manager has no early results.</summary>
public sealed class PollScenarioTests : IAsyncLifetime
{
    private PollVenue _venue = null!;
    private VenuelessClient _manager = null!;
    private VenuelessClient _participant = null!;

    private ForumServer Forum => _venue.Forum;

    public async Task InitializeAsync()
    {
        _venue = new PollVenue(await ForumServer.StartAsync());
        _manager = await Forum.EnterAsync("manager", Moderator);
        _participant = await Forum.EnterAsync("participant");
        await _manager.SettleAsync();
    }

    public async Task DisposeAsync()
    {
        await _manager.DisposeAsync();
        await _participant.DisposeAsync();
        await Forum.DisposeAsync();
    }

    [Fact]
    public async Task Scenario03_Create_ManagersGetTheDraftWithOptionsInOrder()
    {
        var poll = (await Forum.CallAsync(
            _manager, "poll.create", """{"content": "Lunch?", "options": [{"content": "Salad", "order": 2, "id": "x"}, {"content": "Pizza", "order": 1}]}"""))["poll"]!;

        Assert.Equal(
            ["content", "id", "is_pinned", "options", "results", "room_id", "state", "timestamp"], poll.AsObject().Select(static pair => pair.Key).Order(StringComparer.Ordinal));
        var (pizza, salad) = ((string)poll["options"]![0]!["id"]!, (string)poll["options"]![1]!["id"]!);
        ExpectSame(
            With(poll, $$"""
            {
              "content": "Lunch?", "state": "draft", "is_pinned": false, "room_id": "{{Forum.Room}}",
              "options": [{"id": "{{pizza}}", "content": "Pizza", "order": 1}, {"id": "{{salad}}", "content": "Salad", "order": 2}],
              "results": {"{{pizza}}": 0, "{{salad}}": 0}
            }
            """),
            poll);
        Assert.EndsWith("+00:00", (string)poll["timestamp"]!, StringComparison.Ordinal);
        await ExpectPushesAsync(_manager, PollVenue.Changed(poll));
        await ExpectPushesAsync(_participant);
    }

    [Fact]
    public async Task Scenario04_Drafts_AreListedForManagersOnly()
    {
        var poll = await CreateAsync();

        ExpectSame(new JsonArray(), await _venue.ListAsync(_participant));
        ExpectSame(new JsonArray(poll.DeepClone()), await _venue.ListAsync(_manager));
    }

    [Fact]
    public async Task Scenario05_Open_EverybodyIsToldAndTheChatKnows()
    {
        await using var chatter = await Forum.LogInAsync("chatter");
        await chatter.CallAsync("chat.subscribe", new JsonObject { ["channel"] = Forum.Channel });
        await chatter.SettleAsync();
        var poll = await CreateAsync();

        var opened = await _venue.UpdateAsync(_manager, poll, """{"state": "open"}""");

        ExpectSame(With(poll, """{"state": "open"}"""), opened);
        await ExpectPushesAsync(_manager, PollVenue.Changed(opened));
        Assert.Single(await TakePushesAsync(_participant));
        var chatEvent = Assert.Single(await TakePushesAsync(chatter));
        Assert.Equal(
            ("chat.event", "channel.poll", WireServer.UserIdOf(_manager).ToString()),
            ((string)chatEvent[0]!, (string)chatEvent[1]!["event_type"]!, (string)chatEvent[1]!["sender"]!));
        ExpectSame(JsonNode.Parse($$"""{"poll_id": "{{PollVenue.IdOf(poll)}}", "state": "open"}""")!, chatEvent[1]!["content"]);
        var stored = await Forum.Server.ReadJsonAsync($"SELECT content FROM core_chatevent WHERE event_type = 'channel.poll' AND channel_id = '{Forum.Channel}'");
        ExpectSame(chatEvent[1]!["content"]!, stored);
    }

    [Fact]
    public async Task Scenario06_Open_ReadersGetNoResults()
    {
        var poll = await CreateAsync();

        await _venue.UpdateAsync(_manager, poll, """{"state": "open"}""");

        await ExpectPushesAsync(_participant, PollVenue.Changed(Without(With(poll, """{"state": "open"}"""), "results")));
    }

    [Fact]
    public async Task Scenario07_ManagerVotes_GetsTwoCopiesAfterTheReply()
    {
        var poll = await OpenAsync();
        await _manager.SendAsync(new JsonArray("poll.vote", 7, Forum.Body($$"""{"id": "{{PollVenue.IdOf(poll)}}", "options": ["{{PollVenue.Option(poll, 0)}}"]}""", null)));

        var reply = await _manager.ReceiveAsync();

        ExpectSame(new JsonArray("success", 7, new JsonObject { ["poll"] = PollVenue.Counted(poll, 1, 0) }), reply);
        var push = PollVenue.Changed(PollVenue.Counted(poll, 1, 0));
        await ExpectPushesAsync(_manager, push, push);
        await ExpectPushesAsync(_participant);
    }

    [Fact]
    public async Task Scenario08_ListBeforeVoting_HasNeitherResultsNorAnswers()
    {
        var poll = await OpenAsync();
        await _venue.VoteAsync(_manager, poll, 0);

        ExpectSame(new JsonArray(Without(poll, "results")), await _venue.ListAsync(_participant));
        ExpectSame(
            new JsonArray(With(PollVenue.Counted(poll, 1, 0), $$"""{"answers": ["{{PollVenue.Option(poll, 0)}}"]}""")), await _venue.ListAsync(_manager));
    }

    [Fact]
    public async Task Scenario09_ParticipantVotes_TheManagerWhoHasVotedGetsTwoCopies()
    {
        var poll = await OpenAsync();
        await _venue.VoteAsync(_manager, poll, 0);
        await _manager.SettleAsync();

        ExpectSame(PollVenue.Counted(poll, 1, 1), await _venue.VoteAsync(_participant, poll, 1));

        var push = PollVenue.Changed(PollVenue.Counted(poll, 1, 1));
        await ExpectPushesAsync(_participant, push);
        await ExpectPushesAsync(_manager, push, push);
    }

    [Fact]
    public async Task Scenario10_ListAfterVoting_HasAnswersAndResults()
    {
        var poll = await OpenAsync();
        await _venue.VoteAsync(_participant, poll, 1);

        ExpectSame(
            new JsonArray(With(PollVenue.Counted(poll, 0, 1), $$"""{"answers": ["{{PollVenue.Option(poll, 1)}}"]}""")), await _venue.ListAsync(_participant));
    }

    [Fact]
    public async Task Scenario11_ManagerWithEarlyResultsWhoVoted_GetsThreeCopies()
    {
        await using var boss = await Forum.EnterAsync("boss", Moderator, Early);
        await using var speaker = await Forum.EnterAsync("speaker", Early);
        var poll = await OpenAsync();
        await _venue.VoteAsync(boss, poll, 0);
        await boss.SettleAsync();
        await speaker.SettleAsync();

        await _venue.VoteAsync(_participant, poll, 0);

        var push = PollVenue.Changed(PollVenue.Counted(poll, 2, 0));
        await ExpectPushesAsync(boss, push, push, push);
        await ExpectPushesAsync(speaker, push);
    }

    [Fact]
    public async Task Scenario12_VoterWhoEntersAgain_GetsLaterVotes()
    {
        var poll = await OpenAsync();
        await using (var first = await Forum.EnterAsync("voter"))
        {
            await _venue.VoteAsync(first, poll, 0);
        }

        await using var voter = await Forum.EnterAsync("voter");
        await using var outsider = await Forum.LogInAsync("voter");
        await using var elsewhere = await Forum.LogInAsync("voter");
        await Forum.EnterAsync(elsewhere, Forum.OtherRoom);

        await _venue.VoteAsync(_participant, poll, 1);

        await ExpectPushesAsync(voter, PollVenue.Changed(PollVenue.Counted(poll, 1, 1)));
        await ExpectPushesAsync(outsider);
        await ExpectPushesAsync(elsewhere);
    }

    [Fact]
    public async Task Scenario12_OtherTabOfAVoter_ReceivesFromItsNextEnterOn()
    {
        var poll = await OpenAsync();
        await using var tab = await Forum.EnterAsync("participant");
        await _venue.VoteAsync(_participant, poll, 0);
        await ExpectPushesAsync(tab);

        await Forum.EnterAsync(tab);
        await _venue.VoteAsync(_participant, poll, 1);

        await ExpectPushesAsync(tab, PollVenue.Changed(PollVenue.Counted(poll, 0, 1)));
    }

    [Fact]
    public async Task Scenario13_SecondVote_ReplacesTheFirst()
    {
        var poll = await OpenAsync();

        await _venue.VoteAsync(_participant, poll, 0);
        ExpectSame(PollVenue.Counted(poll, 0, 1), await _venue.VoteAsync(_participant, poll, 1));

        Assert.Equal(PollVenue.Option(poll, 1), await Forum.Server.ReadSqlAsync("SELECT option_id FROM core_pollvote"));

        // The type is not enforced, and what is there twice counts once.
        ExpectSame(PollVenue.Counted(poll, 1, 1), await _venue.VoteAsync(_participant, poll, 1, 0, 1));
    }

    [Fact]
    public async Task Scenario14_NoOptions_TakeTheVoteBack()
    {
        var poll = await OpenAsync();
        await _venue.VoteAsync(_participant, poll, 0);
        await _participant.SettleAsync();

        ExpectSame(PollVenue.Counted(poll, 0, 0), await _venue.VoteAsync(_participant, poll));

        await ExpectPushesAsync(_participant, PollVenue.Changed(PollVenue.Counted(poll, 0, 0)));
        Assert.Equal("0", await Forum.Server.ReadSqlAsync("SELECT count(*) FROM core_pollvote"));
        await Forum.CallAsync(_participant, "poll.vote", $$"""{"id": "{{PollVenue.IdOf(poll)}}"}""");
        ExpectSame(new JsonArray(Without(poll, "results")), await _venue.ListAsync(_participant));
    }

    [Fact]
    public async Task Scenario14_EmptyVote_AlsoJoinsTheVoters()
    {
        var poll = await OpenAsync();
        await _venue.VoteAsync(_participant, poll);
        await ExpectPushesAsync(_participant, PollVenue.Changed(PollVenue.Counted(poll, 0, 0)));

        await _venue.VoteAsync(_manager, poll, 0);

        await ExpectPushesAsync(_participant, PollVenue.Changed(PollVenue.Counted(poll, 1, 0)));
    }

    [Fact]
    public async Task Scenario15_OptionOfAnotherPoll_IsIgnored()
    {
        var poll = await OpenAsync();
        var other = await OpenAsync();

        var voted = (await Forum.CallAsync(
            _participant, "poll.vote", $$"""{"id": "{{PollVenue.IdOf(poll)}}", "options": ["{{PollVenue.Option(other, 0)}}", "{{PollVenue.Option(poll, 1)}}"]}"""))["poll"]!;

        ExpectSame(PollVenue.Counted(poll, 0, 1), voted);
        Assert.Equal("1", await Forum.Server.ReadSqlAsync("SELECT count(*) FROM core_pollvote"));
    }

    private Task<JsonNode> CreateAsync() => _venue.CreateAsync(_manager, _participant);

    private Task<JsonNode> OpenAsync() => _venue.OpenAsync(_manager, _participant);
}
