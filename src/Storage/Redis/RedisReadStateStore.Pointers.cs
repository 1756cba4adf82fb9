using Microsoft.Extensions.Logging;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Storage.Redis;

// Read pointers that are on their way to Redis.
internal sealed partial class RedisReadStateStore
{
    // Pointers that are on their way at once: a few calls of the script, which takes hundreds each.
    private const int MaxBatch = 2_000;

    // The design's promise for what is acknowledged from memory.
    private static readonly TimeSpan FlushDelay = TimeSpan.FromSeconds(1);

    private readonly RedisOptions _options;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();

    // All under _lock: pointers set since the last flush began, and those of the flush under way; how often a flush ended; whom the next flush serves; whether one is
    // under way; whether the timer runs.
    private PointerBacklog _pending = new();
    private PointerBacklog _underWay = new();
    private int _flushes;
    private TaskCompletionSource? _next;
    private bool _isFlushing;
    private bool _isScheduled;
    private bool _isClosed;

    /// <summary>After the disposal: what was acknowledged and is not stored, in words; null: nothing.</summary>
    public string? Lost { get; private set; }

    public void SetPointer(UserId user, ChannelId channel, long eventId)
    {
        lock (_lock)
        {
            if (_isClosed)
            {
                throw new StoreUnavailableException("The read state is closed.");
            }

            _pending.Set(user, channel, eventId);
            if (_isScheduled)
            {
                return;
            }

            _isScheduled = true;
        }

        _timer.Change(FlushDelay, Timeout.InfiniteTimeSpan);
    }

    public async ValueTask<bool> FlushAsync(UserId user, CancellationToken cancellation = default)
    {
        lock (_lock)
        {
            if (!_pending.Contains(user) && !_underWay.Contains(user))
            {
                return false;
            }
        }

        await StoreAsync().WaitAsync(cancellation);
        return true;
    }

    public async Task FlushAsync()
    {
        try
        {
            await StoreAsync();
        }
        catch (StoreUnavailableException exception)
        {
            StorageLog.ReadStateNotStored(_logger, exception.Message);
        }
    }

    /// <summary>Stores what is left, if that is possible in time.</summary>
    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        lock (_lock)
        {
            _isClosed = true;
        }

        try
        {
            await StoreAsync().WaitAsync(_options.FlushTimeout, TimeProvider.System);
        }
        catch (Exception exception) when (exception is StoreUnavailableException or TimeoutException)
        {
            StorageLog.ReadStateNotStored(_logger, exception.Message);
            lock (_lock)
            {
                // Under way still, if the time was up.
                Lost = PointerBacklog.Describe(_pending.Count + _underWay.Count);
            }
        }
    }

    /// <summary>Flushes so far, and those of the users whose pointers are not stored yet.</summary>
    private (int Flushes, HashSet<UserId> Held) FindHeld(IReadOnlyList<UserId> users)
    {
        var held = new HashSet<UserId>();
        lock (_lock)
        {
            foreach (var user in users)
            {
                if (_pending.Contains(user) || _underWay.Contains(user))
                {
                    held.Add(user);
                }
            }

            return (_flushes, held);
        }
    }

    /// <summary>False: what was held before the read and stored since may be neither in what was read nor in memory any more.</summary>
    /// <param name="pointers">What was read.</param>
    /// <param name="user">Whose.</param>
    /// <param name="flushes">Null: nothing was held. What was set and stored during the read comes after the question.</param>
    private bool TryOverlay(Dictionary<ChannelId, long> pointers, UserId user, int? flushes)
    {
        lock (_lock)
        {
            if (flushes is { } known && known != _flushes)
            {
                return false;
            }

            _underWay.CopyTo(pointers, user);
            _pending.CopyTo(pointers, user);
            return true;
        }
    }

    /// <summary>Completes when everything that was set before this call is stored; whoever asks while a flush is under way shares the next one.</summary>
    private Task StoreAsync()
    {
        Task flushed;
        lock (_lock)
        {
            _next ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            flushed = _next.Task;
            if (_isFlushing)
            {
                return flushed;
            }

            _isFlushing = true;
        }

        _ = RunAsync();
        return flushed;
    }

    private async Task RunAsync()
    {
        while (true)
        {
            TaskCompletionSource served;
            PointerBacklog pointers;
            lock (_lock)
            {
                if (_next is null)
                {
                    _isFlushing = false;
                    return;
                }

                (served, _next) = (_next, null);
                _isScheduled = false;
                (pointers, _pending) = (_pending, _underWay);
                _underWay = pointers;
            }

            Complete(served, pointers, await TryStoreAsync(pointers));
        }
    }

    /// <param name="failure">Null: stored.</param>
    private void Complete(TaskCompletionSource served, PointerBacklog pointers, Exception? failure)
    {
        bool isLeft;
        lock (_lock)
        {
            if (failure is not null)
            {
                _pending.PutBack(pointers);
            }

            pointers.Clear();
            _flushes++;
            isLeft = _pending.Count > 0 && !_isScheduled && !_isClosed;
            _isScheduled |= isLeft;
        }

        if (isLeft)
        {
            _timer.Change(FlushDelay, Timeout.InfiniteTimeSpan);
        }

        if (failure is null)
        {
            served.SetResult();
        }
        else
        {
            served.SetException(RedisErrors.Unavailable(failure));

            // Nobody may be waiting.
            _ = served.Task.Exception;
        }
    }

    /// <summary>Null, or why not everything is stored.</summary>
    private async Task<Exception?> TryStoreAsync(PointerBacklog pointers)
    {
        try
        {
            var underWay = new List<Task>(Math.Min(MaxBatch, pointers.Count));
            foreach (var (user, channel, eventId) in pointers.All())
            {
                underWay.Add(StoreAsync(user, channel, eventId));
                if (underWay.Count == MaxBatch)
                {
                    await Task.WhenAll(underWay);
                    underWay.Clear();
                }
            }

            await Task.WhenAll(underWay);
            return null;
        }
        catch (Exception exception)
        {
            // Whatever it is, somebody waits.
            return exception;
        }
    }

    private async Task StoreAsync(UserId user, ChannelId channel, long eventId)
    {
        try
        {
            await _setPointer.RunAsync([PointersKey(user), GoneKey(user)], [channel.ToString(), eventId]);
        }
        catch (Exception exception) when (RedisErrors.IsHopeless(exception))
        {
            StorageLog.RedisKeyRefused(_logger, PointersKey(user).ToString(), exception.Message);
        }
    }
}
