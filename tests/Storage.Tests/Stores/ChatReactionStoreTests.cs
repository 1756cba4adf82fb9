using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Storage.Tests.Stores;

public sealed class ChatReactionStoreTests
{
    [Theory]
    [EveryStore]
    public async Task React_TwiceAndAway_IsIdempotentAndGivesTheEvent(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var (user, other) = (await store.AddUserAsync(), await store.AddUserAsync());
        await store.Storage.Chat.WriteAsync(store.Message(user));

        await ReactAsync(store, user, "❤\uFE0F");
        await ReactAsync(store, user, "❤\uFE0F");
        await ReactAsync(store, user, "❤");
        var last = await ReactAsync(store, other, "❤\uFE0F");

        Assert.Equal(
            [new ChatReaction("❤\uFE0F", user), new ChatReaction("❤", user), new ChatReaction("❤\uFE0F", other)], last.Committed!.Reactions);
        await ReactAsync(store, user, "❤\uFE0F", isRemoval: true);
        last = await ReactAsync(store, user, "❤\uFE0F", isRemoval: true);
        Assert.Equal([new ChatReaction("❤", user), new ChatReaction("❤\uFE0F", other)], last.Committed!.Reactions);
        Assert.Equal(last.Committed.Reactions, (await store.Storage.Chat.FindEventAsync(store.Channel, 1))!.Reactions);
    }

    [Theory]
    [EveryStore]
    public async Task React_ToAnEventOfAnotherChannel_StoresNothing(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();
        await store.Storage.Chat.WriteAsync(store.Message(user));

        var unknown = await ReactAsync(store, user, "❤", eventId: 2);
        var elsewhere = await ReactAsync(store, user, "❤", channel: new ChannelId(Guid.NewGuid()));

        Assert.True(unknown is { IsCommitted: true, Committed: null });
        Assert.True(elsewhere is { IsCommitted: true, Committed: null });
        Assert.Equal(0, store.Number("SELECT COUNT(*) FROM core_chateventreaction"));
    }

    [Theory]
    [EveryStore]
    public async Task React_ManyOfOneBatch_SeeEachOther(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var (user, other) = (await store.AddUserAsync(), await store.AddUserAsync());
        await store.Storage.Chat.WriteAsync(store.Message(user));
        Task<TestReactionWrite>[] writes;
        using (await WriterGate.CloseAsync(store, user))
        {
            writes = [.. Enumerable.Range(0, 20).Select(number => ReactAsync(store, number % 2 == 0 ? user : other, "👍"))];
        }

        var seen = (await Task.WhenAll(writes)).Select(static write => write.Committed!.Reactions.Count).ToList();

        Assert.Equal(1, seen[0]);
        Assert.All(seen[1..], static count => Assert.Equal(2, count));
        Assert.Equal(2, store.Number("SELECT COUNT(*) FROM core_chateventreaction"));
    }

    [Theory]
    [EveryStore]
    public async Task Notifications_AreStoredWithTheMessageCountedAndDeletedUpToAnEvent(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var (user, other) = (await store.AddUserAsync(), await store.AddUserAsync());
        var elsewhere = new ChannelId(Guid.NewGuid());
        store.AddChannel(elsewhere, null);
        await NotifyAsync(store, user, store.Channel, other, new UserId(Guid.NewGuid()));
        await NotifyAsync(store, user, elsewhere, other);
        await NotifyAsync(store, user, store.Channel, other, user);

        var counts = await store.Storage.Chat.CountNotificationsAsync(other);
        Assert.Equal((2, 1, 2), (counts[store.Channel], counts[elsewhere], counts.Count));
        Assert.Equal(1, await store.Storage.Chat.DeleteNotificationsAsync(other, store.Channel, 2));
        Assert.Equal(0, await store.Storage.Chat.DeleteNotificationsAsync(other, store.Channel, 2));
        Assert.Equal(1, await store.Storage.Chat.DeleteNotificationsAsync(other, store.Channel, long.MaxValue));

        Assert.Equal([KeyValuePair.Create(elsewhere, 1)], await store.Storage.Chat.CountNotificationsAsync(other));
        Assert.Equal([KeyValuePair.Create(store.Channel, 1)], await store.Storage.Chat.CountNotificationsAsync(user));
    }

    [Theory]
    [EveryStore]
    public async Task ReadUnreadSince_LooksAtOthersMessagesOfPersistentMembers(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var (user, other) = (await store.AddUserAsync(), await store.AddUserAsync());
        var chats = store.Storage.Chat;
        await chats.WriteAsync(store.Message(other));
        await chats.WriteAsync(store.Message(user));
        Assert.Null(await chats.ReadUnreadSinceAsync(store.Channel, user, 0));
        store.Execute($"INSERT INTO core_membership (channel_id, user_id, volatile, hidden) VALUES ('{store.Channel}', '{user}', TRUE, FALSE)");
        Assert.Null(await chats.ReadUnreadSinceAsync(store.Channel, user, 0));
        store.Execute("UPDATE core_membership SET volatile = FALSE");

        Assert.Equal(2, await chats.ReadUnreadSinceAsync(store.Channel, user, 0));
        Assert.Equal(0, await chats.ReadUnreadSinceAsync(store.Channel, user, 1));
        store.Execute("UPDATE core_chatevent SET sender_id = NULL WHERE id = 2");
        Assert.Equal(2, await chats.ReadUnreadSinceAsync(store.Channel, user, 1));
        store.Execute("UPDATE core_chatevent SET event_type = 'channel.member' WHERE id = 2");
        Assert.Equal(0, await chats.ReadUnreadSinceAsync(store.Channel, user, 1));
        Assert.Equal([user], await chats.FindMembersAsync(store.Channel, [user, other]));
    }

    [Theory]
    [EveryStore]
    public async Task React_OthersHaveReactedMeanwhile_TheirRowsComeWithTheEvent(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var (user, other) = (await store.AddUserAsync(), await store.AddUserAsync());
        await store.Storage.Chat.WriteAsync(store.Message(user));

        Assert.Equal([user], (await ReactAsync(store, user, "👍")).Late.Select(static row => row.Id));
        Assert.Equal(new HashSet<UserId> { user, other }, (await ReactAsync(store, other, "👍")).Late.Select(static row => row.Id).ToHashSet());
    }

    private static async Task<TestReactionWrite> ReactAsync(
        TestStore store, UserId user, string emoji, bool isRemoval = false, long eventId = 1, ChannelId? channel = null)
    {
        var write = new TestReactionWrite
        {
            World = TestStore.World,
            Channel = channel ?? store.Channel,
            EventId = eventId,
            User = user,
            Emoji = emoji,
            IsRemoval = isRemoval,
        };
        await store.Storage.Chat.ReactAsync(write);
        return write;
    }

    private static Task NotifyAsync(TestStore store, UserId sender, ChannelId channel, params UserId[] recipients) =>
        store.Storage.Chat.WriteAsync(new TestChatWrite(null)
        {
            World = TestStore.World,
            Channel = channel,
            User = sender,
            Now = TestStore.Now,
            EventType = ChatEventTypes.Message,
            Content = TestStore.Json("""{"type":"text","body":"x"}"""),
            Notified = recipients,
        });
}
