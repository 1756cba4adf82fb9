using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Storage.Tests.Stores;

public sealed class QuestionStoreTests
{
    [Theory]
    [EveryStore]
    public async Task Ask_ThenList_GivesTheSameQuestion(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var (asker, reader) = (await store.AddUserAsync(), await store.AddUserAsync());

        var asked = await AskAsync(store, asker, "Why?", QuestionStates.Queued);

        Assert.Equal(new Question(asked.Id, store.Room, "Why?", QuestionStates.Queued, false, TestStore.Now, false, asker, 0), asked);
        Assert.Equal([new ListedQuestion(asked, false)], await store.Storage.Questions.ListAsync(store.Room, asker, withHidden: false));
        Assert.Equal([new ListedQuestion(asked, false)], await store.Storage.Questions.ListAsync(store.Room, reader, withHidden: true));
        Assert.Empty(await store.Storage.Questions.ListAsync(store.Room, reader, withHidden: false));
        Assert.Empty(await store.Storage.Questions.ListAsync(new RoomId(Guid.NewGuid()), asker, withHidden: true));
    }

    [Theory]
    [EveryStore]
    public async Task List_IsOrderedByTimeThenIdAndCountsAllVotes(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var (user, other) = (await store.AddUserAsync(), await store.AddUserAsync());
        var asked = new List<Question>();
        for (var number = 0; number < 5; number++)
        {
            asked.Add(await AskAsync(store, user, $"{number}", now: TestStore.Now.AddSeconds(-(number / 2))));
        }

        await VoteAsync(store, asked[3].Id, (user, true), (other, true));

        // Old data may hold a vote twice.
        store.Execute($"INSERT INTO core_questionvote (question_id, sender_id) VALUES ('{asked[1].Id}', '{other}'), ('{asked[1].Id}', '{other}')");

        var listed = await store.Storage.Questions.ListAsync(store.Room, user, withHidden: false);
        Assert.Equal(
            asked.OrderBy(static question => question.Timestamp).ThenBy(static question => question.Id.ToString(), StringComparer.Ordinal).Select(static question => question.Id),
            listed.Select(static item => item.Question.Id));
        Assert.Equal((2, true), Find(listed, asked[3].Id));
        Assert.Equal((2, false), Find(listed, asked[1].Id));
        Assert.Equal((0, false), Find(listed, asked[0].Id));
    }

    [Theory]
    [EveryStore]
    public async Task Update_WritesOnlyWhatIsGiven(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var (asker, moderator) = (await store.AddUserAsync(), await store.AddUserAsync());
        var asked = await AskAsync(store, asker, "Why?", QuestionStates.Queued);
        await VoteAsync(store, asked.Id, (asker, true));

        var pinned = await UpdateAsync(store, asked.Id, new QuestionPatch(null, null, null, true), moderator);
        var shown = await UpdateAsync(store, asked.Id, new QuestionPatch(null, QuestionStates.Visible, true, null), moderator);
        var edited = await UpdateAsync(store, asked.Id, new QuestionPatch("", null, false, false), moderator);
        var nothing = await UpdateAsync(store, asked.Id, new QuestionPatch(null, null, null, null), asker);

        var voted = asked with { Score = 1 };
        Assert.Equal(new QuestionChange(voted with { IsPinned = true }, false), pinned);
        Assert.Equal(new QuestionChange(voted with { IsPinned = true, State = QuestionStates.Visible, IsAnswered = true }, false), shown);
        Assert.Equal(new QuestionChange(voted with { Content = "", State = QuestionStates.Visible }, true), edited);
        Assert.Equal(edited!.Question, nothing!.Question);
        Assert.Equal(asker.ToString(), store.Text("SELECT moderator_id FROM core_question"));
    }

    [Theory]
    [EveryStore]
    public async Task AnotherRoomsQuestion_IsUnknownToEveryWrite(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();
        var asked = await AskAsync(store, user, "Why?");
        var elsewhere = new RoomId(Guid.NewGuid());
        store.AddRoom(elsewhere, "Elsewhere", priority: 1);
        var questions = store.Storage.Questions;

        Assert.False(await questions.UpdateAsync(elsewhere, asked.Id, new QuestionPatch("x", null, null, null), user, static _ => Assert.Fail("Told.")));
        Assert.False(await questions.DeleteAsync(elsewhere, asked.Id, static _ => Assert.Fail("Told.")));
        Assert.False(await questions.VoteAsync(elsewhere, asked.Id, [new QuestionVote(user, true)], static _ => Assert.Fail("Told.")));
        Assert.False(await questions.PinAsync(elsewhere, asked.Id, static _ => Assert.Fail("Told.")));

        Assert.Equal([new ListedQuestion(asked, false)], await questions.ListAsync(store.Room, user, withHidden: true));
    }

    [Theory]
    [EveryStore]
    public async Task Vote_TwiceAndBack_IsIdempotentAndRemovesDuplicates(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var (user, other) = (await store.AddUserAsync(), await store.AddUserAsync());
        var asked = await AskAsync(store, user, "Why?");

        Assert.Equal(1, await VoteAsync(store, asked.Id, (user, true)));
        Assert.Equal(1, await VoteAsync(store, asked.Id, (user, true), (user, true)));
        Assert.Equal(2, await VoteAsync(store, asked.Id, (user, true), (other, false), (other, true)));
        Assert.Equal(2, await VoteAsync(store, asked.Id));
        store.Execute($"INSERT INTO core_questionvote (question_id, sender_id) VALUES ('{asked.Id}', '{user}')");
        Assert.Equal(3, await VoteAsync(store, asked.Id));
        Assert.Equal(1, await VoteAsync(store, asked.Id, (user, true), (user, false)));
        Assert.Equal(1, await VoteAsync(store, asked.Id, (user, false)));
        Assert.Equal(1, await VoteAsync(store, asked.Id, (new UserId(Guid.NewGuid()), true)));
    }

    [Theory]
    [EveryStore]
    public async Task Delete_TakesTheVotesAlong(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();
        var (asked, kept) = (await AskAsync(store, user, "Why?"), await AskAsync(store, user, "How?"));
        await VoteAsync(store, asked.Id, (user, true));
        await VoteAsync(store, kept.Id, (user, true));

        Question? told = null;
        Assert.True(await store.Storage.Questions.DeleteAsync(store.Room, asked.Id, question => told = question));

        Assert.Equal(asked.Id, told!.Id);
        Assert.Equal(kept.Id.ToString(), store.Text("SELECT id FROM core_question"));
        Assert.Equal(kept.Id.ToString(), store.Text("SELECT question_id FROM core_questionvote"));
        Assert.False(await store.Storage.Questions.DeleteAsync(store.Room, asked.Id, static _ => { }));
    }

    [Theory]
    [EveryStore]
    public async Task Pin_TakesThePinFromTheOthersOfTheRoomOnly(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();
        var (first, second) = (await AskAsync(store, user, "1"), await AskAsync(store, user, "2"));
        var elsewhere = new RoomId(Guid.NewGuid());
        store.AddRoom(elsewhere, "Elsewhere", priority: 1);
        var other = await AskAsync(store, user, "3", room: elsewhere);
        var questions = store.Storage.Questions;
        Assert.True(await questions.PinAsync(elsewhere, other.Id, static _ => { }));
        Assert.True(await questions.PinAsync(store.Room, first.Id, static _ => { }));
        Assert.True(await questions.PinAsync(store.Room, second.Id, static question => Assert.True(question.IsPinned)));

        Assert.Equal([second.Id.ToString()], store.Texts($"SELECT id FROM core_question WHERE is_pinned AND room_id = '{store.Room}'"));
        await questions.UnpinAsync(store.Room, static () => { });
        Assert.Equal([other.Id.ToString()], store.Texts("SELECT id FROM core_question WHERE is_pinned"));
    }

    [Theory]
    [EveryStore]
    public async Task Votes_OfManyOnTwoNodes_AreOneRowPerUserAndTheLastCountIsTheTotal(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        await using var node = store.Backend.Open(new StoreLimits(), store.Time);
        UserId[] users = [.. await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => store.AddUserAsync()))];
        var asked = await AskAsync(store, users[0], "Why?");
        var last = 0L;

        // Everybody votes twice, on both nodes at once.
        await Task.WhenAll(users.SelectMany(user => new[] { store.Storage, node }.Select(storage => Task.Run(() =>
            storage.Questions.VoteAsync(store.Room, asked.Id, [new QuestionVote(user, true)], question => InterlockedMax(ref last, question.Score))))));

        Assert.Equal(30, last);
        Assert.Equal(30, store.Number("SELECT COUNT(*) FROM core_questionvote"));
        Assert.Equal(30, store.Number("SELECT COUNT(DISTINCT sender_id) FROM core_questionvote"));
    }

    [Theory]
    [EveryStore]
    public async Task Pins_AtOnceOnTwoNodes_LeaveOnePin(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        await using var node = store.Backend.Open(new StoreLimits(), store.Time);
        var user = await store.AddUserAsync();
        var questions = new List<Question>();
        for (var number = 0; number < 8; number++)
        {
            questions.Add(await AskAsync(store, user, $"{number}"));
        }

        for (var round = 0; round < 10; round++)
        {
            await Task.WhenAll(questions.Select((question, index) => Task.Run(() =>
                (index % 2 == 0 ? store.Storage : node).Questions.PinAsync(store.Room, question.Id, static _ => { }))));

            Assert.Equal(1, store.Number("SELECT COUNT(*) FROM core_question WHERE is_pinned"));
        }
    }

    [Theory]
    [EveryStore]
    public async Task Updates_OfDifferentColumnsAtOnce_AllLast(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        await using var node = store.Backend.Open(new StoreLimits(), store.Time);
        var user = await store.AddUserAsync();
        for (var round = 0; round < 10; round++)
        {
            var asked = await AskAsync(store, user, "Why?", QuestionStates.Queued);

            await Task.WhenAll(
                node.Questions.UpdateAsync(store.Room, asked.Id, new QuestionPatch("How?", null, null, null), user, static _ => { }),
                store.Storage.Questions.UpdateAsync(store.Room, asked.Id, new QuestionPatch(null, QuestionStates.Visible, null, null), user, static _ => { }),
                node.Questions.UpdateAsync(store.Room, asked.Id, new QuestionPatch(null, null, true, null), user, static _ => { }),
                store.Storage.Questions.PinAsync(store.Room, asked.Id, static _ => { }));

            var listed = await store.Storage.Questions.ListAsync(store.Room, user, withHidden: true);
            Assert.Equal(
                asked with { Content = "How?", State = QuestionStates.Visible, IsAnswered = true, IsPinned = true },
                Assert.Single(listed, item => item.Question.Id == asked.Id).Question);
        }
    }

    private static void InterlockedMax(ref long place, long value)
    {
        for (var seen = Volatile.Read(ref place); seen < value;)
        {
            seen = Interlocked.CompareExchange(ref place, value, seen) is var found && found == seen ? value : found;
        }
    }

    private static (long Score, bool IsVoted) Find(IReadOnlyList<ListedQuestion> listed, QuestionId id)
    {
        var found = listed.Single(item => item.Question.Id == id);
        return (found.Question.Score, found.IsVoted);
    }

    private static async Task<Question> AskAsync(
        TestStore store, UserId asker, string content, string state = QuestionStates.Visible, DateTimeOffset? now = null, RoomId? room = null)
    {
        Question? asked = null;
        await store.Storage.Questions.AskAsync(room ?? store.Room, content, state, asker, now ?? TestStore.Now, question => asked = question);
        return asked!;
    }

    private static async Task<QuestionChange?> UpdateAsync(TestStore store, QuestionId question, QuestionPatch patch, UserId moderator)
    {
        QuestionChange? told = null;
        Assert.True(await store.Storage.Questions.UpdateAsync(store.Room, question, patch, moderator, change => told = change));
        return told;
    }

    private static async Task<long> VoteAsync(TestStore store, QuestionId question, params (UserId User, bool IsUp)[] votes)
    {
        Question? told = null;
        Assert.True(await store.Storage.Questions.VoteAsync(
            store.Room, question, [.. votes.Select(static vote => new QuestionVote(vote.User, vote.IsUp))], voted => told = voted));
        return told!.Score;
    }
}
