using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Venueless.Fast.Storage.Redis;

namespace Venueless.Fast.Storage.Tests.Redis;

public sealed class DeliveryPumpTests : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    private readonly FakeTimeProvider _time = new();
    private readonly SemaphoreSlim _attempts = new(0);

    // What the next attempts end with; afterwards: delivered.
    private readonly Queue<Func<Task<bool>>> _outcomes = new();

    public void Dispose() => _attempts.Dispose();

    [Fact]
    public async Task Signal_DuringADelivery_OneMoreFollowsAndNeverTwoAtOnce()
    {
        var gate = new TaskCompletionSource<bool>();
        _outcomes.Enqueue(() => gate.Task);
        await using var pump = Create();
        pump.Signal();
        await AttemptAsync();

        pump.Signal();
        pump.Signal();
        Assert.Equal(0, _attempts.CurrentCount);
        gate.SetResult(true);

        await AttemptAsync();
        await pump.DisposeAsync();
        Assert.Equal(0, _attempts.CurrentCount);
    }

    [Fact]
    public async Task Delivery_Failed_IsRepeatedAfterThePause()
    {
        _outcomes.Enqueue(() => Task.FromResult(false));
        _outcomes.Enqueue(() => throw new InvalidOperationException("a defect"));
        await using var pump = Create();
        pump.Signal();
        await AttemptAsync();

        await AdvanceUntilAttemptAsync();
        await AdvanceUntilAttemptAsync();
    }

    [Fact]
    public async Task EndPause_DuringThePauseOrBeforeIt_NobodyWaits()
    {
        _outcomes.Enqueue(() => Task.FromResult(false));
        var gate = new TaskCompletionSource<bool>();
        _outcomes.Enqueue(() => gate.Task);
        await using var pump = Create();
        pump.Signal();
        await AttemptAsync();

        pump.EndPause();
        await AttemptAsync();
        pump.EndPause();
        gate.SetResult(false);

        await AttemptAsync();
    }

    [Fact]
    public async Task Dispose_WhileRedisIsAway_DoesNotWaitForAPause()
    {
        _outcomes.Enqueue(() => Task.FromResult(false));
        _outcomes.Enqueue(() => Task.FromResult(false));
        var pump = Create(TimeSpan.FromHours(1));
        pump.Signal();
        await AttemptAsync();

        // Nobody moves the clock.
        await pump.DisposeAsync().AsTask().WaitAsync(Soon);
    }

    [Fact]
    public async Task Dispose_DeliveryHangs_EndsAfterTheLimit()
    {
        _outcomes.Enqueue(() => new TaskCompletionSource<bool>().Task);
        var pump = Create(TimeSpan.FromMilliseconds(50));
        pump.Signal();
        await AttemptAsync();

        await pump.DisposeAsync().AsTask().WaitAsync(Soon);
    }

    private DeliveryPump Create(TimeSpan? flushTimeout = null) => new(
        DeliverAsync, new RedisOptions { Shards = [], FlushTimeout = flushTimeout ?? Soon }, _time, NullLogger.Instance);

    private Task<bool> DeliverAsync()
    {
        var outcome = _outcomes.TryDequeue(out var next) ? next : () => Task.FromResult(true);
        _attempts.Release();
        return outcome();
    }

    private async Task AttemptAsync() => Assert.True(await _attempts.WaitAsync(Soon), "No attempt.");

    // The pause begins some time after the attempt.
    private async Task AdvanceUntilAttemptAsync()
    {
        using var limit = new CancellationTokenSource(Soon);
        while (!await _attempts.WaitAsync(TimeSpan.FromMilliseconds(5), CancellationToken.None))
        {
            limit.Token.ThrowIfCancellationRequested();
            _time.Advance(TimeSpan.FromSeconds(1));
        }
    }
}
