using Venueless.Fast.Storage.EventIds;

namespace Venueless.Fast.Storage.Tests.EventIds;

public sealed class LocalEventIdsTests
{
    private readonly LocalEventIds _ids = new();

    // The table: the highest stored id, and how often it was asked for.
    private long _stored;
    private int _reads;

    [Fact]
    public async Task Take_StartsAboveTheTableAndGoesOn()
    {
        _stored = 41;
        Assert.Null(_ids.Last);

        Assert.Equal(42, await TakeAsync(3));
        Assert.Equal(45, await TakeAsync(1));

        Assert.Equal(45, _ids.Last);
        Assert.Equal(45, await _ids.ReadLastAsync(ReadAsync));
        Assert.Equal(1, _reads);
    }

    [Fact]
    public async Task Forget_TableWentOn_SoDoTheIds()
    {
        await TakeAsync(1);
        _stored = 10;
        _ids.Forget();

        Assert.Null(_ids.Last);
        Assert.Equal(11, await TakeAsync(1));
    }

    [Fact]
    public async Task Forget_TakenIdsNotStoredYet_AreNotGivenAgain()
    {
        await TakeAsync(5);
        _ids.Forget();

        Assert.Equal(6, await TakeAsync(1));
    }

    [Fact]
    public async Task Forget_WhileTheTableIsRead_ReadsAgain()
    {
        var gate = new TaskCompletionSource<long>();
        var reads = new Queue<Task<long>>([gate.Task, Task.FromResult(20L)]);
        var take = _ids.TakeAsync(1, _ => new ValueTask<long>(reads.Dequeue())).AsTask();

        _ids.Forget();
        gate.SetResult(10);

        Assert.Equal(21, await take);
    }

    [Fact]
    public async Task Take_FromManyThreads_AllIdsDiffer()
    {
        var firsts = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(() => TakeAsync(2))));

        Assert.Equal(Enumerable.Range(0, 200).Select(number => 1L + (2 * number)), firsts.Order());
    }

    [Fact]
    public async Task Take_TableCannotBeRead_FailsAndRecovers()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => _ids.TakeAsync(1, _ => throw new InvalidOperationException()).AsTask());

        Assert.Equal(1, await TakeAsync(1));
    }

    private Task<long> TakeAsync(int count) => _ids.TakeAsync(count, ReadAsync).AsTask();

    private ValueTask<long> ReadAsync(CancellationToken cancellation)
    {
        Interlocked.Increment(ref _reads);
        return new(_stored);
    }
}
