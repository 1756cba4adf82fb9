using System.Text.Json.Nodes;
using Venueless.Fast.Testing;
using static Venueless.Fast.Host.Tests.Wire.ForumServer;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>questions.md section 7, scenarios 2 to 15: the life of a question.</summary>
public sealed class QuestionScenarioTests : IAsyncLifetime
{
    private ForumServer _forum = null!;
    private VenuelessClient _asker = null!;
    private VenuelessClient _other = null!;
    private VenuelessClient _moderator = null!;

    public async Task InitializeAsync()
    {
        _forum = await StartAsync(Chat, ModeratedQuestions);
        _asker = await _forum.EnterAsync("asker");
        _other = await _forum.EnterAsync("other");
        _moderator = await _forum.EnterAsync("moderator", Moderator);
        await _asker.SettleAsync();
        await _other.SettleAsync();
    }

    public async Task DisposeAsync()
    {
        await _asker.DisposeAsync();
        await _other.DisposeAsync();
        await _moderator.DisposeAsync();
        await _forum.DisposeAsync();
    }

    [Fact]
    public async Task Scenario02_ModeratedRoom_OnlyModeratorsSeeANewQuestion()
    {
        var question = (await _forum.CallAsync(_asker, "question.ask", """{"content": "Will the slides be shared?", "extra": 1}"""))["question"]!;

        Assert.Equal(
            ["answered", "content", "id", "is_pinned", "room_id", "score", "state", "timestamp"],
            question.AsObject().Select(static pair => pair.Key).Order(StringComparer.Ordinal));
        ExpectSame(
            With(question, $$"""{"content": "Will the slides be shared?", "state": "mod_queue", "answered": false, "room_id": "{{_forum.Room}}", "score": 0, "is_pinned": false}"""),
            question);
        var expected = new DateTimeOffset(_forum.Server.Time.GetUtcNow().Ticks / 10 * 10, TimeSpan.Zero);
        Assert.Equal(expected, DateTimeOffset.Parse((string)question["timestamp"]!, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(
            WireServer.UserIdOf(_asker).ToString(), await _forum.Server.ReadSqlAsync($"SELECT sender_id FROM core_question WHERE id = '{(string)question["id"]!}'"));
        await ExpectPushesAsync(_moderator, Changed(question));
        await ExpectPushesAsync(_asker);
        await ExpectPushesAsync(_other);
    }

    [Fact]
    public async Task Scenario03_List_ShowsTheOwnQuestionAndModeratorsAll()
    {
        var question = await AskAsync();

        ExpectSame(new JsonArray(With(question, $$"""{"voted": false, "sender": "{{WireServer.UserIdOf(_asker)}}"}""")), await ListAsync(_asker));
        ExpectSame(new JsonArray(), await ListAsync(_other));
        ExpectSame(new JsonArray(With(question, $$"""{"voted": false, "sender": "{{WireServer.UserIdOf(_asker)}}"}""")), await ListAsync(_moderator));
    }

    [Fact]
    public async Task Scenario04_ParticipantsMayNotUpdateDeleteOrPin()
    {
        var id = IdOf(await AskAsync());

        await _forum.RefuseAsync(_asker, "question.update", $$"""{"id": "{{id}}", "content": "x"}""", "protocol.denied", "Permission denied.");
        await _forum.RefuseAsync(_asker, "question.delete", $$"""{"id": "{{id}}"}""", "protocol.denied", "Permission denied.");
        await _forum.RefuseAsync(_asker, "question.pin", $$"""{"id": "{{id}}"}""", "protocol.denied", "Permission denied.");
        await _forum.RefuseAsync(_asker, "question.unpin", "{}", "protocol.denied", "Permission denied.");
    }

    [Fact]
    public async Task Scenario05_ContentOfAQueuedQuestion_ConcernsModeratorsOnly()
    {
        var question = await AskAsync();

        var changed = await UpdateAsync(question, """{"content": "Shorter?"}""");

        ExpectSame(With(question, """{"content": "Shorter?"}"""), changed);
        await ExpectPushesAsync(_moderator, Changed(changed));
        await ExpectPushesAsync(_asker);
        await ExpectPushesAsync(_other);
        Assert.Equal(WireServer.UserIdOf(_moderator).ToString(), await _forum.Server.ReadSqlAsync("SELECT moderator_id FROM core_question"));
    }

    [Fact]
    public async Task Scenario06_Approved_AllReadersSeeIt()
    {
        var question = await AskAsync();

        var changed = await UpdateAsync(question, """{"state": "visible"}""");

        ExpectSame(With(question, """{"state": "visible"}"""), changed);
        await ExpectPushesAsync(_moderator, Changed(changed));
        await ExpectPushesAsync(_asker, Changed(changed));
        await ExpectPushesAsync(_other, Changed(changed));
        ExpectSame(new JsonArray(With(changed, """{"voted": false}""")), await ListAsync(_other));
    }

    [Fact]
    public async Task Scenario07_VisibleThenArchived_ReadersGetTheArchivedObject()
    {
        var question = await AskVisibleAsync();

        var changed = await UpdateAsync(question, """{"state": "archived", "is_pinned": false}""");

        await ExpectPushesAsync(_other, Changed(With(question, """{"state": "archived"}""")));
        await ExpectPushesAsync(_moderator, Changed(changed));
        ExpectSame(new JsonArray(), await ListAsync(_other));
    }

    [Fact]
    public async Task Scenario08_QueuedThenArchived_OnlyModeratorsAreTold()
    {
        var question = await AskAsync();

        var changed = await UpdateAsync(question, """{"state": "archived"}""");

        await ExpectPushesAsync(_moderator, Changed(changed));
        await ExpectPushesAsync(_asker);
        await ExpectPushesAsync(_other);
    }

    [Fact]
    public async Task Scenario09_Pin_MovesThePin()
    {
        var (first, second) = (await AskVisibleAsync(), await AskVisibleAsync());
        await _forum.CallAsync(_moderator, "question.pin", $$"""{"id": "{{IdOf(first)}}"}""");
        await SettleAllAsync();

        ExpectSame(With(Node("{}"), $$"""{"id": "{{IdOf(second)}}"}"""), await _forum.CallAsync(_moderator, "question.pin", $$"""{"id": "{{IdOf(second).ToUpperInvariant()}}"}"""));

        var push = Push("question.pinned", Node($$"""{"room": "{{_forum.Room}}", "id": "{{IdOf(second)}}"}"""));
        await ExpectPushesAsync(_moderator, push);
        await ExpectPushesAsync(_asker, push);
        await ExpectPushesAsync(_other, push);
        Assert.Equal(IdOf(second), await _forum.Server.ReadSqlAsync($"SELECT {_forum.Server.Joined("CAST(id AS TEXT)")} FROM core_question WHERE is_pinned"));
    }

    [Fact]
    public async Task Scenario09_PinOfAQueuedQuestion_ConcernsModeratorsOnly()
    {
        var id = IdOf(await AskAsync());

        await _forum.CallAsync(_moderator, "question.pin", $$"""{"id": "{{id}}"}""");

        await ExpectPushesAsync(_moderator, Push("question.pinned", Node($$"""{"room": "{{_forum.Room}}", "id": "{{id}}"}""")));
        await ExpectPushesAsync(_other);
        await ExpectPushesAsync(_asker);
    }

    [Fact]
    public async Task Scenario10_Unpin_NeedsNoId()
    {
        var question = await AskVisibleAsync();
        await _forum.CallAsync(_moderator, "question.pin", $$"""{"id": "{{IdOf(question)}}"}""");
        await SettleAllAsync();

        ExpectSame(new JsonObject(), await _forum.CallAsync(_moderator, "question.unpin"));

        var push = Push("question.unpinned", Node($$"""{"room": "{{_forum.Room}}"}"""));
        await ExpectPushesAsync(_moderator, push);
        await ExpectPushesAsync(_other, push);
        Assert.Equal("0", await _forum.Server.ReadSqlAsync("SELECT count(*) FROM core_question WHERE is_pinned"));
    }

    [Fact]
    public async Task Scenario11_Delete_TellsReadersAndTakesTheVotes()
    {
        var question = await AskVisibleAsync();
        await VoteAsync(_other, question);
        await SettleAllAsync();

        ExpectSame(With(Node("{}"), $$"""{"question": "{{IdOf(question)}}"}"""), await _forum.CallAsync(_moderator, "question.delete", $$"""{"id": "{{IdOf(question)}}"}"""));

        var push = Push("question.deleted", Node($$"""{"room": "{{_forum.Room}}", "id": "{{IdOf(question)}}"}"""));
        await ExpectPushesAsync(_asker, push);
        await ExpectPushesAsync(_other, push);
        await ExpectPushesAsync(_moderator, push);
        Assert.Equal("0", await _forum.Server.ReadSqlAsync("SELECT count(*) FROM core_question"));
        Assert.Equal("0", await _forum.Server.ReadSqlAsync("SELECT count(*) FROM core_questionvote"));
    }

    [Fact]
    public async Task Scenario11_DeleteOfAQueuedQuestion_ConcernsModeratorsOnly()
    {
        var id = IdOf(await AskAsync());

        await _forum.CallAsync(_moderator, "question.delete", $$"""{"id": "{{id}}"}""");

        await ExpectPushesAsync(_moderator, Push("question.deleted", Node($$"""{"room": "{{_forum.Room}}", "id": "{{id}}"}""")));
        await ExpectPushesAsync(_asker);
        await ExpectPushesAsync(_other);
    }

    [Fact]
    public async Task Scenario13_VoteTwice_CountsOnceAndPushesTwice()
    {
        var question = await AskVisibleAsync();

        var first = await VoteAsync(_other, question);
        var second = await VoteAsync(_other, question, """{"vote": true}""");

        ExpectSame(With(question, """{"score": 1}"""), first);
        ExpectSame(first, second);
        await ExpectPushesAsync(_asker, Changed(first), Changed(first));
        await ExpectPushesAsync(_other, Changed(first), Changed(first));
        await ExpectPushesAsync(_moderator, Changed(first), Changed(first));
    }

    [Fact]
    public async Task Scenario14_VoteTakenBack_CountsNoLonger()
    {
        var question = await AskVisibleAsync();
        await VoteAsync(_other, question);
        await VoteAsync(_asker, question);
        Assert.Equal("2 True", $"{(await ListAsync(_other))[0]!["score"]} {(await ListAsync(_other))[0]!["voted"]!.GetValue<bool>()}");
        await SettleAllAsync();

        ExpectSame(With(question, """{"score": 1}"""), await VoteAsync(_other, question, """{"vote": false}"""));

        await ExpectPushesAsync(_moderator, Changed(With(question, """{"score": 1}""")));
        Assert.False((bool)(await ListAsync(_other))[0]!["voted"]!);
        Assert.True((bool)(await ListAsync(_asker))[0]!["voted"]!);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("null")]
    [InlineData("\"true\"")]
    [InlineData("[true]")]
    public async Task Scenario15_VoteThatIsNotTrue_TakesItBack(string vote)
    {
        var question = await AskVisibleAsync();
        await VoteAsync(_other, question);

        Assert.Equal(0, (int)(await VoteAsync(_other, question, $$"""{"vote": {{vote}}}"""))["score"]!);
        Assert.Equal(0, (int)(await VoteAsync(_other, question, $$"""{"vote": {{vote}}}"""))["score"]!);
        Assert.Equal("0", await _forum.Server.ReadSqlAsync("SELECT count(*) FROM core_questionvote"));
    }

    [Fact]
    public async Task Vote_OnAQueuedQuestion_CountsAndConcernsModeratorsOnly()
    {
        var question = await AskAsync();

        var voted = await VoteAsync(_other, question);

        Assert.Equal(1, (int)voted["score"]!);
        await ExpectPushesAsync(_moderator, Changed(voted));
        await ExpectPushesAsync(_other);
        await ExpectPushesAsync(_asker);
    }

    private static JsonArray Changed(JsonNode question) => Push("question.created_or_updated", new JsonObject { ["question"] = question.DeepClone() });

    private static JsonNode Node(string json) => JsonNode.Parse(json)!;

    private static string IdOf(JsonNode question) => (string)question["id"]!;

    /// <summary>A queued question of the asker; its pushes are taken.</summary>
    private async Task<JsonNode> AskAsync()
    {
        var question = (await _forum.CallAsync(_asker, "question.ask", """{"content": "Will the slides be shared?"}"""))["question"]!;
        await SettleAllAsync();
        return question;
    }

    private async Task<JsonNode> AskVisibleAsync()
    {
        var question = await UpdateAsync(await AskAsync(), """{"state": "visible"}""");
        await SettleAllAsync();
        return question;
    }

    private async Task<JsonNode> UpdateAsync(JsonNode question, string members) =>
        (await _forum.CallAsync(_moderator, "question.update", With(JsonNode.Parse(members)!, $$"""{"id": "{{IdOf(question)}}"}""").ToJsonString()))["question"]!;

    private async Task<JsonNode> VoteAsync(VenuelessClient client, JsonNode question, string members = "{}") =>
        (await _forum.CallAsync(client, "question.vote", With(JsonNode.Parse(members)!, $$"""{"id": "{{IdOf(question)}}"}""").ToJsonString()))["question"]!;

    private async Task<JsonArray> ListAsync(VenuelessClient client) => (await client.CallAsync("question.list", _forum.Body())).AsArray();

    private async Task SettleAllAsync()
    {
        foreach (var client in new[] { _asker, _other, _moderator })
        {
            await client.SettleAsync();
        }
    }
}
