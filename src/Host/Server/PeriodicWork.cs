using Venueless.Fast.Core.Freshness;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Host.Server;

/// <summary>The node's two coarse timers: overdue connections, and worlds and users changed behind our back.</summary>
internal sealed class PeriodicWork : IDisposable
{
    // Daily limits and silent strangers need no precision.
    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(5);

    private readonly SessionRegistry _sessions;
    private readonly WorldDirectory _worlds;
    private readonly UserDirectory _users;
    private readonly TimeSpan _userAge;
    private readonly ILogger<PeriodicWork> _logger;
    private readonly MemoryTrimmer _trimmer;
    private readonly ITimer _sweep;
    private readonly ITimer _poll;

    // 1 while a poll runs: a slow store must not pile them up.
    private int _isPolling;

    public PeriodicWork(
        SessionRegistry sessions,
        WorldDirectory worlds,
        UserDirectory users,
        FreshnessOptions freshness,
        TimeProvider time,
        ILogger<PeriodicWork> logger)
    {
        _sessions = sessions;
        _worlds = worlds;
        _users = users;
        _userAge = freshness.UserAge;
        _logger = logger;
        _trimmer = new MemoryTrimmer(sessions, users, logger);
        _sweep = time.CreateTimer(static state => ((PeriodicWork)state!).Sweep(), this, SweepInterval, SweepInterval);
        _poll = time.CreateTimer(static state => ((PeriodicWork)state!).Poll(), this, freshness.PollInterval, freshness.PollInterval);
    }

    public void Dispose()
    {
        _sweep.Dispose();
        _poll.Dispose();
    }

    private void Sweep()
    {
        try
        {
            _sessions.Sweep();
            _trimmer.Look();
        }
        catch (Exception exception)
        {
            // An exception out of a timer would end the process.
            ServerLog.PeriodicWorkFailed(_logger, nameof(Sweep), exception);
        }
    }

    private void Poll()
    {
        if (Interlocked.Exchange(ref _isPolling, 1) == 0)
        {
            _ = PollAsync();
        }
    }

    private async Task PollAsync()
    {
        try
        {
            await _worlds.PollAsync();
            await _users.PollAsync(_userAge);
        }
        catch (Exception exception)
        {
            ServerLog.PeriodicWorkFailed(_logger, nameof(Poll), exception);
        }
        finally
        {
            Volatile.Write(ref _isPolling, 0);
        }
    }
}
