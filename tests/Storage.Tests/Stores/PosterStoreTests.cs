using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Storage.Tests.Stores;

public sealed class PosterStoreTests
{
    [Theory]
    [EveryStore]
    public async Task Save_New_IsReadBackInEveryWay(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var author = await AuthorAsync(store);
        var (first, second) = (await store.AddUserAsync(), await store.AddUserAsync());
        var patch = NewPoster(store, "Sharks") with
        {
            Change = row => row with
            {
                Title = "Sharks",
                Abstract = TestStore.Json("""{"ops":[{"insert":"é"}]}"""),
                Tags = TestStore.Json("""["sea"]"""),
                Category = "bio",
            },
            SetsPresentationRoom = true,
            PresentationRoom = store.Room,
            Links = [new PosterLink("b", "https://x/b", 0), new PosterLink("a", "https://x/a", 7)],
            Presenters = [second, first],
        };

        var (refusal, saved) = await store.Storage.Posters.SaveAsync(patch, author);
        await store.Storage.Posters.VoteAsync(TestStore.World, patch.Poster, first, TestStore.Now);

        Assert.Equal(PosterRefusal.None, refusal);
        Assert.Equal(("Sharks", "bio", store.Room), (saved!.Row.Title, saved.Row.Category, saved.Row.PresentationRoom));
        Assert.Equal("[]", saved.Row.Authors.ToString());
        Assert.Equal(["a", "b"], saved.Links.Select(link => link.DisplayText));
        Assert.Equal([second, first], saved.Presenters.Select(user => user.Id));
        JsonAssert.Equal("""{"ops":[{"insert":"é"}]}""", saved.Row.Abstract);
        var found = await store.Storage.Posters.FindAsync(TestStore.World, patch.Poster, first);
        Assert.Equivalent(saved with { Votes = 1, HasVoted = true }, found);
        Assert.Equivalent(saved with { Votes = 1 }, Assert.Single(await store.Storage.Posters.ReadRoomAsync(TestStore.World, store.Room)));
        Assert.Equivalent(saved with { Votes = 1 }, Assert.Single(await store.Storage.Posters.ReadPresentedAsync(TestStore.World, first, second)));
        Assert.Equal([patch.Poster], await store.Storage.Posters.ReadVotesAsync(store.Room, first));
        Assert.Empty(await store.Storage.Posters.ReadVotesAsync(store.Room, second));
        Assert.Null(await store.Storage.Posters.FindAsync(new WorldId("other"), patch.Poster, first));
        Assert.Empty(await store.Storage.Posters.ReadRoomAsync(new WorldId("other"), store.Room));
        JsonAssert.Equal($$"""{"object":"{{patch.Poster}}","old":{},"new":"Sharks"}""", store.Text("SELECT data FROM core_auditlog"));
        Assert.Equal(3, store.Number($"SELECT version FROM core_room WHERE id = '{store.Room}'"));
        Assert.Equal(3, store.Number($"SELECT version FROM core_user WHERE id = '{first}'"));
    }

    [Theory]
    [EveryStore]
    public async Task ReadShort_IsOrderedByTitleWithoutTitleLast(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var author = await AuthorAsync(store);
        var presenter = await store.AddUserAsync();
        foreach (var title in new[] { null, "b", "a", "c" })
        {
            await store.Storage.Posters.SaveAsync(NewPoster(store, title) with { Presenters = title == "b" ? [presenter] : [] }, author);
        }

        Assert.Equal(["a", "b", "c", null], (await store.Storage.Posters.ReadShortAsync(TestStore.World, null)).Select(poster => poster.Title));
        Assert.Equal(["b"], (await store.Storage.Posters.ReadShortAsync(TestStore.World, presenter)).Select(poster => poster.Title));
        Assert.Equal(["a", "b", "c", null], (await store.Storage.Posters.ReadRoomAsync(TestStore.World, store.Room)).Select(poster => poster.Row.Title));
        Assert.Empty(await store.Storage.Posters.ReadShortAsync(new WorldId("other"), null));
    }

    [Theory]
    [EveryStore]
    public async Task Save_Refused_StoresNothing(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var author = await AuthorAsync(store);
        var patch = NewPoster(store, "Sharks");
        await store.Storage.Posters.SaveAsync(patch, author);
        var change = patch with { IsNew = false, ParentRoom = null, Change = row => row with { Title = "Other" } };
        var nowhere = new RoomId(Guid.NewGuid());

        Assert.Equal(PosterRefusal.UnknownPoster, await RefuseAsync(change with { Poster = new PosterId(Guid.NewGuid()), ParentRoom = nowhere }));
        Assert.Equal(PosterRefusal.UnknownPoster, await RefuseAsync(change, author with { World = new WorldId("other") }));
        Assert.Equal(PosterRefusal.NotPresenter, await RefuseAsync(change with { ByManager = false, ParentRoom = nowhere }));
        Assert.Equal(PosterRefusal.UnknownParentRoom, await RefuseAsync(change with { ParentRoom = nowhere, Presenters = [new UserId(Guid.NewGuid())] }));
        Assert.Equal(PosterRefusal.UnknownPresenter, await RefuseAsync(change with { Presenters = [author.User, new UserId(Guid.NewGuid())] }));
        Assert.Equal(PosterRefusal.UnknownParentRoom, await RefuseAsync(NewPoster(store, "New") with { ParentRoom = nowhere }));

        Assert.Equal("Sharks", store.Text("SELECT title FROM core_poster"));
        Assert.Equal(1, store.Number("SELECT COUNT(*) FROM core_auditlog"));
        Assert.Equal(1, store.Number("SELECT COUNT(*) FROM core_channel WHERE room_id IS NULL"));

        async Task<PosterRefusal> RefuseAsync(PosterPatch refused, PosterAuthor? by = null)
        {
            var (refusal, poster) = await store.Storage.Posters.SaveAsync(refused, by ?? author);
            Assert.Null(poster);
            return refusal;
        }
    }

    [Theory]
    [EveryStore]
    public async Task Vote_KeepsTheFirstTimeAndUnvoteRemovesIt(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var author = await AuthorAsync(store);
        var poster = NewPoster(store, "Sharks");
        await store.Storage.Posters.SaveAsync(poster, author);
        var other = new PosterId(Guid.NewGuid());

        Assert.Equal(TestStore.Now, await store.Storage.Posters.VoteAsync(TestStore.World, poster.Poster, author.User, TestStore.Now));
        Assert.Equal(TestStore.Now, await store.Storage.Posters.VoteAsync(TestStore.World, poster.Poster, author.User, TestStore.Now.AddHours(1)));
        Assert.Null(await store.Storage.Posters.VoteAsync(TestStore.World, other, author.User, TestStore.Now));
        Assert.Null(await store.Storage.Posters.VoteAsync(new WorldId("other"), poster.Poster, author.User, TestStore.Now));
        Assert.False(await store.Storage.Posters.UnvoteAsync(TestStore.World, other, author.User));
        Assert.Equal(1, store.Number("SELECT COUNT(*) FROM core_postervote"));
        Assert.True(await store.Storage.Posters.UnvoteAsync(TestStore.World, poster.Poster, author.User));
        Assert.True(await store.Storage.Posters.UnvoteAsync(TestStore.World, poster.Poster, author.User));
        Assert.Equal(0, store.Number("SELECT COUNT(*) FROM core_postervote"));
    }

    [Theory]
    [EveryStore]
    public async Task VotesAgainstDeletion_EveryTaskEndsAndNoVoteIsLeft(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var author = await AuthorAsync(store);
        var users = new List<UserId>();
        for (var number = 0; number < 20; number++)
        {
            users.Add(await store.AddUserAsync());
        }

        for (var round = 0; round < 10; round++)
        {
            var poster = NewPoster(store, "Sharks") with { Presenters = users };
            await store.Storage.Posters.SaveAsync(poster, author);

            var votes = users.Select(user => Task.Run(() => store.Storage.Posters.VoteAsync(TestStore.World, poster.Poster, user, TestStore.Now))).ToList();
            var deletions = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => store.Storage.Posters.DeleteAsync(poster.Poster, author))));
            await Task.WhenAll(votes);

            Assert.Single(deletions, isDeleted => isDeleted);
        }

        foreach (var table in new[] { "core_postervote", "core_posterpresenter", "core_poster" })
        {
            Assert.Equal(0, store.Number($"SELECT COUNT(*) FROM {table}"));
        }
    }

    [Theory]
    [EveryStore]
    public async Task DoubleVotes_AtOnce_AreOneRowWithOneTime(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var author = await AuthorAsync(store);
        var poster = NewPoster(store, "Sharks");
        await store.Storage.Posters.SaveAsync(poster, author);

        var times = await Task.WhenAll(Enumerable.Range(0, 50).Select(number =>
            Task.Run(() => store.Storage.Posters.VoteAsync(TestStore.World, poster.Poster, author.User, TestStore.Now.AddSeconds(number)))));

        Assert.Single(times.Distinct());
        Assert.Equal(1, store.Number("SELECT COUNT(*) FROM core_postervote"));
    }

    private static PosterPatch NewPoster(TestStore store, string? title) => new()
    {
        Poster = new PosterId(Guid.NewGuid()),
        IsNew = true,
        ByManager = true,
        Change = row => row with { Title = title },
        ParentRoom = store.Room,
    };

    private static async Task<PosterAuthor> AuthorAsync(TestStore store) => new(
        TestStore.World, await store.AddUserAsync(), TestStore.Now, static poster => TestStore.Json($"\"{poster.Row.Title}\""));
}
