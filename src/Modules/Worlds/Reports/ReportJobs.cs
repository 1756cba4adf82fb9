using System.Collections.Concurrent;
using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Modules.Worlds.Reports;

/// <summary>
/// The reports that were asked for (world.md section 4). No report can be made yet, so every job has failed as soon as it has begun; the asking world can see that
/// for 24 hours. One per node, thread-safe.
/// </summary>
public sealed class ReportJobs(TimeProvider time)
{
    // Somebody who asks all day must not fill the memory; whose job is forgotten waits in vain.
    private const int MaxKept = 10_000;

    private static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    private readonly TimeProvider _time = time;

    // Oldest first, for forgetting. Under the lock.
    private readonly Queue<(Guid Result, DateTimeOffset Until)> _order = [];
    private readonly ConcurrentDictionary<Guid, (WorldId World, DateTimeOffset Until)> _jobs = new();

    /// <summary>Begins a job and returns its id.</summary>
    public Guid Start(WorldId world)
    {
        var result = Guid.NewGuid();
        var now = _time.GetUtcNow();
        lock (_order)
        {
            while (_order.TryPeek(out var oldest) && (oldest.Until <= now || _order.Count >= MaxKept))
            {
                _jobs.TryRemove(_order.Dequeue().Result, out _);
            }

            _order.Enqueue((result, now + Kept));
        }

        _jobs[result] = (world, now + Kept);
        return result;
    }

    /// <summary>Whether this world's job has ended without a report. False: not known in this world.</summary>
    public bool HasFailed(WorldId world, Guid result) =>
        _jobs.TryGetValue(result, out var job) && job.World == world && job.Until > _time.GetUtcNow();
}
