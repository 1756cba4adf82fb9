using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Venueless.Fast.Core.Diagnostics;
using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Sessions;

/// <summary>
/// Closes the connections of a world that may have missed messages of other nodes, in random batches, so that their clients come back and read everything again
/// (connection.md section 13). Thread-safe.
/// </summary>
public sealed class Resynchronizer(SessionRegistry sessions, IEnumerable<IResynchronizationStep> steps, TimeProvider time, ILogger<Resynchronizer> logger)
{
    // As the part says, and fine enough that thousands do not come back in the same moment.
    private static readonly TimeSpan Spread = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    private readonly SessionRegistry _sessions = sessions;
    private readonly IResynchronizationStep[] _steps = [.. steps];
    private readonly TimeProvider _time = time;
    private readonly ILogger _logger = logger;

    // The newest round per world: a newer one includes everybody that an older one has not closed yet.
    private readonly ConcurrentDictionary<WorldId, object> _rounds = new();

    // Any thread.
    private long _closedCount;

    /// <summary>Connections that were closed because they may have missed something.</summary>
    public long ClosedCount => Interlocked.Read(ref _closedCount);

    /// <summary>
    /// Starts closing whoever has begun to log in by now; who does from now on reads after what was missed, and stays. Never waits and never throws.
    /// </summary>
    public void Resynchronize(WorldId world)
    {
        foreach (var step in _steps)
        {
            step.Begin(world);
        }

        var open = _sessions.ToList().FindAll(session => session.WorldState?.Id == world && session.UserState is not null);
        if (open.Count == 0)
        {
            return;
        }

        Log.Resynchronizing(_logger, open.Count, world.Value);
        Random.Shared.Shuffle(CollectionsMarshal.AsSpan(open));
        var round = new object();
        _rounds[world] = round;
        _ = CloseAsync(world, round, open);
    }

    private async Task CloseAsync(WorldId world, object round, List<Session> open)
    {
        var steps = (int)(Spread / Step);
        var batch = (open.Count + steps - 1) / steps;
        for (var index = 0; index < open.Count && ReferenceEquals(_rounds[world], round); index++)
        {
            open[index].Drop(CloseReason.ServiceRestart);
            Interlocked.Increment(ref _closedCount);
            if ((index + 1) % batch == 0)
            {
                await Task.Delay(Step, _time);
            }
        }
    }
}
