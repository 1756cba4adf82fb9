using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Storage.Tests.Stores;

public sealed class ChatStoreTests
{
    [Theory]
    [EveryStore]
    public async Task Write_OfAMessage_GivesTheEventAsItIsStored(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();
        var precise = store.Message(user);
        var write = new TestChatWrite(null)
        {
            World = precise.World,
            Channel = precise.Channel,
            User = user,
            Now = TestStore.Now.AddTicks(1_239).ToOffset(TimeSpan.FromHours(2)),
            EventType = ChatEventTypes.Message,
            Content = TestStore.Json("""{"type":"text","body":"Grüße 👋"}"""),
        };

        await store.Storage.Chat.WriteAsync(write);

        var outcome = write.Outcome!.Value;
        Assert.False(outcome.MembershipChanged);
        var stored = await store.Storage.Chat.FindEventAsync(store.Channel, outcome.Event!.Id);
        Assert.Equal(outcome.Event with { Reactions = [], Content = default }, stored! with { Reactions = [], Content = default });
        JsonAssert.Equal("""{"type":"text","body":"Grüße 👋"}""", stored.Content);
        Assert.Equal(TestStore.Now.AddTicks(1_230), stored.Timestamp);
        Assert.Equal(TimeSpan.Zero, stored.Timestamp.Offset);
    }

    [Theory]
    [EveryStore]
    public async Task Write_OfAMessageForMembers_IsStoredForMembersOnly(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var (member, guest, stranger) = (await store.AddUserAsync(), await store.AddUserAsync(), await store.AddUserAsync());
        await ChangeAsync(store, member, MembershipChange.Join);
        await ChangeAsync(store, guest, MembershipChange.Join, isVolatile: true);
        UserId[] senders = [member, stranger, guest, stranger, member];
        TestChatWrite[] writes = [.. senders.Select(sender => ForMembers(store, sender))];

        // Of one batch: who is refused costs the others nothing.
        await Task.WhenAll(writes.Select(write => store.Storage.Chat.WriteAsync(write)));

        Assert.Equal([member, null, guest, null, member], writes.Select(static write => write.Outcome!.Value.Event?.Sender));
        Assert.All(writes.Where(write => write.User == stranger), static write => Assert.Equal(new ChatWriteOutcome { Refusal = ChatRefusal.Denied }, write.Outcome));
        Assert.Equal(3, store.Number($"SELECT COUNT(*) FROM core_chatevent WHERE event_type = '{ChatEventTypes.Message}'"));

        await ChangeAsync(store, member, MembershipChange.Leave);
        var late = ForMembers(store, member);
        await store.Storage.Chat.WriteAsync(late);
        Assert.Equal(ChatRefusal.Denied, late.Outcome!.Value.Refusal);
    }

    [Theory]
    [EveryStore]
    public async Task FindEvent_OfAnotherChannel_FindsNothing(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();
        await store.Storage.Chat.WriteAsync(store.Message(user));

        Assert.Null(await store.Storage.Chat.FindEventAsync(new ChannelId(Guid.NewGuid()), 1));
        Assert.Null(await store.Storage.Chat.FindEventAsync(store.Channel, 2));
        Assert.NotNull(await store.Storage.Chat.FindEventAsync(store.Channel, 1));
    }

    [Theory]
    [EveryStore]
    public async Task Join_InsertsTheMembershipAndTheEventOnce(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();

        var first = await ChangeAsync(store, user, MembershipChange.Join);
        var second = await ChangeAsync(store, user, MembershipChange.Join);

        Assert.True(first.MembershipChanged);
        Assert.Equal(ChatEventTypes.Member, first.Event!.EventType);
        Assert.False(second.MembershipChanged);
        Assert.Null(second.Event);
        Assert.Equal(1, store.Number("SELECT COUNT(*) FROM core_chatevent"));
        Assert.Equal(3, store.Number("SELECT version FROM core_user"));
        Assert.Equal(new Membership(store.Channel, false, false, false, 0), await store.Storage.Chat.FindMembershipAsync(store.Channel, user));
    }

    [Theory]
    [EveryStore]
    public async Task Join_OfAVolatileMember_MakesItPersistentButNeverBack(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();

        var joined = await ChangeAsync(store, user, MembershipChange.Join, isVolatile: true);
        Assert.True((await store.Storage.Chat.FindMembershipAsync(store.Channel, user))!.Value.IsVolatile);
        var converted = await ChangeAsync(store, user, MembershipChange.Join);
        var again = await ChangeAsync(store, user, MembershipChange.Join, isVolatile: true);

        Assert.True(joined.MembershipChanged);
        Assert.Equal((false, null), (converted.MembershipChanged, converted.Event));
        Assert.Equal((false, null), (again.MembershipChanged, again.Event));
        Assert.False((await store.Storage.Chat.FindMembershipAsync(store.Channel, user))!.Value.IsVolatile);
    }

    [Theory]
    [EveryStore]
    public async Task Leave_DeletesTheMembershipAndWritesTheEventOnce(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();
        await ChangeAsync(store, user, MembershipChange.Join);

        var left = await ChangeAsync(store, user, MembershipChange.Leave);
        var again = await ChangeAsync(store, user, MembershipChange.Leave);

        Assert.True(left.MembershipChanged);
        Assert.NotNull(left.Event);
        Assert.Equal((false, null), (again.MembershipChanged, again.Event));
        Assert.Null(await store.Storage.Chat.FindMembershipAsync(store.Channel, user));
    }

    [Theory]
    [EveryStore]
    public async Task LeaveIfVolatile_LeavesPersistentMembersAlone(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();
        var other = await store.AddUserAsync();
        await ChangeAsync(store, user, MembershipChange.Join);
        await ChangeAsync(store, other, MembershipChange.Join, isVolatile: true);

        Assert.False((await ChangeAsync(store, user, MembershipChange.LeaveIfVolatile, withEvent: false)).MembershipChanged);
        Assert.True((await ChangeAsync(store, other, MembershipChange.LeaveIfVolatile, withEvent: false)).MembershipChanged);

        Assert.Equal(1, store.Number("SELECT COUNT(*) FROM core_membership"));
        Assert.Equal(2, store.Number("SELECT COUNT(*) FROM core_chatevent"));
    }

    [Theory]
    [EveryStore]
    public async Task Write_ThatReplaces_ChangesTheOriginalWithAudit(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var author = await store.AddUserAsync();
        var moderator = await store.AddUserAsync();
        await store.Storage.Chat.WriteAsync(store.Message(author, "old"));
        store.Execute($"INSERT INTO core_chateventreaction (reaction, chat_event_id, sender_id) VALUES ('🎉', 1, '{moderator}'), ('🎉', 1, '{author}')");
        var write = new TestChatWrite(null)
        {
            World = TestStore.World,
            Channel = store.Channel,
            User = moderator,
            Now = TestStore.Now.AddMinutes(1),
            EventType = ChatEventTypes.Message,
            Content = TestStore.Json("""{"type":"deleted"}"""),
            Replaces = 1,
        };

        await store.Storage.Chat.WriteAsync(write);

        Assert.Equal((2, 1), (write.Outcome!.Value.Event!.Id, write.Outcome.Value.Event.Replaces));
        var original = (await store.Storage.Chat.FindEventAsync(store.Channel, 1))!;
        JsonAssert.Equal("""{"type":"deleted"}""", original.Content);
        Assert.Equal(TestStore.Now.AddMinutes(1), original.Edited);
        Assert.Equal([new ChatReaction("🎉", moderator), new ChatReaction("🎉", author)], original.Reactions);
        Assert.Equal("chat.event.updated", store.Text("SELECT type FROM core_auditlog"));
        Assert.Equal(moderator.ToString(), store.Text("SELECT user_id FROM core_auditlog"));
        var reactions = $$$"""{"🎉":["{{{moderator}}}","{{{author}}}"]}""";
        string Form(string content, string edited) =>
            $$"""
            {"event_id":1,"channel":"{{store.Channel}}","sender":"{{author}}","type":"chat.event","timestamp":"2031-02-03T09:15:22.104000+00:00",
            "event_type":"channel.message","content":{{content}},"edited":{{edited}},"replaces":null,"reactions":{{reactions}}}
            """.ReplaceLineEndings(string.Empty);
        var oldForm = Form("""{"type":"text","body":"old"}""", "null");
        var newForm = Form("""{"type":"deleted"}""", "\"2031-02-03T09:16:22.104000+00:00\"");
        JsonAssert.Equal($$"""{"object":1,"by_same_user":false,"old":{{oldForm}},"new":{{newForm}}}""", store.Text("SELECT data FROM core_auditlog"));
    }

    [Theory]
    [EveryStore]
    public async Task Fetch_GivesTheLastOnesAscendingWithinBounds(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();
        await ChangeAsync(store, user, MembershipChange.Join);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => store.Storage.Chat.WriteAsync(store.Message(user))));
        await ChangeAsync(store, user, MembershipChange.Leave);
        store.Execute($"INSERT INTO core_chateventreaction (reaction, chat_event_id, sender_id) VALUES ('👍', 9, '{user}')");

        Assert.Equal("8, 9, 10", await FetchIdsAsync(store, long.MaxValue, 3, false));
        Assert.Equal("7, 8, 9", await FetchIdsAsync(store, long.MaxValue, 3, true));
        Assert.Equal("3, 4", await FetchIdsAsync(store, 5, 2, false));
        Assert.Equal("2, 3", await FetchIdsAsync(store, 4, 10, true));
        Assert.Equal("1, 2, 3, 4, 5, 6, 7, 8, 9, 10", await FetchIdsAsync(store, long.MaxValue, 1000, false));
        Assert.Empty(await FetchIdsAsync(store, 0, 10, false));
        Assert.Empty(await FetchIdsAsync(store, -1, 10, false));
        Assert.Empty(await FetchIdsAsync(store, 10, 0, false));
        var events = await store.Storage.Chat.FetchAsync(store.Channel, 10, 2, false);
        Assert.Empty(events[0].Reactions);
        Assert.Equal([new ChatReaction("👍", user)], events[1].Reactions);
    }

    [Theory]
    [EveryStore]
    public async Task Fetch_OfAnEventWithoutSender_GivesIt(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        store.Execute(
            $"INSERT INTO core_chatevent (id, timestamp, event_type, content, channel_id) VALUES (1, '2031-01-01 00:00:00+00', 'channel.message', '{{}}', '{store.Channel}')");

        var chatEvent = Assert.Single(await store.Storage.Chat.FetchAsync(store.Channel, 2, 10, true));

        Assert.Null(chatEvent.Sender);
        Assert.Equal(new DateTimeOffset(2031, 1, 1, 0, 0, 0, TimeSpan.Zero), chatEvent.Timestamp);
    }

    [Theory]
    [EveryStore]
    public async Task UnreadPointer_IgnoresMembershipEvents(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();
        Assert.Equal(0, await store.Storage.Chat.ReadUnreadPointerAsync(store.Channel));
        Assert.Equal(0, await store.Storage.Chat.ReadLastEventIdAsync());

        await ChangeAsync(store, user, MembershipChange.Join);
        Assert.Equal(0, await store.Storage.Chat.ReadUnreadPointerAsync(store.Channel));
        await store.Storage.Chat.WriteAsync(store.Message(user));
        await ChangeAsync(store, user, MembershipChange.Leave);
        await ChangeAsync(store, user, MembershipChange.Join);

        Assert.Equal(2, await store.Storage.Chat.ReadUnreadPointerAsync(store.Channel));
        Assert.Equal(4, await store.Storage.Chat.ReadLastEventIdAsync());
        Assert.Equal(2, (await store.Storage.Chat.FindMembershipAsync(store.Channel, user))!.Value.UnreadPointer);
    }

    [Theory]
    [EveryStore]
    public async Task ReadMemberships_GivesAllButThoseOfDeletedRooms(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();
        var direct = new ChannelId(Guid.NewGuid());
        var gone = new ChannelId(Guid.NewGuid());
        var goneRoom = new RoomId(Guid.NewGuid());
        store.AddChannel(direct, null);
        store.AddRoom(goneRoom, "Gone", 1, deleted: true);
        store.AddChannel(gone, goneRoom);
        await ChangeAsync(store, user, MembershipChange.Join, isVolatile: true);
        store.Execute($"INSERT INTO core_membership (volatile, channel_id, user_id, hidden) VALUES (FALSE, '{direct}', '{user}', TRUE), (FALSE, '{gone}', '{user}', FALSE)");

        var memberships = await store.Storage.Chat.ReadMembershipsAsync(TestStore.World, user);

        Assert.Equal([new Membership(store.Channel, true, false, false, 0), new Membership(direct, false, true, true, 0)], memberships);
        Assert.Empty(await store.Storage.Chat.ReadMembershipsAsync(new WorldId("other"), user));
    }

    [Theory]
    [EveryStore]
    public async Task ReadMembers_GivesTheRowsOfTheChannelsMembers(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var member = await store.AddUserAsync();
        await store.AddUserAsync();
        await ChangeAsync(store, member, MembershipChange.Join);
        store.Execute($"INSERT INTO core_worldgrant (role, user_id, world_id) VALUES ('admin', '{member}', 'sample')");

        var row = Assert.Single(await store.Storage.Chat.ReadMembersAsync(TestStore.World, store.Channel));

        Assert.Equal(member, row.Id);
        Assert.Equal(["admin"], row.WorldGrants);
    }

    private static async Task<string> FetchIdsAsync(TestStore store, long beforeId, int count, bool withoutMembership) =>
        string.Join(", ", (await store.Storage.Chat.FetchAsync(store.Channel, beforeId, count, withoutMembership)).Select(static item => item.Id));

    private static async Task<ChatWriteOutcome> ChangeAsync(
        TestStore store, UserId user, MembershipChange change, bool isVolatile = false, bool withEvent = true)
    {
        var write = new TestChatWrite(null)
        {
            World = TestStore.World,
            Channel = store.Channel,
            User = user,
            Now = TestStore.Now,
            MembershipChange = change,
            IsVolatile = isVolatile,
            EventType = withEvent ? ChatEventTypes.Member : null,
            Content = TestStore.Json("{}"),
        };
        await store.Storage.Chat.WriteAsync(write);
        return write.Outcome!.Value;
    }

    private static TestChatWrite ForMembers(TestStore store, UserId sender) => new(null)
    {
        World = TestStore.World,
        Channel = store.Channel,
        User = sender,
        Now = TestStore.Now,
        EventType = ChatEventTypes.Message,
        Content = TestStore.Json("""{"type":"text","body":"Hello"}"""),
        IsForMembers = true,
    };
}
