using Venueless.Fast.Modules.Concurrency;

namespace Venueless.Fast.Modules.Tests.Concurrency;

public sealed class CoalescedReadsTests
{
    [Fact]
    public async Task ReadAsync_ReadsThatCompleteSynchronously_KeepTheFirstAskerForOneOnly()
    {
        var threads = new List<int>();
        var later = new List<Task<int>>();
        CoalescedReads<string, int> reads = null!;
        reads = new CoalescedReads<string, int>(key =>
        {
            threads.Add(Environment.CurrentManagedThreadId);
            if (later.Count < 100)
            {
                // Somebody else asks during every read.
                later.Add(reads.ReadAsync(key));
            }

            return Task.FromResult(threads.Count);
        });
        var readsBeforeReturn = 0;
        var first = await OnOwnThreadAsync(() =>
        {
            var task = reads.ReadAsync("a");
            readsBeforeReturn = threads.Count(thread => thread == Environment.CurrentManagedThreadId);
            return task;
        });

        Assert.Equal(1, first);
        Assert.Equal(1, readsBeforeReturn);
        for (var index = 0; index < 100; index++)
        {
            Assert.Equal(index + 2, await later[index]);
        }
    }

    // Not a thread of the pool, so that reads on the pool cannot be mistaken for its own.
    private static Task<int> OnOwnThreadAsync(Func<Task<int>> start)
    {
        var done = new TaskCompletionSource<Task<int>>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => done.SetResult(start())).Start();
        return done.Task.Unwrap();
    }
}
