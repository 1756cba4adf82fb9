using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Storage.Tests.Stores;

public sealed class WriterTests
{
    [Theory]
    [EveryStore]
    public async Task Write_WhenManyWait_CommitsThemAsOneTransaction(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();
        List<TestChatWrite> log = [];
        using var gate = await WriterGate.CloseAsync(store, user);
        var before = store.Storage.CommittedTransactions;

        var writes = Enumerable.Range(0, 300).Select(_ => store.Message(user, log: log)).ToArray();
        var tasks = writes.Select(write => store.Storage.Chat.WriteAsync(write)).ToArray();
        gate.Open();
        await Task.WhenAll(tasks);

        Assert.Equal(1, store.Storage.CommittedTransactions - before);
        Assert.Equal(writes, log);
        Assert.Equal(Enumerable.Range(1, 300).Select(static id => (long)id), log.Select(static write => write.Outcome!.Value.Event!.Id));
    }

    [Theory]
    [EveryStore]
    public async Task Write_WhenMoreWaitThanABatchHolds_CommitsSeveral(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind, new StoreLimits(MaxBatchWrites: 100));
        var user = await store.AddUserAsync();
        using var gate = await WriterGate.CloseAsync(store, user);
        var before = store.Storage.CommittedTransactions;

        var tasks = Enumerable.Range(0, 250).Select(_ => store.Storage.Chat.WriteAsync(store.Message(user))).ToArray();
        gate.Open();
        await Task.WhenAll(tasks);

        Assert.Equal(3, store.Storage.CommittedTransactions - before);
    }

    [Theory]
    [EveryStore]
    public async Task Write_ByManyThreads_GivesRisingIdsInTheOrderOfCompletion(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();
        List<TestChatWrite> log = [];
        var before = store.Storage.CommittedTransactions;

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (var count = 0; count < 10; count++)
            {
                await Task.WhenAll(Enumerable.Range(0, 25).Select(_ => store.Storage.Chat.WriteAsync(store.Message(user, log: log))));
            }
        })));

        var ids = log.Select(static write => write.Outcome!.Value.Event!.Id).ToArray();
        Assert.Equal(2000, ids.Length);
        Assert.Equal(ids.Distinct().Order(), ids);
        Assert.Equal(2000, store.Number("SELECT COUNT(*) FROM core_chatevent"));
        Assert.True(store.Storage.CommittedTransactions - before < 2000);
    }

    [Theory]
    [EveryStore(false)]
    [EveryStore(true)]
    public async Task Write_WhenOneViolatesAConstraint_FailsAlone(StoreKind kind, bool isForeignKey)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();
        using var gate = await WriterGate.CloseAsync(store, user);

        var good = Enumerable.Range(0, 10).Select(_ => store.Message(user)).ToArray();
        var poison = new TestChatWrite(null)
        {
            World = TestStore.World,
            Channel = isForeignKey ? new ChannelId(Guid.NewGuid()) : store.Channel,
            User = user,
            Now = TestStore.Now,
            EventType = isForeignKey ? ChatEventTypes.Message : new string('x', 201),
            Content = TestStore.Json("{}"),
        };
        var tasks = good[..5].Append(poison).Concat(good[5..]).Select(write => store.Storage.Chat.WriteAsync(write)).ToArray();
        gate.Open();

        await Assert.ThrowsAsync<StoreRefusedException>(() => tasks[5]);
        await Task.WhenAll(tasks.Where((_, index) => index != 5));
        Assert.Null(poison.Outcome);
        Assert.All(good, static write => Assert.NotNull(write.Outcome));
        Assert.Equal(10, store.Number("SELECT COUNT(*) FROM core_chatevent"));
        var ids = good.Select(static write => write.Outcome!.Value.Event!.Id).ToArray();
        Assert.Equal(ids.Distinct().Order(), ids);
    }

    [Theory]
    [EveryStore]
    public async Task Write_WhenTheUnitThrows_LeavesNothingOfIt(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();

        var replaceUnknown = new TestChatWrite(null)
        {
            World = TestStore.World,
            Channel = store.Channel,
            User = user,
            Now = TestStore.Now,
            MembershipChange = MembershipChange.Join,
            EventType = ChatEventTypes.Message,
            Content = TestStore.Json("{}"),
            Replaces = 4711,
        };

        await Assert.ThrowsAsync<InvalidOperationException>(() => store.Storage.Chat.WriteAsync(replaceUnknown));
        Assert.Equal(0, store.Number("SELECT COUNT(*) FROM core_membership"));
    }

    [Theory]
    [EveryStore]
    public async Task Write_WhenTheContinuationThrows_StillCompletesAndGoesOn(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();
        var message = store.Message(user);
        var throwing = new TestChatWrite(null)
        {
            World = message.World,
            Channel = message.Channel,
            User = user,
            Now = message.Now,
            Committed = static () => throw new InvalidOperationException("defect"),
        };

        await store.Storage.Chat.WriteAsync(throwing);
        await store.Storage.Chat.WriteAsync(message);

        Assert.NotNull(message.Outcome);
    }

    [Theory]
    [EveryStore]
    public async Task Write_WhenTheQueueIsFull_WaitsForRoom(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind, new StoreLimits(MaxQueuedWrites: 2));
        var user = await store.AddUserAsync();
        using var gate = await WriterGate.CloseAsync(store, user);
        using var cancellation = new CancellationTokenSource();

        var queued = Enumerable.Range(0, 2).Select(_ => store.Storage.Chat.WriteAsync(store.Message(user))).ToArray();
        var waiting = store.Storage.Chat.WriteAsync(store.Message(user));
        var cancelled = store.Storage.Chat.WriteAsync(store.Message(user), cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.False(waiting.IsCompleted);
        gate.Open();
        await Task.WhenAll(queued.Append(waiting));

        Assert.Equal(3, store.Number("SELECT COUNT(*) FROM core_chatevent"));
    }

    [Theory]
    [EveryStore]
    public async Task Dispose_WhenWritesAreQueued_CommitsThem(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();
        Task[] tasks;
        ValueTask disposal;
        using (var gate = await WriterGate.CloseAsync(store, user))
        {
            tasks = [.. Enumerable.Range(0, 600).Select(_ => store.Storage.Chat.WriteAsync(store.Message(user)))];
            disposal = store.Storage.DisposeAsync();
            await Assert.ThrowsAsync<StoreUnavailableException>(() => store.Storage.Chat.WriteAsync(store.Message(user)));
        }

        await disposal;

        Assert.All(tasks, static task => Assert.True(task.IsCompletedSuccessfully || !task.IsFaulted));
        await Task.WhenAll(tasks);
        Assert.Equal(600, store.Number("SELECT COUNT(*) FROM core_chatevent"));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.Storage.Chat.FetchAsync(store.Channel, long.MaxValue, 1, false));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.Storage.Worlds.ReadStampAsync(TestStore.World));
        await store.Storage.DisposeAsync();
    }

    [Theory]
    [EveryStore]
    public async Task Dispose_WhenWritersWaitForRoom_RefusesThem(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind, new StoreLimits(MaxQueuedWrites: 1));
        var user = await store.AddUserAsync();
        Task[] tasks;
        ValueTask disposal;
        using (var gate = await WriterGate.CloseAsync(store, user))
        {
            tasks = [.. Enumerable.Range(0, 5).Select(_ => store.Storage.Chat.WriteAsync(store.Message(user)))];
            disposal = store.Storage.DisposeAsync();
        }

        await disposal;
        await tasks[0];
        foreach (var task in tasks[1..])
        {
            await Assert.ThrowsAsync<StoreUnavailableException>(() => task);
        }
    }

    [Theory]
    [EveryStore]
    public async Task Restart_AfterWrites_KeepsEverythingAndGoesOnCounting(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();
        await store.Storage.Chat.WriteAsync(store.Message(user, "before"));

        await store.RestartAsync();
        Assert.Equal(1, await store.Storage.Chat.ReadLastEventIdAsync());
        var after = store.Message(user, "after");
        await store.Storage.Chat.WriteAsync(after);

        Assert.Equal(2, after.Outcome!.Value.Event!.Id);
        var events = await store.Storage.Chat.FetchAsync(store.Channel, long.MaxValue, 10, false);
        Assert.Equal(2, events.Count);
        JsonAssert.Equal("""{"type":"text","body":"before"}""", events[0].Content);
        JsonAssert.Equal("""{"type":"text","body":"after"}""", events[1].Content);
    }

    [Theory]
    [EveryStore]
    public async Task Write_WhenSomebodyElseHasUsedHigherIds_GoesOnAboveThem(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();
        await store.Storage.Chat.WriteAsync(store.Message(user));
        foreach (var id in new[] { 2, 100 })
        {
            store.Execute(
                $"INSERT INTO core_chatevent (id, timestamp, event_type, content, channel_id) VALUES ({id}, '2031-01-01', 'channel.message', '{{}}', '{store.Channel}')");
        }

        var next = store.Message(user);
        await store.Storage.Chat.WriteAsync(next);

        Assert.Equal(101, next.Outcome!.Value.Event!.Id);
        Assert.Equal(101, await store.Storage.Chat.ReadLastEventIdAsync());
    }
}
