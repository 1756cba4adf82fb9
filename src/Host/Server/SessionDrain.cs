using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Host.Server;

/// <summary>Closes all sessions in small random groups, so that thousands of clients do not reconnect in the same moment.</summary>
internal sealed class SessionDrain(SessionRegistry sessions, ILogger logger)
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(1);

    private readonly SessionRegistry _sessions = sessions;
    private readonly ILogger _logger = logger;

    /// <summary>Returns when every session has ended and cleaned up, at the latest after <paramref name="limit"/>.</summary>
    /// <param name="spread">Time over which the closes are spread; few sessions take less.</param>
    /// <param name="limit">Includes the spread.</param>
    public async Task RunAsync(TimeSpan spread, TimeSpan limit)
    {
        // The process's own time, not the tests': stopping must end even when nobody moves a fake clock.
        var started = TimeProvider.System.GetTimestamp();
        var open = _sessions.ToList();
        ServerLog.Draining(_logger, open.Count);
        Random.Shared.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(open));
        var steps = Math.Max(1, (int)(spread / Step));
        var batch = Math.Max(1, (open.Count + steps - 1) / steps);
        for (var index = 0; index < open.Count; index++)
        {
            open[index].Drop(CloseReason.ServiceRestart);
            if ((index + 1) % batch == 0 && index + 1 < open.Count)
            {
                await Task.Delay(Step);
            }
        }

        // Also those that were being accepted when the drain began. A few are gone at once; to look at thousands again and again costs what they need to leave.
        var pause = FirstPause;
        while (_sessions.Count > 0)
        {
            if (TimeProvider.System.GetElapsedTime(started) > limit)
            {
                ServerLog.DrainTimedOut(_logger, _sessions.Count);
                return;
            }

            foreach (var late in _sessions.ToList())
            {
                late.Drop(CloseReason.ServiceRestart);
            }

            await Task.Delay(pause);
            pause = pause < Step ? pause * 2 : Step;
        }
    }
}
