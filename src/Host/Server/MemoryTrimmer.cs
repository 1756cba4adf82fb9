using System.Runtime;
using Venueless.Fast.Core.Freshness;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Host.Server;

/// <summary>Gives the memory that a storm of joins or leaves needed back to the system when it is over. Called by one timer.</summary>
/// <remarks>
/// Thousands of logins at once fill the heap with what only they need; nothing happens afterwards that would make the runtime collect it, so the process would keep several
/// times what its idle attendees take (docs/performance.md). One collection, compacting, some 10 ms per thousand attendees, when <see cref="StormWatch"/> says so.
/// </remarks>
internal sealed class MemoryTrimmer(SessionRegistry sessions, UserDirectory users, ILogger logger)
{
    private readonly SessionRegistry _sessions = sessions;
    private readonly UserDirectory _users = users;
    private readonly ILogger _logger = logger;
    private readonly StormWatch _storms = new();

    /// <summary>Once per turn of the timer.</summary>
    public void Look()
    {
        if (_storms.Look(_sessions.Count, _users.Count))
        {
            Trim();
        }
    }

    private void Trim()
    {
        var before = GC.GetGCMemoryInfo(GCKind.Any).TotalCommittedBytes;
        GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        NativeHeap.Trim();
        var after = GC.GetGCMemoryInfo(GCKind.Any);
        ServerLog.MemoryTrimmed(_logger, before >> 20, after.TotalCommittedBytes >> 20, after.PauseDurations[0].TotalMilliseconds);
    }
}
