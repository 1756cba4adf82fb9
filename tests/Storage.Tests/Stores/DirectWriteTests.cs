using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Storage.Tests.Stores;

/// <summary>Writes into direct channels: checks 8 and 9 and effects 2 and 3 of chat.md section 7.6.</summary>
public sealed class DirectWriteTests
{
    [Theory]
    [EveryStore]
    public async Task Message_BringsTheChannelBackToWhoHasHiddenIt(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var (ada, ben, channel) = await OpenAsync(store);
        var versions = store.Texts($"SELECT version FROM core_user WHERE id = '{ben}'");

        Assert.True((await WriteAsync(store, channel, ben, MembershipChange.Hide)).MembershipChanged);
        Assert.False((await WriteAsync(store, channel, ben, MembershipChange.Hide)).MembershipChanged);
        var first = await SendAsync(store, channel, ada);
        var second = await SendAsync(store, channel, ada);

        var list = Assert.Single(first.Reopened!);
        Assert.Equal(ben, list.User);
        var listed = Assert.Single(list.Channels);
        Assert.Equal((channel, 0), (listed.Membership.Channel, listed.Membership.UnreadPointer));
        Assert.Equal(new HashSet<UserId> { ada, ben }, listed.Members!.Select(static member => member.Id).ToHashSet());
        Assert.NotNull(first.Event);
        Assert.Null(second.Reopened);
        Assert.Equal(0, store.Number("SELECT COUNT(*) FROM core_membership WHERE hidden"));
        Assert.Equal(long.Parse(versions[0]!, System.Globalization.CultureInfo.InvariantCulture) + 2, store.Number($"SELECT version FROM core_user WHERE id = '{ben}'"));
        Assert.Equal(2, store.Number("SELECT COUNT(*) FROM core_chateventnotification"));
    }

    [Theory]
    [EveryStore]
    public async Task Message_BringsTheListsOfAllWhoHaveHiddenIt(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        UserId[] users = [await store.AddUserAsync(), await store.AddUserAsync(), await store.AddUserAsync()];
        var (alone, shared, other) = (await OpenAsync(store, users[0], users[1]), await OpenAsync(store, users), await OpenAsync(store, users[1], users[2]));
        var message = await SendAsync(store, alone, users[0]);
        foreach (var (user, channel) in new[] { (users[0], shared), (users[1], shared), (users[2], other) })
        {
            await WriteAsync(store, channel, user, MembershipChange.Hide);
        }

        var lists = (await SendAsync(store, shared, users[0])).Reopened!.ToDictionary(static list => list.User, static list => list.Channels);

        // Their lists are whole, in the order of joining, and nobody else's.
        Assert.Equal(2, lists.Count);
        Assert.Equal([alone, shared], lists[users[0]].Select(static listed => listed.Membership.Channel));
        Assert.Equal([alone, shared, other], lists[users[1]].Select(static listed => listed.Membership.Channel));
        Assert.Equal([message.Event!.Id, 0, 0], lists[users[1]].Select(static listed => listed.Membership.UnreadPointer));
        Assert.Equal([2, 3, 2], lists[users[1]].Select(static listed => listed.Members!.Count));
        Assert.Equal($"{users[2]}", Assert.Single(store.Texts("SELECT user_id FROM core_membership WHERE hidden")));
    }

    [Theory]
    [EveryStore("INSERT INTO core_user_blocked_users (from_user_id, to_user_id) VALUES ('{1}', '{0}')", true)]
    [EveryStore("INSERT INTO core_user_blocked_users (from_user_id, to_user_id) VALUES ('{0}', '{1}')", false)]
    [EveryStore("INSERT INTO core_user_blocked_users (from_user_id, to_user_id) VALUES ('{2}', '{0}')", false)]
    [EveryStore("UPDATE core_user SET moderation_state = 'silenced' WHERE id = '{0}'", true)]
    [EveryStore("UPDATE core_user SET moderation_state = 'banned' WHERE id = '{0}'", true)]
    [EveryStore("UPDATE core_user SET deleted = TRUE WHERE id = '{0}'", true)]
    [EveryStore("UPDATE core_user SET moderation_state = 'silenced' WHERE id = '{1}'", false)]
    public async Task Message_OfWhoMayNotWrite_ChangesNothing(StoreKind kind, string change, bool isRefused)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var (ada, ben, channel) = await OpenAsync(store);
        var stranger = await store.AddUserAsync();
        var sent = await SendAsync(store, channel, ada);
        await WriteAsync(store, channel, ben, MembershipChange.Hide);
        store.Execute(change.Replace("{0}", $"{ada}", StringComparison.Ordinal).Replace("{1}", $"{ben}", StringComparison.Ordinal).Replace("{2}", $"{stranger}", StringComparison.Ordinal));
        store.Execute("INSERT INTO core_bbbserver (id, active, url, secret, rooms_only, cost) VALUES ('00000000-0000-4000-8000-000000000001', TRUE, 'u', 's', FALSE, 0)");

        var outcome = await SendAsync(store, channel, ada, replaces: sent.Event!.Id, call: NewCall(ada, ben));

        Assert.Equal(isRefused ? ChatRefusal.Denied : ChatRefusal.None, outcome.Refusal);
        Assert.Equal(isRefused, outcome.Event is null);
        Assert.Equal(isRefused, outcome.Reopened is null);
        Assert.Equal(isRefused ? 1 : 2, store.Number("SELECT COUNT(*) FROM core_chatevent WHERE event_type = 'channel.message'"));
        Assert.Equal(isRefused ? 0 : 1, store.Number("SELECT COUNT(*) FROM core_chatevent WHERE edited IS NOT NULL"));
        Assert.Equal(isRefused ? 1 : 0, store.Number("SELECT COUNT(*) FROM core_membership WHERE hidden"));
        Assert.Equal(isRefused ? 0 : 1, store.Number("SELECT COUNT(*) FROM core_bbbcall"));
    }

    [Theory]
    [EveryStore]
    public async Task Call_WithoutAServer_ChangesNothing(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var (ada, ben, channel) = await OpenAsync(store);
        store.Execute("INSERT INTO core_bbbserver (id, active, url, secret, rooms_only, cost) VALUES ('00000000-0000-4000-8000-000000000001', TRUE, 'u', 's', TRUE, 0)");

        await WriteAsync(store, channel, ben, MembershipChange.Hide);
        var versions = store.Texts("SELECT version FROM core_user ORDER BY id");

        var outcome = await SendAsync(store, channel, ada, call: NewCall(ada, ben));

        Assert.Equal(ChatRefusal.NoCallServer, outcome.Refusal);
        Assert.Null(outcome.Reopened);
        Assert.Equal(1, store.Number($"SELECT COUNT(*) FROM core_membership WHERE hidden AND user_id = '{ben}'"));
        Assert.Equal(versions, store.Texts("SELECT version FROM core_user ORDER BY id"));
        Assert.Equal(0, store.Number("SELECT COUNT(*) FROM core_chatevent WHERE event_type = 'channel.message'"));
        Assert.Equal(0, store.Number("SELECT COUNT(*) FROM core_bbbcall"));
    }

    [Theory]
    [EveryStore]
    public async Task Calls_SpreadOverTheServersOfTheirTier(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var (ada, ben, channel) = await OpenAsync(store);
        for (var number = 1; number <= 3; number++)
        {
            store.Execute($"INSERT INTO core_bbbserver (id, active, url, secret, rooms_only, cost) VALUES ('00000000-0000-4000-8000-00000000000{number}', TRUE, 'u{number}', 's', FALSE, 0)");
        }

        for (var number = 0; number < 9; number++)
        {
            Assert.NotNull((await SendAsync(store, channel, ada, call: NewCall(ada, ben))).Event);
        }

        Assert.Equal(["3", "3", "3"], store.Texts("SELECT COUNT(*) FROM core_bbbcall GROUP BY server_id"));
        Assert.Equal(["30", "30", "30"], store.Texts("SELECT cost FROM core_bbbserver"));
        Assert.Equal(18, store.Number("SELECT COUNT(*) FROM core_bbbcall_invited_members"));
    }

    [Theory]
    [EveryStore]
    public async Task HidingAndWritingAtOnce_NeverLeaveAMessageInAChannelHiddenBeforeIt(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var (ada, ben, channel) = await OpenAsync(store);
        for (var round = 0; round < 40; round++)
        {
            var isHiddenFirst = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            var hiding = Task.Run(async () =>
            {
                var outcome = await WriteAsync(store, channel, ben, MembershipChange.Hide, () => isHiddenFirst.TrySetResult(true));
                return outcome.MembershipChanged;
            });
            var sending = Task.Run(() => SendAsync(store, channel, ada, committed: () => isHiddenFirst.TrySetResult(false)));
            await Task.WhenAll(hiding, sending);

            // The completions come in the order of the commits.
            var isHidden = store.Number("SELECT COUNT(*) FROM core_membership WHERE hidden") == 1;
            Assert.Equal(await isHiddenFirst.Task, !isHidden);
            Assert.Equal(!isHidden, (await sending).Reopened is not null);
            await SendAsync(store, channel, ada);
        }
    }

    private static NewCall NewCall(params UserId[] invited) => new(Guid.NewGuid(), "meeting", "attendee", "moderator", invited);

    private static async Task<(UserId Ada, UserId Ben, ChannelId Channel)> OpenAsync(TestStore store)
    {
        var (ada, ben) = (await store.AddUserAsync(), await store.AddUserAsync());
        return (ada, ben, await OpenAsync(store, ada, ben));
    }

    private static async Task<ChannelId> OpenAsync(TestStore store, params UserId[] users)
    {
        var opening = new TestDirectOpening
        {
            World = TestStore.World,
            Author = users[0],
            Users = [.. users],
            IsHidden = false,
            NewChannel = new ChannelId(Guid.NewGuid()),
            Now = TestStore.Now,
        };
        await store.Storage.DirectChannels.OpenAsync(opening);
        return opening.NewChannel;
    }

    private static async Task<ChatWriteOutcome> WriteAsync(
        TestStore store, ChannelId channel, UserId user, MembershipChange change, Action? committed = null)
    {
        var write = new TestChatWrite(null)
        {
            World = TestStore.World,
            Channel = channel,
            User = user,
            Now = TestStore.Now,
            MembershipChange = change,
            Committed = committed,
        };
        await store.Storage.Chat.WriteAsync(write);
        return write.Outcome!.Value;
    }

    private static async Task<ChatWriteOutcome> SendAsync(
        TestStore store, ChannelId channel, UserId user, long? replaces = null, NewCall? call = null, Action? committed = null)
    {
        var recipients = (await store.Storage.DirectChannels.FindAsync(TestStore.World, channel))!.RecipientsOf(user);
        var write = new TestChatWrite(null)
        {
            World = TestStore.World,
            Channel = channel,
            User = user,
            Now = TestStore.Now,
            IsDirect = true,
            EventType = ChatEventTypes.Message,
            Content = TestStore.Json("""{"type":"text","body":"Hi"}"""),
            Replaces = replaces,
            Notified = replaces is null ? recipients : [],
            WantedCall = call,
            Committed = committed,
        };
        await store.Storage.Chat.WriteAsync(write);
        return write.Outcome!.Value;
    }
}
