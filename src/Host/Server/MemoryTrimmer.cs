using System.Runtime;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Host.Server;

/// <summary>Gives the memory that a storm of joins or leaves needed back to the system when it is over. Called by one timer.</summary>
/// <remarks>
/// Thousands of logins at once fill the heap with what only they need; nothing happens afterwards that would make the runtime collect it, so the process would keep several
/// times what its idle attendees take (docs/performance.md). One collection, compacting, some 10 ms per thousand attendees, and only when nobody has come or gone for a while.
/// </remarks>
internal sealed class MemoryTrimmer(SessionRegistry sessions, ILogger logger)
{
    // Fewer leave nothing worth a pause.
    private const int Storm = 500;

    // Of the timer: long enough that two waves of one storm are one.
    private const int CalmTurns = 2;

    private readonly SessionRegistry _sessions = sessions;
    private readonly ILogger _logger = logger;
    private int _lastCount;
    private int _trimmedCount;
    private int _calmTurns;

    /// <summary>Once per turn of the timer.</summary>
    public void Look()
    {
        var count = _sessions.Count;
        var isCalm = Math.Abs(count - _lastCount) <= Math.Max(10, count / 100);
        _lastCount = count;
        _calmTurns = isCalm ? _calmTurns + 1 : 0;
        if (_calmTurns < CalmTurns || Math.Abs(count - _trimmedCount) < Storm)
        {
            return;
        }

        _trimmedCount = count;
        Trim();
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
