namespace Venueless.Fast.Modules.Concurrency;

/// <summary>
/// Work that many ask for and that serves all of them at once: some runs of a window begin at once, later ones at its end, never two at a time. So a lone asker waits
/// for nobody, and a storm costs a handful of runs. Thread-safe.
/// </summary>
internal sealed class PacedWork : IThreadPoolWorkItem, IAsyncDisposable
{
    private readonly Func<Task<bool>> _work;
    private readonly int _runsPerWindow;
    private readonly TimeSpan _window;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();

    // All under _lock: somebody has asked since the last run began; one is under way; the timer runs; the end has begun; runs since the window began.
    private bool _isAsked;
    private bool _isRunning;
    private bool _isWaiting;
    private bool _isClosed;
    private int _runs;
    private long _windowBegan;

    // Under _lock: set when the end waits for the run under way.
    private TaskCompletionSource? _lastRun;

    /// <param name="work">Never throws. False: something is left for the next window.</param>
    public PacedWork(Func<Task<bool>> work, int runsPerWindow, TimeSpan window, TimeProvider time)
    {
        _work = work;
        _runsPerWindow = runsPerWindow;
        _window = window;
        _time = time;
        _timer = time.CreateTimer(static work => ((PacedWork)work!).OnWindowEnd(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _windowBegan = time.GetTimestamp();
    }

    /// <summary>A run begins after this call, on a thread of its own: whoever asks is on the way of a command. Nobody is served after the end. 0 B.</summary>
    public void Ask()
    {
        lock (_lock)
        {
            _isAsked = true;
            if (_isRunning || _isWaiting || _isClosed || !TryBeginLocked())
            {
                return;
            }
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>For the thread pool, which nobody else is.</summary>
    public void Execute() => _ = RunAsync();

    /// <summary>Whoever has asked before this call is served at once, and what fails then is not tried again. Once.</summary>
    public async ValueTask DisposeAsync()
    {
        Task lastRun;
        lock (_lock)
        {
            _isClosed = true;
            _lastRun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            lastRun = _isRunning ? _lastRun.Task : Task.CompletedTask;
        }

        await _timer.DisposeAsync();
        await lastRun;
        bool isAsked;
        lock (_lock)
        {
            isAsked = _isAsked;
        }

        if (isAsked)
        {
            await _work();
        }
    }

    private bool TryBeginLocked()
    {
        var age = _time.GetElapsedTime(_windowBegan);
        if (age >= _window)
        {
            _runs = 0;
            _windowBegan = _time.GetTimestamp();
        }
        else if (_runs >= _runsPerWindow)
        {
            WaitLocked(_window - age);
            return false;
        }

        _runs++;
        _isAsked = false;
        _isRunning = true;
        return true;
    }

    private void WaitLocked(TimeSpan delay)
    {
        _isWaiting = true;
        _timer.Change(delay, Timeout.InfiniteTimeSpan);
    }

    private async Task RunAsync()
    {
        while (true)
        {
            var isDone = await _work();
            lock (_lock)
            {
                _isRunning = false;
                if (_isClosed)
                {
                    _lastRun!.SetResult();
                    return;
                }

                if (!isDone)
                {
                    _isAsked = true;
                    WaitLocked(_window);
                    return;
                }

                if (!_isAsked || !TryBeginLocked())
                {
                    return;
                }
            }
        }
    }

    private void OnWindowEnd()
    {
        lock (_lock)
        {
            _isWaiting = false;
            if (!_isAsked || _isRunning || _isClosed || !TryBeginLocked())
            {
                return;
            }
        }

        _ = RunAsync();
    }
}
