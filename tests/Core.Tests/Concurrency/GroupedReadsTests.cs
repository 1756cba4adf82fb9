using Venueless.Fast.Core.Concurrency;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Core.Tests.Concurrency;

/// <summary>Nobody waits alone, nobody gets an old value, and nobody fails for another's row.</summary>
public sealed class GroupedReadsTests
{
    private readonly List<int[]> _batches = [];

    // Completed: reads do not wait.
    private Task _gate = Task.CompletedTask;
    private Exception? _failure;

    [Fact]
    public async Task ReadAsync_Alone_ReadsAtOnceOnItsOwnThread()
    {
        var reads = Create(isPoolBusy: false);

        var (reading, wasServed) = OnOwnThread(() => reads.ReadAsync(7), static reading => reading.IsCompletedSuccessfully);

        Assert.True(wasServed);
        Assert.Equal("7", await reading);
    }

    [Fact]
    public async Task ReadAsync_WhileThePoolIsBusy_LetsOthersComeFirst()
    {
        var threads = new List<int>();
        var reads = new GroupedReads<int, string>(keys =>
        {
            threads.Add(Environment.CurrentManagedThreadId);
            return Task.FromResult<IReadOnlyDictionary<int, string>>(keys.ToDictionary(static key => key, static key => $"{key}"));
        })
        {
            IsPoolBusy = static () => true,
        };

        var (reading, asker) = OnOwnThread(() => reads.ReadAsync(7), static _ => Environment.CurrentManagedThreadId);

        Assert.Equal("7", await reading);
        Assert.NotEqual(asker, Assert.Single(threads));
    }

    [Fact]
    public async Task ReadAsync_WhileABatchIsUnderWay_AllShareTheNextOneWhichIsReadLater()
    {
        var gate = Hold();
        var value = "old";
        var reads = new GroupedReads<int, string>(async keys =>
        {
            var read = keys.ToDictionary(static key => key, key => $"{value}-{key}");
            _batches.Add([.. keys]);
            await _gate;
            return read;
        });

        var first = reads.ReadAsync(0);
        await UntilAsync(() => _batches.Count == 1);
        value = "new";
        var others = Enumerable.Range(0, 100).Select(number => reads.ReadAsync(number % 50)).ToList();
        Release(gate);

        Assert.Equal("old-0", await first);
        Assert.Equal(Enumerable.Range(0, 100).Select(static number => $"new-{number % 50}"), await Task.WhenAll(others));
        Assert.Equal(2, _batches.Count);
        Assert.Equal(Enumerable.Range(0, 50), _batches[1].Order());
    }

    [Fact]
    public async Task ReadAsync_MoreThanABatchHolds_AreServedInTurn()
    {
        var gate = Hold();
        var reads = Create();
        var first = reads.ReadAsync(-1);
        await UntilAsync(() => _batches.Count == 1);
        var others = Enumerable.Range(0, GroupedReads<int, string>.MaxKeys + 10).Select(reads.ReadAsync).ToList();
        Release(gate);

        await Task.WhenAll([first, .. others]);

        Assert.Equal([1, GroupedReads<int, string>.MaxKeys, 10], _batches.Select(static batch => batch.Length));
        Assert.Equal("5", await reads.ReadAsync(5));
    }

    [Fact]
    public async Task ReadAsync_WhatIsMissing_IsDefault()
    {
        var reads = new GroupedReads<int, string>(static _ => Task.FromResult<IReadOnlyDictionary<int, string>>(new Dictionary<int, string>()));

        Assert.Null(await reads.ReadAsync(1));
    }

    [Fact]
    public async Task ReadAsync_StoreAwayDuringABatch_FailsAllOfItAndNobodyLater()
    {
        var gate = Hold();
        var reads = Create();
        var first = reads.ReadAsync(0);
        await UntilAsync(() => _batches.Count == 1);
        var others = Enumerable.Range(1, 20).Select(reads.ReadAsync).ToList();
        _failure = new StoreUnavailableException("away");
        Release(gate);

        foreach (var reading in (Task[])[first, .. others])
        {
            await Assert.ThrowsAsync<StoreUnavailableException>(() => reading);
        }

        Assert.Equal([1, 20], _batches.Select(static batch => batch.Length));
        _failure = null;
        Assert.Equal("3", await reads.ReadAsync(3));
    }

    [Fact]
    public async Task ReadAsync_OneKeyThatCannotBeRead_FailsNobodyElse()
    {
        var gate = Hold();
        var reads = new GroupedReads<int, string>(async keys =>
        {
            _batches.Add([.. keys]);
            await _gate;
            return keys.Contains(13) ? throw new FormatException("13") : keys.ToDictionary(static key => key, static key => $"{key}");
        });
        var first = reads.ReadAsync(0);
        await UntilAsync(() => _batches.Count == 1);
        var others = Enumerable.Range(10, 6).ToDictionary(static key => key, reads.ReadAsync);
        Release(gate);

        Assert.Equal("0", await first);
        foreach (var (key, reading) in others)
        {
            if (key == 13)
            {
                await Assert.ThrowsAsync<FormatException>(() => reading);
            }
            else
            {
                Assert.Equal($"{key}", await reading);
            }
        }
    }

    [Fact]
    public async Task ReadAsync_FromManyThreads_OneBatchAtATimeAndNothingOlderThanTheQuestion()
    {
        const int Rounds = 2_000;
        var clock = 0;
        var running = 0;
        var overlapped = false;
        var reads = new GroupedReads<int, int>(async keys =>
        {
            overlapped |= Interlocked.Increment(ref running) > 1;
            var now = Volatile.Read(ref clock);
            if (now % 3 == 0)
            {
                await Task.Yield();
            }

            Interlocked.Decrement(ref running);
            return keys.ToDictionary(static key => key, _ => now);
        });

        var stale = await Task.WhenAll(Enumerable.Range(0, 4).Select(lane => Task.Run(async () =>
        {
            var stale = 0;
            for (var round = 0; round < Rounds; round++)
            {
                var asked = Interlocked.Increment(ref clock);
                stale += await reads.ReadAsync((lane + round) % 6) < asked ? 1 : 0;
            }

            return stale;
        })));

        Assert.Equal([0, 0, 0, 0], stale);
        Assert.False(overlapped);
    }

    private GroupedReads<int, string> Create(bool isPoolBusy = false) => new(async keys =>
    {
        _batches.Add([.. keys]);
        await _gate;
        return _failure is null ? keys.ToDictionary(static key => key, static key => $"{key}") : throw _failure;
    })
    {
        IsPoolBusy = () => isPoolBusy,
    };

    private TaskCompletionSource Hold()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _gate = gate.Task;
        return gate;
    }

    private void Release(TaskCompletionSource gate)
    {
        _gate = Task.CompletedTask;
        gate.SetResult();
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Yield();
        }
    }

    // Not a thread of the pool, so that reads on the pool cannot be mistaken for its own.
    private static (Task<string?> Reading, T Seen) OnOwnThread<T>(Func<Task<string?>> ask, Func<Task<string?>, T> look)
    {
        (Task<string?>, T) result = default;
        var thread = new Thread(() =>
        {
            var reading = ask();
            result = (reading, look(reading));
        });
        thread.Start();
        thread.Join();
        return result;
    }
}
