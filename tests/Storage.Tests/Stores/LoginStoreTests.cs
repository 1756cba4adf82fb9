using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Storage.Tests.Stores;

/// <summary>A login reads for many what the stores of the parts read for one.</summary>
public sealed class LoginStoreTests
{
    [Theory]
    [EveryStore]
    public async Task Read_OfSeveral_GivesEachWhatTheSingleReadsGive(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var (guest, member, talker, partner, busy) = (
            await store.AddUserAsync(), await store.AddUserAsync(), await store.AddUserAsync(), await store.AddUserAsync(), await store.AddUserAsync());
        var (direct, hidden, deletedRoom, unknown) = (new ChannelId(Guid.NewGuid()), new ChannelId(Guid.NewGuid()), new RoomId(Guid.NewGuid()), new UserId(Guid.NewGuid()));
        var ofDeleted = new ChannelId(Guid.NewGuid());
        store.AddChannel(direct, null);
        store.AddChannel(hidden, null);
        store.AddRoom(deletedRoom, "Gone", 1, deleted: true);
        store.AddChannel(ofDeleted, deletedRoom);
        await store.Storage.Chat.WriteAsync(store.Message(member));
        await store.Storage.Chat.WriteAsync(store.Message(member));
        foreach (var (channel, user, flags) in new[]
        {
            (store.Channel, member, "FALSE, FALSE"), (ofDeleted, member, "FALSE, FALSE"), (direct, talker, "FALSE, FALSE"), (direct, partner, "FALSE, FALSE"),
            (hidden, talker, "FALSE, TRUE"), (hidden, partner, "FALSE, FALSE"), (store.Channel, partner, "TRUE, FALSE"),
            (direct, busy, "FALSE, FALSE"), (store.Channel, busy, "FALSE, FALSE"),
        })
        {
            store.Execute($"INSERT INTO core_membership (channel_id, user_id, volatile, hidden) VALUES ('{channel}', '{user}', {flags})");
        }

        store.Execute($"INSERT INTO core_chateventnotification (chat_event_id, recipient_id) VALUES (1, '{busy}'), (2, '{busy}'), (2, '{talker}')");
        var exhibitor = await AddExhibitorAsync(store, member, busy, talker);
        var visitor = new User((await store.Storage.Users.FindAsync(TestStore.World, guest))!);
        await store.Storage.Contacts.CreateAsync(TestStore.World, new ContactRequestId(Guid.NewGuid()), exhibitor, visitor, TestStore.Now);
        UserId[] users = [guest, member, talker, partner, busy, unknown];

        var sheets = await store.Storage.Logins.ReadAsync(TestStore.World, users);

        Assert.Equal(users.ToHashSet(), sheets.Keys.ToHashSet());
        foreach (var user in users)
        {
            await AssertSameAsSinglesAsync(store, user, sheets[user]);
        }

        Assert.Same(LoginSheet.Empty, sheets[guest]);
        Assert.Same(LoginSheet.Empty, sheets[unknown]);
        Assert.Equal([store.Channel], ChannelsOf(sheets[member]));
        Assert.Equal(2, sheets[member].Channels[0].Membership.UnreadPointer);
        Assert.Equal([direct], ChannelsOf(sheets[talker]));
        Assert.Equal([direct, hidden], ChannelsOf(sheets[partner]));
        Assert.Equal(new HashSet<UserId> { talker, partner, busy }, sheets[talker].Channels[0].Members!.Select(static row => row.Id).ToHashSet());
        Assert.Equal((2, 1), (sheets[busy].NotificationCounts[store.Channel], sheets[talker].NotificationCounts[store.Channel]));
        Assert.Equal(exhibitor, Assert.Single(sheets[busy].Exhibition.Exhibitors).Id);
        Assert.Equal(guest, Assert.Single(sheets[busy].Exhibition.Requests).User!.Id);
    }

    [Theory]
    [EveryStore]
    public async Task Read_InAnotherWorld_TellsNothingOfThisOne(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var other = new WorldId("other");
        await store.Storage.Worlds.CreateAsync(WorldDefaults.NewWorld(other, "Other", null, "secret"));
        var user = await store.AddUserAsync();
        store.Execute($"INSERT INTO core_membership (channel_id, user_id, volatile, hidden) VALUES ('{store.Channel}', '{user}', FALSE, FALSE)");
        await AddExhibitorAsync(store, user, user);

        var here = (await store.Storage.Logins.ReadAsync(TestStore.World, [user]))[user];
        var there = (await store.Storage.Logins.ReadAsync(other, [user]))[user];

        Assert.Equal((1, 1), (here.Channels.Count, here.Exhibition.Exhibitors.Count));
        Assert.Same(LoginSheet.Empty, there);
        Assert.Empty(await store.Storage.Logins.ReadAsync(TestStore.World, []));
    }

    [Theory]
    [EveryStore]
    public async Task ReadPointers_OfSeveral_AreThoseOfEach_StoredOrNot(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var states = store.Storage.ReadStates;
        var (both, stored, unstored, none) = (await store.AddUserAsync(), await store.AddUserAsync(), new UserId(Guid.NewGuid()), new UserId(Guid.NewGuid()));
        var elsewhere = new ChannelId(Guid.NewGuid());
        states.SetPointer(both, store.Channel, 7);
        states.SetPointer(both, elsewhere, 8);
        states.SetPointer(stored, store.Channel, 9);
        await store.RestartAsync();
        states = store.Storage.ReadStates;
        states.SetPointer(both, store.Channel, 5);
        states.SetPointer(unstored, elsewhere, 3);

        var pointers = await states.ReadPointersAsync((UserId[])[both, stored, unstored, none]);

        Assert.False(pointers.ContainsKey(none));
        Assert.Equal((5, 8, 9, 3), (pointers[both][store.Channel], pointers[both][elsewhere], pointers[stored][store.Channel], pointers[unstored][elsewhere]));
        foreach (var (user, ofUser) in pointers)
        {
            Assert.Equal(await states.ReadPointersAsync(user), ofUser);
        }
    }

    [Theory]
    [EveryStore]
    public async Task FindByIds_OfLogins_FindThoseOfTheWorld(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var users = store.Storage.Users;
        var (ada, ben) = (await users.CreateAsync(TestStore.NewUser(tokenId: "ada")), await users.CreateAsync(TestStore.NewUser(tokenId: "4")));
        var guest = await users.CreateAsync(TestStore.NewUser("4"));
        var quoted = await users.CreateAsync(TestStore.NewUser("a\"b\\'ü😀"));

        Assert.Equal(new HashSet<UserId> { ada.Id, ben.Id }, Ids(await users.FindByTokenIdsAsync(TestStore.World, ["ada", "4", "nobody"])));
        Assert.Equal(new HashSet<UserId> { guest.Id, quoted.Id }, Ids(await users.FindByClientIdsAsync(TestStore.World, ["4", "ada", quoted.ClientId!])));
        Assert.Empty(await users.FindByTokenIdsAsync(new WorldId("other"), ["ada", "4"]));
        Assert.Empty(await users.FindByClientIdsAsync(new WorldId("other"), ["4"]));
    }

    [Theory]
    [EveryStore(true)]
    [EveryStore(false)]
    public async Task CreateLoggedIn_IsCreatedAndRecordedAtOnce_ASecondRecordsNothing(StoreKind kind, bool tracksViews)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var users = store.Storage.Users;
        var now = TestStore.Now.AddTicks(1_234_567);
        var user = TestStore.NewUser("browser") with { Profile = TestStore.Json("""{"display_name":"Ada"}"""), WorldGrants = ["crew"], RoomGrants = [new(store.Room, "r")] };
        var before = store.Storage.CommittedTransactions;

        var first = await users.CreateLoggedInAsync(user, now, tracksViews);
        Assert.Equal(before + 1, store.Storage.CommittedTransactions);
        var second = await users.CreateLoggedInAsync(user with { Id = new UserId(Guid.NewGuid()) }, now.AddSeconds(1), tracksViews);

        Assert.Equal((true, tracksViews), (first.IsRecorded, first.WorldView is not null));
        Assert.Equal((false, (long?)null, user.Id), (second.IsRecorded, second.WorldView, second.User.Id));
        var stored = (await users.FindAsync(TestStore.World, user.Id))!;
        Assert.Equal(TestStore.Now.AddTicks(1_234_560), stored.LastLogin);
        foreach (var row in (UserRow[])[first.User, second.User])
        {
            Assert.Equal(
                (stored.LastLogin, stored.Version, stored.ClientId, stored.Type, stored.ShowPublicly, stored.World),
                (row.LastLogin, row.Version, row.ClientId, row.Type, row.ShowPublicly, row.World));
            Assert.Equal(stored.Traits, row.Traits);
            Assert.Equal(stored.WorldGrants, row.WorldGrants);
            Assert.Equal(stored.RoomGrants, row.RoomGrants);
            JsonAssert.Equal(stored.Profile.ToString(), row.Profile);
        }

        // As after creating and recording one after the other.
        var slowly = await store.AddUserAsync();
        await users.RecordLoginAsync(slowly, TestStore.World, now, trackView: false);
        Assert.Equal((await users.FindAsync(TestStore.World, slowly))!.Version, stored.Version);
        Assert.Equal(tracksViews ? 1 : 0, store.Number("SELECT COUNT(*) FROM core_worldview WHERE \"end\" IS NULL"));
    }

    private static HashSet<UserId> Ids(IEnumerable<UserRow> rows) => [.. rows.Select(static row => row.Id)];

    private static IEnumerable<ChannelId> ChannelsOf(LoginSheet sheet) => sheet.Channels.Select(static channel => channel.Membership.Channel);

    private static async Task AssertSameAsSinglesAsync(TestStore store, UserId user, LoginSheet sheet)
    {
        var single = await ListedChannel.ReadAsync(store.Storage.Chat, TestStore.World, user);
        Assert.Equal(single.Select(static channel => channel.Membership), sheet.Channels.Select(static channel => channel.Membership));
        Assert.Equal(single.Select(Members), sheet.Channels.Select(Members));
        Assert.Equal(await store.Storage.Chat.CountNotificationsAsync(user), sheet.NotificationCounts);
        var data = (await store.Storage.Exhibition.ReadDataAsync(TestStore.World, [user]))[user];
        Assert.Equal(data.Exhibitors, sheet.Exhibition.Exhibitors);
        Assert.Equal(data.Requests.Select(static request => request.Id), sheet.Exhibition.Requests.Select(static request => request.Id));
    }

    private static string Members(ListedChannel channel) => channel.Members is { } members ? string.Join(' ', members.Select(static row => row.Id)) : "none";

    private static async Task<ExhibitorId> AddExhibitorAsync(TestStore store, UserId admin, params UserId[] staff)
    {
        var patch = new ExhibitorPatch(
            new ExhibitorId(Guid.NewGuid()), Creates: true, IsByManager: true, static row => row with { Name = "Acme" }, store.Room, null, null, null, staff);
        await store.Storage.Exhibition.PatchAsync(patch, new ExhibitorAuthor(TestStore.World, admin, TestStore.Now, static _ => TestStore.Json("{}")));
        return patch.Id;
    }
}
