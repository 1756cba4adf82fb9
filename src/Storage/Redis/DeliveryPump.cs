using Microsoft.Extensions.Logging;

namespace Venueless.Fast.Storage.Redis;

/// <summary>
/// Delivers in the background what others have noted down: one delivery at a time, as often as something new was noted, again after a pause when it failed.
/// Thread-safe.
/// </summary>
internal sealed class DeliveryPump : IAsyncDisposable
{
    private readonly Func<Task<bool>> _deliver;
    private readonly TimeSpan _retryInterval;
    private readonly TimeSpan _flushTimeout;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();

    // Under _lock: something is to be delivered; who delivers; ends a pause early; the next pause is ended already; no more pauses.
    private bool _isSignalled;
    private Task? _running;
    private TaskCompletionSource? _pause;
    private bool _isPauseEnded;
    private bool _isStopping;
    private bool _isAbandoned;

    /// <param name="deliver">Delivers everything noted down; false: something is left because Redis is away.</param>
    public DeliveryPump(Func<Task<bool>> deliver, RedisOptions options, TimeProvider time, ILogger logger)
    {
        _deliver = deliver;
        _retryInterval = options.RetryInterval;
        _flushTimeout = options.FlushTimeout;
        _time = time;
        _logger = logger;
    }

    /// <summary>Disposed before everything was delivered: Redis was away, or too slow.</summary>
    public bool IsAbandoned
    {
        get
        {
            lock (_lock)
            {
                return _isAbandoned;
            }
        }
    }

    /// <summary>Something was noted down. Returns at once.</summary>
    public void Signal()
    {
        lock (_lock)
        {
            _isSignalled = true;
            if (!_isStopping)
            {
                _running ??= RunAsync();
            }
        }
    }

    /// <summary>Redis is back: whatever waits is tried again now.</summary>
    public void EndPause()
    {
        lock (_lock)
        {
            // Without a pause the delivery that runs now may have failed already.
            _isPauseEnded = _pause is null || !_pause.TrySetResult();
        }
    }

    /// <summary>Delivers what is left, if that is possible in time.</summary>
    public async ValueTask DisposeAsync()
    {
        Task? running;
        lock (_lock)
        {
            _isStopping = true;
            running = _running;
            _pause?.TrySetResult();
        }

        if (running is null)
        {
            return;
        }

        try
        {
            // The process's own time, not the tests': stopping must end even when nobody moves a fake clock.
            await running.WaitAsync(_flushTimeout, TimeProvider.System);
        }
        catch (TimeoutException)
        {
            lock (_lock)
            {
                _isAbandoned = true;
            }

            StorageLog.RedisDeliveryAbandoned(_logger);
        }
    }

    private async Task RunAsync()
    {
        // Whoever signals is on the way of a ping or a command.
        await Task.Yield();
        while (TryBegin())
        {
            if (!await TryDeliverAsync() && !await PauseAsync())
            {
                return;
            }
        }
    }

    private bool TryBegin()
    {
        lock (_lock)
        {
            if (!_isSignalled)
            {
                _running = null;
                return false;
            }

            _isSignalled = false;
            return true;
        }
    }

    private async Task<bool> TryDeliverAsync()
    {
        try
        {
            return await _deliver();
        }
        catch (Exception exception)
        {
            // A defect; the pump must outlive it.
            StorageLog.RedisDeliveryFailed(_logger, exception);
            return false;
        }
    }

    /// <summary>False: stopping, nothing is tried any more.</summary>
    private async Task<bool> PauseAsync()
    {
        Task pause;
        lock (_lock)
        {
            if (_isStopping)
            {
                _isAbandoned = true;
                return false;
            }

            _isSignalled = true;
            if (_isPauseEnded)
            {
                _isPauseEnded = false;
                return true;
            }

            _pause = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            pause = _pause.Task;
        }

        using var timer = _time.CreateTimer(static pump => ((DeliveryPump)pump!).EndPause(), this, _retryInterval, Timeout.InfiniteTimeSpan);
        await pause;
        lock (_lock)
        {
            _pause = null;
        }

        return true;
    }
}
