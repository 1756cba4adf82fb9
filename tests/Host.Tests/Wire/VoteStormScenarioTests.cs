using System.Text.Json.Nodes;
using Venueless.Fast.Testing;
using static Venueless.Fast.Host.Tests.Wire.ForumServer;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>questions.md section 7, scenario 25; polls.md section 6, scenarios 28 and 29; and other things done at once, from many connections and all nodes.</summary>
public sealed class VoteStormScenarioTests : IAsyncLifetime
{
    private ForumServer _forum = null!;
    private PollVenue _venue = null!;

    public async Task InitializeAsync()
    {
        _forum = await StartAsync();
        _venue = new PollVenue(_forum);
    }

    public async Task DisposeAsync() => await _forum.DisposeAsync();

    [Fact]
    public async Task Scenario25_FiftyUsersVoteOnAQuestion_EveryReadersLastEventShowsFifty()
    {
        await using var asker = await _forum.EnterAsync("asker");
        await using var reader = await _forum.EnterAsync("reader");
        var voters = await EnterManyAsync(50);
        var id = (string)(await _forum.CallAsync(asker, "question.ask", """{"content": "Why?"}"""))["question"]!["id"]!;

        await Task.WhenAll(voters.Select(voter => voter.CallAsync("question.vote", _forum.Body($$"""{"id": "{{id}}"}""", null))));
        await _forum.EndStormAsync(voters);

        Assert.Equal("50", await _forum.Server.ReadSqlAsync("SELECT count(*) FROM core_questionvote"));
        foreach (var client in (VenuelessClient[])[asker, reader, .. voters])
        {
            await ExpectLastAsync(client, push => (int?)push["question"]!["score"] == 50);
        }

        await DisposeAsync(voters);
    }

    [Fact]
    public async Task Scenario28_TwoVotesOfOneUserAtOnce_LeaveOneChoice()
    {
        await using var manager = await _forum.EnterAsync("manager", Moderator);
        VenuelessClient[] tabs = [await _forum.EnterAsync("voter"), await _forum.EnterAsync("voter")];
        var poll = await _venue.OpenAsync(manager, tabs);
        for (var round = 0; round < 8; round++)
        {
            await Task.WhenAll(tabs.Select((tab, index) => tab.CallAsync("poll.vote", _forum.Body(PollVenue.Vote(poll, index), null))));

            Assert.Equal("1", await _forum.Server.ReadSqlAsync("SELECT count(*) FROM core_pollvote"));
        }

        await _forum.EndStormAsync(tabs);
        var stored = await _forum.Server.ReadSqlAsync("SELECT option_id FROM core_pollvote");
        foreach (var client in (VenuelessClient[])[manager, .. tabs])
        {
            await ExpectLastAsync(client, push => (int?)push["poll"]!["results"]![stored!] == 1 && push["poll"]!["results"]!.AsObject().Sum(static pair => (int)pair.Value!) == 1);
        }

        await DisposeAsync(tabs);
    }

    [Fact]
    public async Task Scenario29_HundredUsersVote_EveryEntitledConnectionsLastEventShowsAHundred()
    {
        await using var manager = await _forum.EnterAsync("manager", Moderator);
        await using var speaker = await _forum.EnterAsync("speaker", Early);
        await using var reader = await _forum.EnterAsync("reader");
        var voters = await EnterManyAsync(100);
        var poll = await _venue.OpenAsync(manager, [speaker, reader, .. voters]);

        var replies = await Task.WhenAll(voters.Select((voter, index) => voter.CallAsync("poll.vote", _forum.Body(PollVenue.Vote(poll, index % 2), null))));
        await _forum.EndStormAsync(voters);

        Assert.All(replies, reply => Assert.InRange(Total(reply), 1, 100));
        Assert.Equal("100", await _forum.Server.ReadSqlAsync("SELECT count(*) FROM core_pollvote"));
        foreach (var client in (VenuelessClient[])[manager, speaker, .. voters])
        {
            await ExpectLastAsync(client, static push => Total(push) == 100);
        }

        // A storm costs each connection a handful of messages, not one per vote.
        await ExpectPushesAsync(reader);
        await DisposeAsync(voters);
    }

    [Fact]
    public async Task VotesInAStorm_AreEachFollowedByAPushWithThem()
    {
        await using var manager = await _forum.EnterAsync("manager", Moderator);
        var voters = await EnterManyAsync(10);
        var poll = await _venue.OpenAsync(manager, voters);
        var counts = new int[voters.Length];
        for (var index = 0; index < voters.Length; index++)
        {
            counts[index] = Total(await voters[index].CallAsync("poll.vote", _forum.Body(PollVenue.Vote(poll, 0), null)));
        }

        await _forum.EndStormAsync(voters);

        Assert.Equal(Enumerable.Range(1, 10), counts);
        foreach (var voter in voters)
        {
            await ExpectLastAsync(voter, static push => Total(push) == 10);
        }

        await DisposeAsync(voters);
    }

    [Fact]
    public async Task VotesOfOneUserFromAllSides_LeaveOneRowPerQuestion()
    {
        await using var asker = await _forum.EnterAsync("asker");
        VenuelessClient[] tabs = [await _forum.LogInAsync("voter"), await _forum.LogInAsync("voter"), await _forum.LogInAsync("voter"), await _forum.LogInAsync("voter")];
        for (var round = 0; round < 5; round++)
        {
            var id = (string)(await _forum.CallAsync(asker, "question.ask", """{"content": "Why?"}"""))["question"]!["id"]!;

            await Task.WhenAll(tabs.Select(tab => tab.CallAsync("question.vote", _forum.Body($$"""{"id": "{{id}}"}""", null))));

            Assert.Equal("1", await _forum.Server.ReadSqlAsync($"SELECT count(*) FROM core_questionvote WHERE question_id = '{id}'"));
        }

        await DisposeAsync(tabs);
    }

    [Fact]
    public async Task VotesAgainstClosing_ResultsAreWhatIsStoredAndWhatIsShown()
    {
        await using var manager = await _forum.EnterAsync("manager", Moderator);
        await using var reader = await _forum.EnterAsync("reader");
        var voters = await EnterManyAsync(12);
        for (var round = 0; round < 4; round++)
        {
            var poll = await _venue.OpenAsync(manager, [reader, .. voters]);
            var id = PollVenue.IdOf(poll);

            var votes = voters.Select(voter => TryVoteAsync(voter, poll)).ToArray();
            await manager.CallAsync("poll.update", _forum.Body($$"""{"id": "{{id}}", "state": "closed"}""", null));
            var accepted = (await Task.WhenAll(votes)).Count(static isAccepted => isAccepted);
            await _forum.EndStormAsync([manager, .. voters]);

            Assert.Equal(
                accepted.ToString(System.Globalization.CultureInfo.InvariantCulture),
                await _forum.Server.ReadSqlAsync($"SELECT count(*) FROM core_pollvote WHERE option_id = '{PollVenue.Option(poll, 0)}'"));
            Assert.Equal(accepted, (int)(await _forum.Server.ReadJsonAsync($"SELECT cached_results FROM core_poll WHERE id = '{id}'"))[PollVenue.Option(poll, 0)]!);
            foreach (var client in (VenuelessClient[])[manager, reader, .. voters])
            {
                await ExpectLastAsync(client, push => (string?)push["poll"]!["state"] == "closed" && Total(push) == accepted);
            }
        }

        await DisposeAsync(voters);
    }

    [Fact]
    public async Task PinsAtOnce_TheLastPushIsThePinThatIsStored()
    {
        VenuelessClient[] moderators = [await _forum.EnterAsync("one", Moderator), await _forum.EnterAsync("two", Moderator)];
        await using var reader = await _forum.EnterAsync("reader");
        var questions = new string[2];
        for (var index = 0; index < questions.Length; index++)
        {
            questions[index] = (string)(await _forum.CallAsync(moderators[0], "question.ask", """{"content": "Why?"}"""))["question"]!["id"]!;
        }

        for (var round = 0; round < 8; round++)
        {
            await Task.WhenAll(moderators.Select((moderator, index) => moderator.CallAsync("question.pin", _forum.Body($$"""{"id": "{{questions[index]}}"}""", null))));
            await _forum.EndStormAsync(moderators);

            var pinned = await _forum.Server.ReadSqlAsync($"SELECT {_forum.Server.Joined("CAST(id AS TEXT)")} FROM core_question WHERE is_pinned");
            foreach (var client in (VenuelessClient[])[reader, .. moderators])
            {
                await ExpectLastAsync(client, push => (string?)push["id"] == pinned);
            }
        }

        await DisposeAsync(moderators);
    }

    [Fact]
    public async Task UpdatesAtOnce_TheLastPushIsWhatIsStored()
    {
        VenuelessClient[] moderators = [await _forum.EnterAsync("one", Moderator), await _forum.EnterAsync("two", Moderator), await _forum.EnterAsync("three", Moderator)];
        await using var reader = await _forum.EnterAsync("reader");
        var poll = await _venue.OpenAsync(moderators[0], [reader, .. moderators[1..]]);
        string[] changes =
        [
            """{"content": "Dinner?"}""",
            """{"is_pinned": true}""",
            $$"""{"options": [{"id": "{{PollVenue.Option(poll, 0)}}", "content": "Pasta"}, {"content": "Soup", "order": 2}]}""",
        ];

        await Task.WhenAll(moderators.Select((moderator, index) => moderator.CallAsync(
            "poll.update", _forum.Body(With(JsonNode.Parse(changes[index])!, $$"""{"id": "{{PollVenue.IdOf(poll)}}"}""").ToJsonString(), null))));
        await _forum.EndStormAsync(moderators);

        var stored = (await _venue.ListAsync(moderators[0]))[0]!;
        Assert.Equal(
            "Dinner? True Pasta,Soup",
            $"{(string)stored["content"]!} {(bool)stored["is_pinned"]!} {string.Join(',', stored["options"]!.AsArray().Select(static option => (string)option!["content"]!))}");
        foreach (var moderator in moderators)
        {
            await ExpectLastAsync(moderator, push => JsonNode.DeepEquals(push["poll"], stored));
        }

        await ExpectLastAsync(reader, push => JsonNode.DeepEquals(push["poll"], Without(stored, "results")));
        await DisposeAsync(moderators);
    }

    private static int Total(JsonNode payload) => payload["poll"]!["results"]!.AsObject().Sum(static pair => (int)pair.Value!);

    // What is published by a timer comes when it comes: the last of the pushes decides.
    private static async Task ExpectLastAsync(VenuelessClient client, Func<JsonNode, bool> isFinal)
    {
        JsonNode? last = null;
        await WireServer.WaitUntilAsync(
            async () =>
            {
                last = (await TakePushesAsync(client)) is [.., var push] ? push[1]! : last;
                return last is not null && isFinal(last);
            },
            "the last state");
        Assert.True(await TakePushesAsync(client) is not [.., var later] || isFinal(later[1]!));
    }

    private async Task<bool> TryVoteAsync(VenuelessClient voter, JsonNode poll)
    {
        try
        {
            await voter.CallAsync("poll.vote", _forum.Body(PollVenue.Vote(poll, 0), null));
            return true;
        }
        catch (InvalidOperationException refusal) when (refusal.Message.Contains("\"poll.vote\"", StringComparison.Ordinal))
        {
            return false;
        }
    }

    private async Task<VenuelessClient[]> EnterManyAsync(int count)
    {
        var clients = new VenuelessClient[count];
        for (var index = 0; index < count; index++)
        {
            clients[index] = await _forum.LogInAsync($"voter {index}");
        }

        await Task.WhenAll(clients.Select(client => client.CallAsync("room.enter", _forum.Body())));
        foreach (var client in clients)
        {
            await client.SettleAsync();
        }

        return clients;
    }

    private static async Task DisposeAsync(VenuelessClient[] clients)
    {
        foreach (var client in clients)
        {
            await client.DisposeAsync();
        }
    }
}
