using System.Text.Json.Nodes;
using Venueless.Fast.Testing;
using static Venueless.Fast.Host.Tests.Wire.ForumServer;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>polls.md section 6, scenarios 16 to 26: what becomes of a poll.</summary>
public sealed class PollStateScenarioTests : IAsyncLifetime
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
    public async Task Scenario16_ClosedPoll_TakesNoVotes()
    {
        var poll = await OpenAsync();
        await _venue.VoteAsync(_participant, poll, 0);
        await SettleAsync();
        await UpdateAsync(poll, """{"state": "closed"}""");
        await SettleAsync();

        await Forum.RefuseAsync(_participant, "poll.vote", PollVenue.Vote(poll, 1), "poll.vote", "Poll is not open");

        Assert.Equal(PollVenue.Option(poll, 0), await Forum.Server.ReadSqlAsync("SELECT option_id FROM core_pollvote"));
        await ExpectPushesAsync(_manager);
    }

    [Fact]
    public async Task Scenario17_MalformedVote_LeavesTheOldOne()
    {
        var poll = await OpenAsync();
        var id = PollVenue.IdOf(poll);
        await _venue.VoteAsync(_participant, poll, 0);
        await SettleAsync();

        foreach (var options in new[] { "[\"nonsense\"]", $"[\"{PollVenue.Option(poll, 1)}\", 5]", "null", "{}", "\"text\"", "[null]", "[[]]", "5" })
        {
            await Forum.RefuseAsync(_participant, "poll.vote", $$"""{"id": "{{id}}", "options": {{options}}}""", "poll.vote", "Options must be a list of ids");
        }

        foreach (var wrong in new[] { "\"nonsense\"", "null", "5", "\"7f0d6a52-6a35-4c3b-8f0e-0123456789ab\"" })
        {
            await Forum.RefuseAsync(_participant, "poll.vote", $$"""{"id": {{wrong}}, "options": []}""", "poll.vote", "Unknown poll");
        }

        await Forum.RefuseAsync(_participant, "poll.vote", PollVenue.Vote(poll, 1), "poll.vote", "Unknown poll", Forum.OtherRoom);
        Assert.Equal(PollVenue.Option(poll, 0), await Forum.Server.ReadSqlAsync("SELECT option_id FROM core_pollvote"));
        await ExpectPushesAsync(_manager);
    }

    [Fact]
    public async Task Scenario18_Close_KeepsResultsAndShowsThemToAll()
    {
        var poll = await OpenAsync();
        await _venue.VoteAsync(_manager, poll, 1);
        await SettleAsync();

        var closed = await UpdateAsync(poll, """{"state": "closed"}""");

        ExpectSame(With(PollVenue.Counted(poll, 0, 1), """{"state": "closed"}"""), closed);
        await ExpectPushesAsync(_participant, PollVenue.Changed(closed));
        await ExpectPushesAsync(_manager, PollVenue.Changed(closed));
        ExpectSame(closed["results"]!, await Forum.Server.ReadJsonAsync("SELECT cached_results FROM core_poll"));
        ExpectSame(new JsonArray(closed.DeepClone()), await _venue.ListAsync(_participant));
    }

    [Fact]
    public async Task Scenario19_Reopen_ForgetsTheResultsAndTakesVotes()
    {
        var poll = await OpenAsync();
        await UpdateAsync(poll, """{"state": "closed"}""");
        await SettleAsync();

        var opened = await UpdateAsync(poll, """{"state": "open"}""");

        Assert.Null(await Forum.Server.ReadSqlAsync("SELECT cached_results FROM core_poll"));
        await ExpectPushesAsync(_participant, PollVenue.Changed(Without(opened, "results")));
        ExpectSame(PollVenue.Counted(poll, 1, 0), await _venue.VoteAsync(_participant, poll, 0));
        Assert.Equal("1", await Forum.Server.ReadSqlAsync("SELECT count(*) FROM core_chatevent WHERE event_type = 'channel.poll'"));
    }

    [Fact]
    public async Task Scenario20_Redraft_DisappearsForReaders()
    {
        var poll = await OpenAsync();

        var draft = await UpdateAsync(poll, """{"state": "draft"}""");

        await ExpectPushesAsync(_participant, PollVenue.Changed(draft));
        await ExpectPushesAsync(_manager, PollVenue.Changed(draft));
        ExpectSame(new JsonArray(), await _venue.ListAsync(_participant));
        Assert.Single(await _venue.ListAsync(_manager));
    }

    [Fact]
    public async Task Scenario21_DraftToArchived_ConcernsManagersOnly()
    {
        var poll = await _venue.CreateAsync(_manager, _participant);

        var archived = await UpdateAsync(poll, """{"state": "archived", "is_pinned": false}""");

        await ExpectPushesAsync(_manager, PollVenue.Changed(archived));
        await ExpectPushesAsync(_participant);
    }

    [Fact]
    public async Task Scenario22_Options_AreDroppedChangedAndAdded()
    {
        var poll = await OpenAsync();
        await _venue.VoteAsync(_participant, poll, 0, 1);
        await SettleAsync();
        var kept = PollVenue.Option(poll, 1);

        var changed = await UpdateAsync(poll, $$"""{"options": [{"id": "{{kept}}", "content": "Green salad"}, {"content": "Soup", "order": 3}]}""");

        Assert.Equal(["Green salad", "Soup"], changed["options"]!.AsArray().Select(static option => (string)option!["content"]!));
        Assert.Equal((kept, 2), (PollVenue.Option(changed, 0), (int)changed["options"]![0]!["order"]!));
        ExpectSame(PollVenue.Counted(changed, 1, 0), changed);
        Assert.Equal(kept, await Forum.Server.ReadSqlAsync("SELECT option_id FROM core_pollvote"));
        Assert.Equal("2", await Forum.Server.ReadSqlAsync("SELECT count(*) FROM core_polloption"));

        // Who has voted sees the results of an update, too.
        await ExpectPushesAsync(_participant, PollVenue.Changed(changed));
        await ExpectPushesAsync(_manager, PollVenue.Changed(changed));
        ExpectSame(changed, await UpdateAsync(poll, """{"options": []}"""));
        ExpectSame(changed, await UpdateAsync(poll, """{"options": null}"""));
    }

    [Theory]
    [InlineData("""{"options": [{"id": "7f0d6a52-6a35-4c3b-8f0e-0123456789ab", "content": "x"}]}""")]
    [InlineData("""{"options": [{"content": "y"}, {"id": "nonsense", "content": "x"}]}""")]
    [InlineData("""{"options": [{"content": 5}]}""")]
    [InlineData("""{"options": [{"order": "1"}]}""")]
    [InlineData("""{"options": [{"order": 3000000000}]}""")]
    [InlineData("""{"options": ["x"]}""")]
    [InlineData("""{"options": {"content": "x"}}""")]
    [InlineData("""{"state": "visible"}""")]
    [InlineData("""{"state": null}""")]
    [InlineData("""{"content": null}""")]
    [InlineData("""{"poll_type": "single"}""")]
    [InlineData("""{"is_pinned": 1}""")]
    public async Task Scenario23_BadUpdate_ChangesNothing(string members)
    {
        var poll = await OpenAsync();
        var body = With(With(JsonNode.Parse("""{"is_pinned": true, "content": "other"}""")!, members), $$"""{"id": "{{PollVenue.IdOf(poll)}}", "room": "{{Forum.Room}}"}""");

        await Forum.RefuseBodyAsync(_manager, "poll.update", body);

        ExpectSame(new JsonArray(poll.DeepClone()), await _venue.ListAsync(_manager));
        await ExpectPushesAsync(_participant);
    }

    [Fact]
    public async Task Scenario24_OptionAddedToAClosedPoll_HasAResultOfZero()
    {
        var poll = await OpenAsync();
        await _venue.VoteAsync(_participant, poll, 0);
        await SettleAsync();
        var closed = await UpdateAsync(poll, """{"state": "closed"}""");
        await SettleAsync();

        var changed = await UpdateAsync(closed, $$"""{"options": [{"id": "{{PollVenue.Option(poll, 0)}}"}, {"id": "{{PollVenue.Option(poll, 1)}}"}, {"content": "Soup", "order": 3}]}""");

        ExpectSame(PollVenue.Counted(changed, 1, 0, 0), changed);
        await ExpectPushesAsync(_participant, PollVenue.Changed(changed));
        ExpectSame(changed["results"]!, await Forum.Server.ReadJsonAsync("SELECT cached_results FROM core_poll"));
    }

    [Fact]
    public async Task Scenario25_Pin_MovesAndUnpins()
    {
        var (first, second) = (await OpenAsync(), await OpenAsync());
        var draft = await _venue.CreateAsync(_manager, _participant);
        await PinAsync(first);
        await SettleAsync();

        ExpectSame(JsonNode.Parse($$"""{"id": "{{PollVenue.IdOf(second)}}"}""")!, await PinAsync(second));

        await ExpectPushesAsync(_participant, _venue.Named("poll.pinned", second));
        await ExpectPushesAsync(_manager, _venue.Named("poll.pinned", second));
        Assert.Equal(PollVenue.IdOf(second), await Forum.Server.ReadSqlAsync($"SELECT {Forum.Server.Joined("CAST(id AS TEXT)")} FROM core_poll WHERE is_pinned"));

        await PinAsync(draft);
        await ExpectPushesAsync(_participant);
        await ExpectPushesAsync(_manager, _venue.Named("poll.pinned", draft));

        ExpectSame(new JsonObject(), await Forum.CallAsync(_manager, "poll.unpin"));
        var unpinned = Push("poll.unpinned", JsonNode.Parse($$"""{"room": "{{Forum.Room}}"}""")!);
        await ExpectPushesAsync(_participant, unpinned);
        await ExpectPushesAsync(_manager, unpinned);
        Assert.Equal("0", await Forum.Server.ReadSqlAsync("SELECT count(*) FROM core_poll WHERE is_pinned"));
    }

    [Fact]
    public async Task Scenario26_Delete_TellsTheFormerAudience()
    {
        var poll = await OpenAsync();
        await _venue.VoteAsync(_participant, poll, 0);
        await SettleAsync();

        ExpectSame(
            JsonNode.Parse($$"""{"poll": "{{PollVenue.IdOf(poll)}}"}""")!, await Forum.CallAsync(_manager, "poll.delete", $$"""{"id": "{{PollVenue.IdOf(poll)}}"}"""));

        await ExpectPushesAsync(_participant, _venue.Named("poll.deleted", poll));
        await ExpectPushesAsync(_manager, _venue.Named("poll.deleted", poll));
        Assert.Equal("0", await Forum.Server.ReadSqlAsync("SELECT (SELECT count(*) FROM core_poll) + (SELECT count(*) FROM core_polloption) + (SELECT count(*) FROM core_pollvote)"));

        var draft = await _venue.CreateAsync(_manager, _participant);
        await Forum.CallAsync(_manager, "poll.delete", $$"""{"id": "{{PollVenue.IdOf(draft)}}"}""");
        await ExpectPushesAsync(_participant);
        await ExpectPushesAsync(_manager, _venue.Named("poll.deleted", draft));
    }

    private Task<JsonNode> OpenAsync() => _venue.OpenAsync(_manager, _participant);

    private Task<JsonNode> UpdateAsync(JsonNode poll, string members) => _venue.UpdateAsync(_manager, poll, members);

    private Task<JsonNode> PinAsync(JsonNode poll) => Forum.CallAsync(_manager, "poll.pin", $$"""{"id": "{{PollVenue.IdOf(poll)}}"}""");

    private async Task SettleAsync()
    {
        await _manager.SettleAsync();
        await _participant.SettleAsync();
    }
}
