using Microsoft.Extensions.Time.Testing;
using Venueless.Fast.Core.Freshness;

namespace Venueless.Fast.Core.Tests.Freshness;

public sealed class SharedValidationTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task ValidateAsync_WaitersWhileOneRuns_ShareTheNextOne()
    {
        var runs = new List<TaskCompletionSource>();
        var validation = new SharedValidation(_time, new Copy(() =>
        {
            var run = new TaskCompletionSource();
            runs.Add(run);
            return run.Task;
        }));

        var first = validation.ValidateAsync();
        var late = Enumerable.Range(0, 100).Select(_ => validation.ValidateAsync()).ToArray();
        Assert.Single(runs);

        runs[0].SetResult();
        await first;
        Assert.All(late, task => Assert.False(task.IsCompleted));
        Assert.Equal(2, runs.Count);

        runs[1].SetResult();
        await Task.WhenAll(late);
        Assert.Equal(2, runs.Count);
    }

    [Fact]
    public async Task ValidateAsync_Failure_ReachesItsWaitersAndNoLaterOnes()
    {
        var attempt = 0;
        var validation = new SharedValidation(_time, new Copy(() => ++attempt == 1 ? Task.FromException(new TimeoutException()) : Task.CompletedTask));

        await Assert.ThrowsAsync<TimeoutException>(validation.ValidateAsync);
        await validation.ValidateAsync();

        Assert.Equal(2, attempt);
    }

    [Fact]
    public async Task IsFresh_CountsFromTheStartOfTheLastSuccess()
    {
        var validation = new SharedValidation(_time, new Copy(() => Task.CompletedTask));
        _time.Advance(TimeSpan.FromSeconds(31));
        Assert.False(validation.IsFresh(TimeSpan.FromSeconds(30)));

        await validation.ValidateAsync();

        Assert.True(validation.IsFresh(TimeSpan.FromSeconds(30)));
        Assert.False(validation.IsFresh(TimeSpan.Zero));
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.False(validation.IsFresh(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task ValidateAsync_ManyThreads_NoneIsServedByAnEarlierRun()
    {
        var started = 0;
        var validation = new SharedValidation(TimeProvider.System, new Copy(async () =>
        {
            Interlocked.Increment(ref started);
            await Task.Yield();
        }));

        await Parallel.ForEachAsync(Enumerable.Range(0, 2000), async (_, _) =>
        {
            var before = Volatile.Read(ref started);
            await validation.ValidateAsync();
            Assert.True(Volatile.Read(ref started) > before);
        });
    }

    private sealed class Copy(Func<Task> refresh) : IValidated
    {
        public Task RefreshAsync() => refresh();
    }
}
