using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Storage.Tests.Stores;

public sealed class PollStoreTests
{
    [Theory]
    [EveryStore]
    public async Task Create_ThenList_GivesTheSamePollWithOptionsInOrder(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();

        var poll = await CreateAsync(store, PollStates.Draft, ("Second", 2), ("First", 1), ("Third", 3));

        Assert.Equal(["First", "Second", "Third"], poll.Options.Select(static option => option.Content));
        Assert.Equal(("Lunch?", PollStates.Draft, TestStore.Now, false), (poll.Content, poll.State, poll.Timestamp, poll.IsPinned));
        var listed = Assert.Single(await store.Storage.Polls.ListAsync(store.Room, user, withHidden: true));
        Assert.Equal(poll.Options, listed.Poll.Options);
        Assert.Empty(listed.Answers);
        Assert.Empty(await store.Storage.Polls.ListAsync(store.Room, user, withHidden: false));
    }

    [Theory]
    [EveryStore]
    public async Task Create_OverAlready_KeepsResultsOfZero(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);

        var poll = await CreateAsync(store, PollStates.Closed, ("Yes", 1));
        await CreateAsync(store, PollStates.Archived);

        Assert.Equal(0, Assert.Single(poll.Options).Votes);
        JsonAssert.Equal($$"""{"{{poll.Options[0].Id}}":0}""", store.Text($"SELECT cached_results FROM core_poll WHERE id = '{poll.Id}'")!);
        JsonAssert.Equal("{}", store.Text("SELECT cached_results FROM core_poll WHERE state = 'archived'")!);
    }

    [Theory]
    [EveryStore]
    public async Task Vote_ReplacesTheUsersChoiceAndIgnoresForeignOptions(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var (user, other) = (await store.AddUserAsync(), await store.AddUserAsync());
        var poll = await CreateAsync(store, PollStates.Open, ("A", 1), ("B", 2));
        var foreign = await CreateAsync(store, PollStates.Open, ("C", 1));
        var (a, b, c) = (poll.Options[0].Id, poll.Options[1].Id, foreign.Options[0].Id);

        Assert.Equal("1 0", await VoteAsync(store, poll.Id, (user, [a])));
        Assert.Equal("1 1", await VoteAsync(store, poll.Id, (user, [a]), (other, [b, c])));
        Assert.Equal("1 2", await VoteAsync(store, poll.Id, (user, []), (user, [a, b])));
        Assert.Equal("1 2", await VoteAsync(store, poll.Id));
        Assert.Equal("0 1", await VoteAsync(store, poll.Id, (user, [c, new PollOptionId(Guid.NewGuid())])));
        Assert.Equal("0 1", await VoteAsync(store, poll.Id, (new UserId(Guid.NewGuid()), [a])));

        Assert.Equal("0", await VoteAsync(store, foreign.Id));
        Assert.Empty(await store.Storage.Polls.ReadVotedAsync(store.Room, user));
        Assert.Equal([poll.Id], await store.Storage.Polls.ReadVotedAsync(store.Room, other));
        Assert.Empty(await store.Storage.Polls.ReadVotedAsync(new RoomId(Guid.NewGuid()), other));
        var listed = (await store.Storage.Polls.ListAsync(store.Room, other, withHidden: false)).Single(item => item.Poll.Id == poll.Id);
        Assert.Equal([b], listed.Answers);
        Assert.Equal([0L, 1], listed.Poll.Options.Select(static option => option.Votes));
    }

    [Theory]
    [EveryStore(PollStates.Draft)]
    [EveryStore(PollStates.Closed)]
    [EveryStore(PollStates.Archived)]
    public async Task Vote_NotOpen_StoresNothing(StoreKind kind, string state)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();
        var poll = await CreateAsync(store, PollStates.Open, ("A", 1), ("B", 2));
        await VoteAsync(store, poll.Id, (user, [poll.Options[0].Id]));
        await UpdateAsync(store, poll.Id, new PollPatch(null, state, null, null, null));

        Poll? told = null;
        Assert.True(await store.Storage.Polls.VoteAsync(
            store.Room, poll.Id, [new PollVote(user, new HashSet<PollOptionId> { poll.Options[1].Id })], seen => told = seen));

        Assert.Equal(state, told!.State);
        Assert.Equal(poll.Options[0].Id.ToString(), store.Text("SELECT option_id FROM core_pollvote"));
    }

    [Theory]
    [EveryStore]
    public async Task Update_KeepsResultsWhileThePollIsOver(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();
        var poll = await CreateAsync(store, PollStates.Open, ("A", 1), ("B", 2));
        var (a, b) = (poll.Options[0].Id, poll.Options[1].Id);
        await VoteAsync(store, poll.Id, (user, [b]));
        const string Kept = "SELECT cached_results FROM core_poll";
        Assert.Null(store.Text(Kept));

        var closed = await UpdateAsync(store, poll.Id, new PollPatch(null, PollStates.Closed, null, null, null));
        Assert.Equal((PollStates.Open, PollStates.Closed), (closed.OldState, closed.Poll!.State));
        JsonAssert.Equal($$"""{"{{a}}":0,"{{b}}":1}""", store.Text(Kept)!);

        // What is kept counts, whatever becomes of the votes.
        store.Execute("DELETE FROM core_pollvote");
        Assert.Equal([0L, 1], (await UpdateAsync(store, poll.Id, new PollPatch(null, PollStates.Archived, null, null, null))).Poll!.Options.Select(static option => option.Votes));

        // New options make it anew.
        var edited = await UpdateAsync(store, poll.Id, new PollPatch(null, null, null, null, [new(a, null, null), new(b, null, null), new(null, "C", 3)]));
        Assert.Equal([0L, 0, 0], edited.Poll!.Options.Select(static option => option.Votes));
        JsonAssert.Equal($$"""{"{{a}}":0,"{{b}}":0,"{{edited.Poll.Options[2].Id}}":0}""", store.Text(Kept)!);

        await UpdateAsync(store, poll.Id, new PollPatch(null, PollStates.Open, null, null, null));
        Assert.Null(store.Text(Kept));
        store.Execute("UPDATE core_poll SET state = 'closed', cached_results = '{}'");
        await VoteAsync(store, poll.Id);
        await UpdateAsync(store, poll.Id, new PollPatch("x", null, PollTypes.Multi, true, null));
        JsonAssert.Equal($$"""{"{{a}}":0,"{{b}}":0,"{{edited.Poll.Options[2].Id}}":0}""", store.Text(Kept)!);
        Assert.Equal("x multi 1", $"{store.Text("SELECT content FROM core_poll")} {store.Text("SELECT poll_type FROM core_poll")} {store.Text("SELECT is_pinned FROM core_poll")}");
    }

    [Theory]
    [EveryStore]
    public async Task Update_Options_KeepsChangesDropsAndAdds(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();
        var poll = await CreateAsync(store, PollStates.Open, ("A", 1), ("B", 2), ("C", 3));
        var (a, b, c) = (poll.Options[0].Id, poll.Options[1].Id, poll.Options[2].Id);
        await VoteAsync(store, poll.Id, (user, [a, b, c]));

        var change = await UpdateAsync(store, poll.Id, new PollPatch(null, null, null, null, [new(c, "C!", null), new(null, null, null), new(a, null, 9)]));

        Assert.Equal([(c, "C!", 3, 1L), (a, "A", 9, 1)], change.Poll!.Options.Where(option => option.Order != 1).Select(static option => (option.Id, option.Content, option.Order, option.Votes)));
        Assert.Equal(("", 0L), Assert.Single(change.Poll.Options, static option => option.Order == 1) is var added ? (added.Content, added.Votes) : default);
        Assert.Equal(2, store.Number("SELECT COUNT(*) FROM core_pollvote"));
        Assert.Equal(0, store.Number($"SELECT COUNT(*) FROM core_polloption WHERE id = '{b}'"));
    }

    [Theory]
    [EveryStore]
    public async Task Update_WithSomebodyElsesOption_ChangesNothing(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var poll = await CreateAsync(store, PollStates.Draft, ("A", 1));
        var other = await CreateAsync(store, PollStates.Draft, ("B", 1));

        var change = await store.Storage.Polls.UpdateAsync(
            store.Room, poll.Id, new PollPatch("x", PollStates.Open, null, true, [new(other.Options[0].Id, "y", 2)]), static _ => Assert.Fail("Told."));

        Assert.Null(change!.Poll);
        Assert.Equal(0, store.Number("SELECT COUNT(*) FROM core_poll WHERE content = 'x' OR state = 'open' OR is_pinned"));
        Assert.Equal(0, store.Number("SELECT COUNT(*) FROM core_polloption WHERE content = 'y'"));
        Assert.Null(await store.Storage.Polls.UpdateAsync(
            new RoomId(Guid.NewGuid()), poll.Id, new PollPatch("x", null, null, null, null), static _ => Assert.Fail("Told.")));
    }

    [Theory]
    [EveryStore]
    public async Task Delete_TakesOptionsAndVotesAlong(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();
        var poll = await CreateAsync(store, PollStates.Open, ("A", 1), ("B", 2));
        var kept = await CreateAsync(store, PollStates.Open, ("C", 1));
        await VoteAsync(store, poll.Id, (user, [poll.Options[0].Id]));
        await VoteAsync(store, kept.Id, (user, [kept.Options[0].Id]));

        Assert.True(await store.Storage.Polls.DeleteAsync(store.Room, poll.Id, gone => Assert.Equal(poll.Id, gone.Id)));

        Assert.Equal([kept.Id.ToString()], store.Texts("SELECT id FROM core_poll"));
        Assert.Equal([kept.Options[0].Id.ToString()], store.Texts("SELECT id FROM core_polloption"));
        Assert.Equal([kept.Options[0].Id.ToString()], store.Texts("SELECT option_id FROM core_pollvote"));
        Assert.False(await store.Storage.Polls.DeleteAsync(store.Room, poll.Id, static _ => Assert.Fail("Told.")));
        Assert.False(await store.Storage.Polls.VoteAsync(store.Room, poll.Id, [], static _ => Assert.Fail("Told.")));
        Assert.False(await store.Storage.Polls.PinAsync(store.Room, poll.Id, static _ => Assert.Fail("Told.")));
    }

    [Theory]
    [EveryStore]
    public async Task Votes_OfOneUserAtOnceOnTwoNodes_LeaveOneOfTheChoices(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        await using var node = store.Backend.Open(new StoreLimits(), store.Time);
        var user = await store.AddUserAsync();
        var poll = await CreateAsync(store, PollStates.Open, ("A", 1), ("B", 2));
        for (var round = 0; round < 20; round++)
        {
            await Task.WhenAll(poll.Options.Select((option, index) => Task.Run(() => (index == 0 ? store.Storage : node).Polls.VoteAsync(
                store.Room, poll.Id, [new PollVote(user, new HashSet<PollOptionId> { option.Id })], static _ => { }))));

            Assert.Equal(1, store.Number("SELECT COUNT(*) FROM core_pollvote"));
        }
    }

    [Theory]
    [EveryStore]
    public async Task Votes_AgainstClosing_KeptResultsAreTheVotes(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        await using var node = store.Backend.Open(new StoreLimits(), store.Time);
        UserId[] users = [.. await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => store.AddUserAsync()))];
        for (var round = 0; round < 5; round++)
        {
            var poll = await CreateAsync(store, PollStates.Open, ("A", 1));
            var votes = users.Select((user, index) => Task.Run(() => (index % 2 == 0 ? store.Storage : node).Polls.VoteAsync(
                store.Room, poll.Id, [new PollVote(user, new HashSet<PollOptionId> { poll.Options[0].Id })], static _ => { })));
            var closing = Task.Run(() => node.Polls.UpdateAsync(store.Room, poll.Id, new PollPatch(null, PollStates.Closed, null, null, null), static _ => { }));
            await Task.WhenAll([.. votes, closing]);

            var stored = store.Number($"SELECT COUNT(*) FROM core_pollvote WHERE option_id = '{poll.Options[0].Id}'");
            JsonAssert.Equal($$"""{"{{poll.Options[0].Id}}":{{stored}}}""", store.Text($"SELECT cached_results FROM core_poll WHERE id = '{poll.Id}'")!);
        }
    }

    [Theory]
    [EveryStore]
    public async Task Pins_AtOnceOnTwoNodes_LeaveOnePin(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        await using var node = store.Backend.Open(new StoreLimits(), store.Time);
        Poll[] polls = [await CreateAsync(store, PollStates.Open), await CreateAsync(store, PollStates.Open), await CreateAsync(store, PollStates.Draft)];
        for (var round = 0; round < 10; round++)
        {
            await Task.WhenAll(polls.Select((poll, index) => Task.Run(() =>
                (index % 2 == 0 ? store.Storage : node).Polls.PinAsync(store.Room, poll.Id, static _ => { }))));

            Assert.Equal(1, store.Number("SELECT COUNT(*) FROM core_poll WHERE is_pinned"));
        }

        await store.Storage.Polls.UnpinAsync(store.Room, static () => { });
        Assert.Equal(0, store.Number("SELECT COUNT(*) FROM core_poll WHERE is_pinned"));
    }

    private static async Task<Poll> CreateAsync(TestStore store, string state, params (string Content, int Order)[] options)
    {
        Poll? created = null;
        var wanted = new NewPoll("Lunch?", state, PollTypes.Choice, [.. options.Select(static option => new PollOptionPatch(null, option.Content, option.Order))]);
        await store.Storage.Polls.CreateAsync(store.Room, wanted, TestStore.Now, poll => created = poll);
        return created!;
    }

    private static async Task<PollChange> UpdateAsync(TestStore store, PollId poll, PollPatch patch)
    {
        PollChange? told = null;
        var change = await store.Storage.Polls.UpdateAsync(store.Room, poll, patch, seen => told = seen);
        Assert.Same(told, change);
        return change!;
    }

    private static async Task<string> VoteAsync(TestStore store, PollId poll, params (UserId User, PollOptionId[] Options)[] votes)
    {
        Poll? told = null;
        Assert.True(await store.Storage.Polls.VoteAsync(
            store.Room, poll, [.. votes.Select(static vote => new PollVote(vote.User, vote.Options.ToHashSet()))], voted => told = voted));
        return string.Join(' ', told!.Options.Select(static option => option.Votes));
    }
}
