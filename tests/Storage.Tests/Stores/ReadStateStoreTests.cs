using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Sql.Stores;

namespace Venueless.Fast.Storage.Tests.Stores;

/// <summary>chat.md section 2, the keys <c>chat:read</c> and <c>chat:unread.notify</c>, in our own tables.</summary>
public sealed class ReadStateStoreTests
{
    [Theory]
    [EveryStore]
    public async Task Flush_OfUsersWhoAreGone_BringsNothingBack(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var states = store.Storage.ReadStates;
        var (deleted, stays) = (await store.AddUserAsync(), await store.AddUserAsync());
        foreach (var user in new[] { deleted, stays })
        {
            states.SetPointer(user, store.Channel, 7);
            await states.ArmAsync(store.Channel, user);
        }

        Assert.NotNull(await store.Storage.Moderation.DeleteAsync(TestStore.World, deleted, author: null));
        await FlushAsync(store);

        Assert.Equal([stays.ToString()], store.Texts("SELECT user_id FROM fast_read_pointer"));
        Assert.Equal([stays.ToString()], store.Texts("SELECT user_id FROM fast_unread_notify"));

        states.SetPointer(stays, store.Channel, 8);
        Assert.NotNull(await store.Storage.WorldClearing.ClearAsync(TestStore.World));
        await FlushAsync(store);

        Assert.Equal(0, store.Number("SELECT COUNT(*) FROM fast_read_pointer"));
    }

    // Together, so that they share transactions.
    private static Task<UserId[]> AddUsersAsync(TestStore store, int count) => Task.WhenAll(Enumerable.Range(0, count).Select(_ => store.AddUserAsync()));

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Theory]
    [EveryStore]
    public async Task Pointers_CountAtOnceAndAreStoredWithinASecond(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var states = store.Storage.ReadStates;
        var (user, other) = (await store.AddUserAsync(), await store.AddUserAsync());

        states.SetPointer(user, store.Channel, 7);
        states.SetPointer(other, store.Channel, 9);
        states.SetPointer(user, store.Channel, 5);

        Assert.Equal([KeyValuePair.Create(store.Channel, 5L)], await states.ReadPointersAsync(user));
        Assert.Equal(0, store.Number("SELECT COUNT(*) FROM fast_read_pointer"));
        await FlushAsync(store);
        Assert.Equal("5,9", store.Text($"SELECT {Joined(kind)} FROM (SELECT event_id FROM fast_read_pointer ORDER BY event_id) ids"));
        Assert.Equal([KeyValuePair.Create(store.Channel, 5L)], await states.ReadPointersAsync(user));

        states.SetPointer(user, store.Channel, long.MaxValue);
        Assert.Equal([KeyValuePair.Create(store.Channel, long.MaxValue)], await states.ReadPointersAsync(user));
        await FlushAsync(store);
        Assert.Equal(long.MaxValue, store.Number($"SELECT event_id FROM fast_read_pointer WHERE user_id = '{user}'"));
    }

    [Theory]
    [EveryStore]
    public async Task Dispose_StoresWhatIsLeft(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var (stays, goes, user) = (await store.AddUserAsync(), await store.AddUserAsync(), await store.AddUserAsync());
        store.Storage.ReadStates.SetPointer(user, store.Channel, 7);
        await store.Storage.ReadStates.ArmAsync(store.Channel, stays);
        await store.Storage.ReadStates.ArmAsync(store.Channel, goes);
        await store.RestartAsync();

        Assert.Equal([KeyValuePair.Create(store.Channel, 7L)], await store.Storage.ReadStates.ReadPointersAsync(user));
        Assert.True(await store.Storage.ReadStates.DisarmAsync(store.Channel, goes));
        await store.RestartAsync();

        Assert.Equal([stays], await store.Storage.ReadStates.TakeArmedAsync(store.Channel));
        await store.RestartAsync();
        Assert.Empty(await store.Storage.ReadStates.TakeArmedAsync(store.Channel));
    }

    [Theory]
    [EveryStore]
    public async Task Arm_TellsWhetherItIsNewAndTakingEmptiesTheChannelOnly(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var states = store.Storage.ReadStates;
        var user = await store.AddUserAsync();
        var elsewhere = new ChannelId(Guid.NewGuid());

        Assert.True(await states.ArmAsync(store.Channel, user));
        Assert.False(await states.ArmAsync(store.Channel, user));
        Assert.True(await states.ArmAsync(elsewhere, user));
        Assert.Equal([user], await states.TakeArmedAsync(store.Channel));
        Assert.Empty(await states.TakeArmedAsync(store.Channel));
        Assert.False(await states.DisarmAsync(store.Channel, user));
        Assert.True(await states.ArmAsync(store.Channel, user));
        await FlushAsync(store);

        Assert.Equal(2, store.Number("SELECT COUNT(*) FROM fast_unread_notify"));
    }

    [Theory]
    [EveryStore]
    public async Task ArmAndTake_FromManyThreads_GiveEveryArmingToOneTaker(StoreKind kind)
    {
        const int Rounds = 2_000;
        await using var store = await TestStore.CreateAsync(kind);
        var states = store.Storage.ReadStates;
        UserId[] users = [.. Enumerable.Range(0, 4).Select(static _ => new UserId(Guid.NewGuid()))];
        var (armed, taken) = (0, 0);

        await Task.WhenAll(users.Select(user => Task.Run(async () =>
        {
            for (var round = 0; round < Rounds; round++)
            {
                if (await states.ArmAsync(store.Channel, user))
                {
                    Interlocked.Increment(ref armed);
                }

                Interlocked.Add(ref taken, (await states.TakeArmedAsync(store.Channel)).Count);
            }
        })));

        Assert.Empty(await states.TakeArmedAsync(store.Channel));
        Assert.Equal(armed, taken);
        Assert.True(armed >= Rounds);
    }

    [Theory]
    [EveryStore]
    public async Task ArmDirect_CostsNothing(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);

        await store.Storage.ReadStates.ArmDirectAsync(store.Channel, [new UserId(Guid.NewGuid()), new UserId(Guid.NewGuid())]);

        // Closing stores what is left.
        await store.RestartAsync();
        Assert.Equal(0, store.Number("SELECT COUNT(*) FROM fast_unread_notify"));
        Assert.Empty(await store.Storage.ReadStates.TakeArmedAsync(store.Channel));
    }

    [Theory]
    [EveryStore]
    public async Task Flush_OfManyUsers_SharesATransaction(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        foreach (var user in await AddUsersAsync(store, 3_000))
        {
            await store.Storage.ReadStates.ArmAsync(store.Channel, user);
        }

        var before = store.Storage.CommittedTransactions;
        await FlushAsync(store);
        Assert.Equal(3_000, store.Number("SELECT COUNT(*) FROM fast_unread_notify"));
        await store.Storage.ReadStates.TakeArmedAsync(store.Channel);
        await FlushAsync(store);

        Assert.Equal(0, store.Number("SELECT COUNT(*) FROM fast_unread_notify"));
        Assert.InRange(store.Storage.CommittedTransactions - before, 1, 4);
    }

    [Theory]
    [EveryStore]
    public async Task Flush_OfAStorm_LeavesTheLastPointersInAHandfulOfTransactions(StoreKind kind)
    {
        const int Last = 1_000;
        await using var store = await TestStore.CreateAsync(kind);
        var states = store.Storage.ReadStates;
        var users = await AddUsersAsync(store, 500);
        for (var id = 1; id <= Last; id++)
        {
            states.SetPointer(users[0], store.Channel, id);
        }

        // Readers of many events, and one of many channels.
        for (var reader = 1; reader < users.Length; reader++)
        {
            states.SetPointer(users[reader], store.Channel, Last + (reader % 7));
            states.SetPointer(users[0], new ChannelId(Guid.NewGuid()), reader);
        }

        var before = store.Storage.CommittedTransactions;
        await FlushAsync(store);

        Assert.Equal(Last, store.Number($"SELECT event_id FROM fast_read_pointer WHERE user_id = '{users[0]}' AND channel_id = '{store.Channel}'"));
        Assert.Equal((2 * users.Length) - 1, store.Number("SELECT COUNT(*) FROM fast_read_pointer"));
        Assert.Equal(users.Length, (await states.ReadPointersAsync(users[0])).Count);
        Assert.InRange(store.Storage.CommittedTransactions - before, 1, 3);
    }

    [Theory]
    [EveryStore]
    public async Task ArmOfMany_TellsWhoIsNew_AndTryArmKnowsThemAfterwards(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var states = store.Storage.ReadStates;
        UserId[] users = [.. Enumerable.Range(0, 3).Select(static _ => new UserId(Guid.NewGuid()))];

        // What the table says is not known yet.
        Assert.False(states.TryArm(store.Channel, users[0], out _));
        Assert.Equal(users[..2], await states.ArmAsync(store.Channel, users[..2]));
        Assert.Equal([users[2]], await states.ArmAsync(store.Channel, users));

        Assert.True(states.TryArm(store.Channel, users[0], out var isNew));
        Assert.False(isNew);
        await states.TakeArmedAsync(store.Channel);
        Assert.True(states.TryArm(store.Channel, users[0], out isNew));
        Assert.True(isNew);
    }

    [Fact]
    public void Backlog_IsBoundedAndKeepsTakingNewerPointers()
    {
        var backlog = new PointerBacklog();
        var (user, channel) = (new UserId(Guid.NewGuid()), new ChannelId(Guid.NewGuid()));
        backlog.Set(user, channel, 1);
        for (var count = 1; count < PointerBacklog.MaxCount; count++)
        {
            backlog.Set(new UserId(Guid.NewGuid()), channel, 1);
        }

        backlog.Set(user, channel, 2);
        Assert.Throws<StoreUnavailableException>(() => backlog.Set(new UserId(Guid.NewGuid()), channel, 1));
        Assert.Throws<StoreUnavailableException>(() => backlog.Set(user, new ChannelId(Guid.NewGuid()), 1));

        var pointers = new Dictionary<ChannelId, long>();
        backlog.CopyTo(pointers, user);
        Assert.Equal([KeyValuePair.Create(channel, 2L)], pointers);
    }

    [Fact]
    public void Backlog_PutBack_KeepsWhatIsNewer()
    {
        var (older, newer) = (new PointerBacklog(), new PointerBacklog());
        var user = new UserId(Guid.NewGuid());
        var (first, second) = (new ChannelId(Guid.NewGuid()), new ChannelId(Guid.NewGuid()));
        older.Set(user, first, 9);
        older.Set(user, second, 9);
        newer.Set(user, first, 3);

        newer.PutBack(older);

        var pointers = new Dictionary<ChannelId, long>();
        newer.CopyTo(pointers, user);
        Assert.Equal((3L, 9L), (pointers[first], pointers[second]));
    }

    [Theory]
    [EveryStore]
    public async Task Flush_ThatFails_IsTriedAgainWithWhatCameMeanwhile(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var states = store.Storage.ReadStates;
        var (user, second) = (await store.AddUserAsync(), new ChannelId(Guid.NewGuid()));
        states.SetPointer(user, store.Channel, 7);
        states.SetPointer(user, second, 1);
        await states.ArmAsync(store.Channel, user);
        store.Execute("ALTER TABLE fast_read_pointer RENAME TO away");
        await FlushAsync(store);
        states.SetPointer(user, store.Channel, 8);
        store.Execute("ALTER TABLE away RENAME TO fast_read_pointer");

        await FlushAsync(store);

        Assert.Equal(8, store.Number($"SELECT event_id FROM fast_read_pointer WHERE channel_id = '{store.Channel}'"));
        Assert.Equal(1, store.Number($"SELECT event_id FROM fast_read_pointer WHERE channel_id = '{second}'"));
        Assert.Equal(1, store.Number("SELECT COUNT(*) FROM fast_unread_notify"));
    }

    // Of what waits for a flush. After a failure the next one may be scheduled a little later than the failed one has ended.
    private static async Task FlushAsync(TestStore store)
    {
        var states = (SqlReadStateStore)store.Storage.ReadStates;
        var before = states.Flushes;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (states.Flushes == before)
        {
            store.Time.Advance(Second);
            await Task.Delay(1, limit.Token);
        }
    }

    private static string Joined(StoreKind kind) => kind == StoreKind.Sqlite ? "group_concat(event_id)" : "string_agg(event_id::text, ',')";
}
