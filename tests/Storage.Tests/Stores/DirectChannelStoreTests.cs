using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Storage.Tests.Stores;

public sealed class DirectChannelStoreTests
{
    [Theory]
    [EveryStore(true)]
    [EveryStore(false)]
    public async Task Open_CreatesTheChannelWithItsMembersAndJoins(StoreKind kind, bool isHidden)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var (ada, ben, cleo) = (await store.AddUserAsync(), await store.AddUserAsync(), await store.AddUserAsync());

        var opened = await OpenAsync(store, isHidden, ada, ben, cleo);

        var channel = opened.Channel!.Value;
        Assert.Equal(new[] { ada, ben, cleo }.Order(ById), opened.Members.Select(static row => row.Id).Order(ById));
        Assert.Equal(opened.Members.Select(static row => (UserId?)row.Id), opened.Joins.Select(static join => join.Sender));
        Assert.Equal([opened.Joins[0].Id, opened.Joins[0].Id + 1, opened.Joins[0].Id + 2], opened.Joins.Select(static join => join.Id));
        var stored = await store.Storage.Chat.FetchAsync(channel, long.MaxValue, 10, withoutMembership: false);
        Assert.Equal(opened.Joins.Select(static join => join with { Reactions = [], Content = default }), stored.Select(static join => join with { Reactions = [], Content = default }));
        JsonAssert.Equal($$"""{"membership":"join","user":"{{stored[0].Sender}}"}""", stored[0].Content);
        var found = (await store.Storage.DirectChannels.FindAsync(TestStore.World, channel))!;
        Assert.Equal(
            new[] { new DirectMember(ada, false, false), new DirectMember(ben, isHidden, false), new DirectMember(cleo, isHidden, false) }.OrderBy(static member => member.User, ById),
            found.Members.OrderBy(static member => member.User, ById));
        Assert.Equal(["3", "3", "3"], store.Texts("SELECT version FROM core_user"));
        Assert.Equal([new Membership(channel, false, isHidden, true, 0)], await store.Storage.Chat.ReadMembershipsAsync(TestStore.World, ben));
    }

    [Theory]
    [EveryStore]
    public async Task Open_OfTheSameUsers_FindsTheChannelAndChangesNothing(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var (ada, ben, cleo) = (await store.AddUserAsync(), await store.AddUserAsync(), await store.AddUserAsync());
        var opened = await OpenAsync(store, isHidden: true, ada, ben);

        var again = await OpenAsync(store, isHidden: false, ben, ada);
        var three = await OpenAsync(store, isHidden: true, ada, ben, cleo);
        var other = await OpenAsync(store, isHidden: true, cleo, ben);

        Assert.Equal((opened.Channel, 0, 2), (again.Channel, again.Joins.Count, again.Members.Count));
        Assert.Equal(3, new[] { opened.Channel, three.Channel, other.Channel }.Distinct().Count());
        Assert.Equal(opened.Channel, (await OpenAsync(store, isHidden: true, ada, ben)).Channel);
        Assert.Equal(3, store.Number("SELECT COUNT(*) FROM core_channel WHERE room_id IS NULL"));
        Assert.Equal(7, store.Number("SELECT COUNT(*) FROM core_chatevent"));
        Assert.Contains((await store.Storage.DirectChannels.FindAsync(TestStore.World, opened.Channel!.Value))!.Members, static member => member.IsHidden);
    }

    [Theory]
    [EveryStore("deleted = TRUE")]
    [EveryStore("type = 'kiosk'")]
    [EveryStore("type = 'anon'")]
    public async Task Open_WithWhoCannotBeAMember_IsRefused(StoreKind kind, string change)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var (ada, ben) = (await store.AddUserAsync(), await store.AddUserAsync());
        store.Execute($"UPDATE core_user SET {change} WHERE id = '{ben}'");

        Assert.Null((await OpenAsync(store, isHidden: true, ada, ben)).Channel);
        Assert.Null((await OpenAsync(store, isHidden: true, ada, new UserId(Guid.NewGuid()))).Channel);

        Assert.Equal(0, store.Number("SELECT COUNT(*) FROM core_channel WHERE room_id IS NULL"));
        Assert.Equal(0, store.Number("SELECT COUNT(*) FROM core_chatevent"));
    }

    [Theory]
    [EveryStore]
    public async Task Find_KnowsOnlyChannelsOfTheWorldWithoutARoom(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var (ada, ben) = (await store.AddUserAsync(), await store.AddUserAsync());
        var channel = (await OpenAsync(store, isHidden: true, ada, ben)).Channel!.Value;
        var empty = new ChannelId(Guid.NewGuid());
        store.AddChannel(empty, null);

        Assert.Null(await store.Storage.DirectChannels.FindAsync(TestStore.World, store.Channel));
        Assert.Null(await store.Storage.DirectChannels.FindAsync(TestStore.World, new ChannelId(Guid.NewGuid())));
        Assert.Null(await store.Storage.DirectChannels.FindAsync(new WorldId("other"), channel));
        Assert.Empty((await store.Storage.DirectChannels.FindAsync(TestStore.World, empty))!.Members);
        store.Execute($"UPDATE core_user SET deleted = TRUE WHERE id = '{ben}'");
        var found = (await store.Storage.DirectChannels.FindAsync(TestStore.World, channel))!;
        Assert.Equal((true, true, false), (found.Has(ada), found.Has(ben), found.Has(new UserId(Guid.NewGuid()))));
        Assert.Equal([ada], found.RecipientsOf(ben));
        Assert.Empty(found.RecipientsOf(ada));
    }

    [Theory]
    [EveryStore]
    public async Task ReadMembers_OfSeveralChannels_ComesByChannel(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var (ada, ben, cleo) = (await store.AddUserAsync(), await store.AddUserAsync(), await store.AddUserAsync());
        var two = (await OpenAsync(store, isHidden: true, ada, ben)).Channel!.Value;
        var three = (await OpenAsync(store, isHidden: true, ada, ben, cleo)).Channel!.Value;
        var none = new ChannelId(Guid.NewGuid());

        var members = await store.Storage.Chat.ReadMembersAsync(TestStore.World, [two, three, none]);

        Assert.Equal(new[] { ada, ben }.Order(ById), members[two].Select(static row => row.Id).Order(ById));
        Assert.Equal(new[] { ada, ben, cleo }.Order(ById), members[three].Select(static row => row.Id).Order(ById));
        Assert.False(members.ContainsKey(none));
    }

    [Theory]
    [EveryStore]
    public async Task Open_ManyAtOnce_IsOneChannelPerSetOfUsers(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var users = new List<UserId>();
        for (var number = 0; number < 5; number++)
        {
            users.Add(await store.AddUserAsync());
        }

        UserId[][] sets = [.. users.SelectMany(first => users.Where(second => ById.Compare(first, second) < 0).Select(second => new[] { first, second }))];
        var openings = await Task.WhenAll(Enumerable.Range(0, 120).Select(number => Task.Run(async () =>
        {
            var set = sets[number % sets.Length];
            await store.Storage.Chat.WriteAsync(store.Message(set[0]));
            return (Set: number % sets.Length, Outcome: await OpenAsync(store, isHidden: true, number % 2 == 0 ? set : [set[1], set[0]]));
        })));

        foreach (var set in openings.GroupBy(static opening => opening.Set))
        {
            Assert.Single(set.Select(static opening => opening.Outcome.Channel!.Value).Distinct());
            Assert.Equal(2, set.Sum(static opening => opening.Outcome.Joins.Count));
        }

        Assert.Equal(sets.Length, store.Number("SELECT COUNT(*) FROM core_channel WHERE room_id IS NULL"));
        Assert.Equal(sets.Length * 2, store.Number("SELECT COUNT(*) FROM core_membership"));
        Assert.Equal((sets.Length * 2) + 120, store.Number("SELECT COUNT(*) FROM core_chatevent"));
        Assert.True(store.Number("SELECT MAX(id) FROM core_chatevent") <= await store.Storage.Chat.ReadLastEventIdAsync());
    }

    private static readonly Comparer<UserId> ById = Comparer<UserId>.Create(static (first, second) => first.Value.CompareTo(second.Value));

    /// <param name="users">The first one opens it.</param>
    private static async Task<DirectOutcome> OpenAsync(TestStore store, bool isHidden, params UserId[] users)
    {
        var opening = new TestDirectOpening
        {
            World = TestStore.World,
            Author = users[0],
            Users = users,
            IsHidden = isHidden,
            NewChannel = new ChannelId(Guid.NewGuid()),
            Now = TestStore.Now,
        };
        await store.Storage.DirectChannels.OpenAsync(opening);
        return opening.Outcome!;
    }
}
