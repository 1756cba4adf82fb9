using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Host.Background;
using Venueless.Fast.Storage.Sqlite;

namespace Venueless.Fast.Host.Tests.Background;

/// <summary>Two nodes on one database.</summary>
public sealed class WorkScheduleTests : IAsyncLifetime
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("venueless-test-");
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2031, 2, 3, 9, 15, 22, TimeSpan.Zero));
    private SqliteStorage _storage = null!;

    public async Task InitializeAsync()
    {
        _storage = SqliteStorage.Open(
            new SqliteOptions { Path = Path.Combine(_folder.FullName, "db.sqlite3") }, NoVersionKeys.Instance, _time, NullLogger<SqliteStorage>.Instance);
        await _storage.Migrator.MigrateAsync();
    }

    public async Task DisposeAsync()
    {
        await _storage.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Turn_OfTwoNodesAtOnce_IsDoneByOne()
    {
        var runs = 0;
        await using var first = Node("a");
        await using var second = Node("b");
        var work = new RecurringWork("w", Interval, _ =>
        {
            Interlocked.Increment(ref runs);
            return Task.CompletedTask;
        });

        await Task.WhenAll(Task.Run(() => first.TurnAsync(work)), Task.Run(() => second.TurnAsync(work)));
        Assert.Equal(1, runs);

        _time.Advance(Interval);
        await Task.WhenAll(Task.Run(() => first.TurnAsync(work)), Task.Run(() => second.TurnAsync(work)));
        Assert.Equal(2, runs);
    }

    [Fact]
    public async Task Turn_LongerThanItsIntervalAndLease_KeepsOthersOut()
    {
        await using var first = Node("a");
        await using var second = Node("b");
        var minute = TimeSpan.FromMinutes(1);
        var (begun, end, seconds) = (NewSignal(), NewSignal(), 0);
        var running = first.TurnAsync(new RecurringWork("w", minute, async cancellation =>
        {
            begun.SetResult();
            await end.Task.WaitAsync(cancellation);
        }));
        await begun.Task;
        var work = new RecurringWork("w", minute, _ =>
        {
            seconds++;
            return Task.CompletedTask;
        });

        // Due again, and its first lease would be over at the second step: the renewal in between counts.
        _time.Advance(minute + TimeSpan.FromSeconds(1));
        await WaitUntilAsync(async () => await HeldUntilAsync() == _time.GetUtcNow() + WorkSchedule.Lease, "a renewal");
        await second.TurnAsync(work);
        _time.Advance(minute);
        await second.TurnAsync(work);
        Assert.Equal(0, seconds);

        end.SetResult();
        await running;
        await second.TurnAsync(work);
        Assert.Equal(1, seconds);
    }

    [Fact]
    public async Task Turn_OfANodeThatHasDied_IsTakenOver()
    {
        await using var second = Node("b");
        Assert.True((await _storage.Work.TryBeginAsync("w", "dead", _time.GetUtcNow(), Interval, WorkSchedule.Lease)).IsTaken);
        var runs = 0;
        var work = new RecurringWork("w", Interval, _ =>
        {
            runs++;
            return Task.CompletedTask;
        });

        var next = await second.TurnAsync(work);
        Assert.Equal((0, _time.GetUtcNow() + Interval), (runs, next));

        _time.Advance(Interval);
        await second.TurnAsync(work);
        Assert.Equal(1, runs);
    }

    [Fact]
    public async Task Turn_ThatWasLostToAnother_IsCancelled()
    {
        await using var first = Node("a");
        var begun = NewSignal();
        var running = first.TurnAsync(new RecurringWork("w", Interval, async cancellation =>
        {
            begun.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
        }));
        await begun.Task;
        var later = _time.GetUtcNow() + Interval;
        Assert.True((await _storage.Work.TryBeginAsync("w", "b", later, Interval, WorkSchedule.Lease)).IsTaken);

        await WaitUntilAsync(
            () =>
            {
                _time.Advance(WorkSchedule.Lease / 3);
                return Task.FromResult(running.IsCompleted);
            },
            "the first one to stop");

        Assert.True(await _storage.Work.TryRenewAsync("w", "b", later, WorkSchedule.Lease));
    }

    [Fact]
    public async Task Turn_ThatFails_IsForgottenUntilTheNext()
    {
        await using var node = Node("a");
        var runs = 0;
        var work = new RecurringWork("w", Interval, _ => ++runs == 1 ? throw new InvalidOperationException("for the test") : Task.CompletedTask);

        await node.TurnAsync(work);
        _time.Advance(Interval);
        await node.TurnAsync(work);

        Assert.Equal(2, runs);
    }

    [Fact]
    public async Task Dispose_WhileWorkRuns_CancelsAndWaitsForIt()
    {
        var (begun, ended) = (NewSignal(), false);
        var node = Node("a", new RecurringWork("w", TimeSpan.FromMilliseconds(1), async cancellation =>
        {
            begun.TrySetResult();
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
            }
            finally
            {
                ended = true;
            }
        }));
        node.Start();
        await WaitUntilAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromMilliseconds(1));
                return Task.FromResult(begun.Task.IsCompleted);
            },
            "the work to begin");

        await node.DisposeAsync();

        Assert.True(ended);
    }

    private WorkSchedule Node(string id, params RecurringWork[] works) =>
        new(works, _storage.Work, new NodeIdentity(id, "label"), _time, NullLogger<WorkSchedule>.Instance);

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Asked as somebody else: the lease's end is when it is worth asking again.
    private async Task<DateTimeOffset> HeldUntilAsync() =>
        (await _storage.Work.TryBeginAsync("w", "observer", _time.GetUtcNow(), TimeSpan.Zero, WorkSchedule.Lease)).NextAt;

    private static async Task WaitUntilAsync(Func<Task<bool>> condition, string expectation)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await condition())
        {
            if (limit.IsCancellationRequested)
            {
                throw new TimeoutException($"Waited in vain for {expectation}.");
            }

            await Task.Delay(5, CancellationToken.None);
        }
    }
}
