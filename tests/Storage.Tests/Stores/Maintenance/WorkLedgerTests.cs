using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Storage.Tests.Stores.Maintenance;

public sealed class WorkLedgerTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    private static DateTimeOffset Now => TestStore.Now;

    [Theory]
    [EveryStore]
    public async Task TryBegin_OncePerInterval_IsTakenByWhoeverAsksFirst(StoreKind kind)
    {
        await using var store = await TestStore.CreateEmptyAsync(kind);

        Assert.Equal(new WorkTurn(true, Now + Interval), await BeginAsync(store, "a", Now));
        await store.Storage.Work.EndAsync("w", "a");
        Assert.Equal(new WorkTurn(false, Now + Interval), await BeginAsync(store, "b", Now + Interval - TimeSpan.FromSeconds(1)));
        Assert.Equal(new WorkTurn(true, Now + Interval + Interval), await BeginAsync(store, "b", Now + Interval));
    }

    [Theory]
    [EveryStore]
    public async Task TryBegin_OfManyAtOnce_IsOnesTurn(StoreKind kind)
    {
        await using var store = await TestStore.CreateEmptyAsync(kind);
        await using var other = store.Backend.Open(new StoreLimits(), store.Time);

        var turns = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => Task.Run(() =>
            (number % 2 == 0 ? store.Storage : other).Work.TryBeginAsync("w", $"node{number}", Now, Interval, Lease))));

        Assert.Single(turns, static turn => turn.IsTaken);
    }

    [Theory]
    [EveryStore]
    public async Task TryBegin_WhileItIsHeld_WaitsForTheLease(StoreKind kind)
    {
        await using var store = await TestStore.CreateEmptyAsync(kind);
        await BeginAsync(store, "a", Now);
        var late = Now + Interval;
        Assert.True(await store.Storage.Work.TryRenewAsync("w", "a", late, Lease));

        Assert.Equal(new WorkTurn(false, late + Lease), await BeginAsync(store, "b", late + TimeSpan.FromSeconds(1)));
        Assert.True((await BeginAsync(store, "b", late + Lease)).IsTaken);

        // The first one was only slow.
        Assert.False(await store.Storage.Work.TryRenewAsync("w", "a", late + Lease, Lease));
        await store.Storage.Work.EndAsync("w", "a");
        Assert.True(await store.Storage.Work.TryRenewAsync("w", "b", late + Lease, Lease));
    }

    [Theory]
    [EveryStore]
    public async Task TryBegin_AfterAClockThatWasWrong_DoesNotWaitForIt(StoreKind kind)
    {
        await using var store = await TestStore.CreateEmptyAsync(kind);
        Assert.True((await BeginAsync(store, "a", Now.AddYears(1))).IsTaken);

        Assert.True((await BeginAsync(store, "b", Now)).IsTaken);
    }

    [Theory]
    [EveryStore]
    public async Task TryBegin_OfOtherWork_IsNotConcerned(StoreKind kind)
    {
        await using var store = await TestStore.CreateEmptyAsync(kind);
        await BeginAsync(store, "a", Now);

        Assert.True((await store.Storage.Work.TryBeginAsync("other", "b", Now, Interval, Lease)).IsTaken);
    }

    private static Task<WorkTurn> BeginAsync(TestStore store, string node, DateTimeOffset now) => store.Storage.Work.TryBeginAsync("w", node, now, Interval, Lease);
}
