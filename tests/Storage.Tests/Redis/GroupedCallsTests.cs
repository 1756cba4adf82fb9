using Venueless.Fast.Storage.Redis;

namespace Venueless.Fast.Storage.Tests.Redis;

public sealed class GroupedCallsTests
{
    private readonly List<int[]> _batches = [];
    private readonly Queue<TaskCompletionSource> _gates = new();

    [Fact]
    public async Task Run_WhileABatchIsOnItsWay_GoesWithTheNextOne()
    {
        var calls = new GroupedCalls<int, int>(RunAsync);
        var (first, second) = (Gate(), Gate());

        var lone = calls.RunAsync(1);
        await UntilAsync(batches: 1);
        var others = Enumerable.Range(2, 3).Select(calls.RunAsync).ToArray();
        first.SetResult();
        Assert.Equal(10, await lone);
        second.SetResult();

        Assert.Equal((int[])[20, 30, 40], await Task.WhenAll(others));
        Assert.Equal([[1], [2, 3, 4]], _batches);
    }

    [Fact]
    public async Task Run_ThatFails_FailsItsBatchAndNoOther()
    {
        var calls = new GroupedCalls<int, int>(RunAsync);
        var (first, second, third) = (Gate(), Gate(), Gate());

        var lone = calls.RunAsync(1);
        await UntilAsync(batches: 1);
        var (two, three) = (calls.RunAsync(2), calls.RunAsync(3));
        second.SetException(new TimeoutException("slow"));
        first.SetResult();
        Assert.Equal(10, await lone);
        await Assert.ThrowsAsync<TimeoutException>(() => two);
        await Assert.ThrowsAsync<TimeoutException>(() => three);
        third.SetResult();

        Assert.Equal(40, await calls.RunAsync(4));
    }

    [Fact]
    public async Task Run_ByMoreThanABatchHolds_TakesSeveral()
    {
        const int Callers = (2 * GroupedCalls<int, int>.MaxItems) + 7;
        var calls = new GroupedCalls<int, int>(RunAsync);
        var first = Gate();

        var lone = calls.RunAsync(0);
        await UntilAsync(batches: 1);
        var others = Enumerable.Range(1, Callers).Select(calls.RunAsync).ToArray();
        first.SetResult();

        await lone;
        Assert.Equal(Enumerable.Range(1, Callers).Select(static item => 10 * item), await Task.WhenAll(others));
        Assert.Equal([1, GroupedCalls<int, int>.MaxItems, GroupedCalls<int, int>.MaxItems, 7], _batches.Select(static batch => batch.Length));
    }

    private TaskCompletionSource Gate()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _gates.Enqueue(gate);
        return gate;
    }

    private async Task<IReadOnlyList<int>> RunAsync(IReadOnlyList<int> items)
    {
        Task gate;
        lock (_batches)
        {
            _batches.Add([.. items]);
            gate = _gates.TryDequeue(out var next) ? next.Task : Task.CompletedTask;
        }

        await gate;
        return [.. items.Select(static item => 10 * item)];
    }

    private async Task UntilAsync(int batches)
    {
        while (true)
        {
            lock (_batches)
            {
                if (_batches.Count == batches)
                {
                    return;
                }
            }

            await Task.Yield();
        }
    }
}
