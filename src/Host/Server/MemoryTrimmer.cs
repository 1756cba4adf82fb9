using System.Runtime;
using Venueless.Fast.Core.Freshness;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Host.Server;

/// <summary>Gives the memory that a storm of joins or leaves needed back to the system when it is over. Called by one timer.</summary>
/// <remarks>
/// Thousands of logins at once fill the heap with what only they need; nothing happens afterwards that would make the runtime collect it, so the process would keep several
/// times what its idle attendees take (docs/performance.md). One collection, compacting, some 10 ms per thousand attendees, and only when next to nobody has come or gone for a while, at most every ten minutes with 12,000 attendees, more often with fewer.
/// </remarks>
internal sealed class MemoryTrimmer(SessionRegistry sessions, UserDirectory users, ILogger logger)
{
    // Fewer leave nothing worth a pause; nor does a small part of many.
    private const int SmallestStorm = 500;
    private const int StormShare = 4;

    // Who comes and goes all the time, per turn.
    private const int Trickle = 10;

    // Of the timer: long enough that two waves of one storm are one.
    private const int CalmTurns = 2;

    // Between two pauses: an event whose talks begin and end every few minutes needs the memory again. Few attendees are a short pause, and perhaps only the first
    // wave of a storm that has stopped for a moment.
    private const int RestTurns = 120;
    private const int AttendeesPerRestTurn = 100;

    private readonly SessionRegistry _sessions = sessions;
    private readonly UserDirectory _users = users;
    private readonly ILogger _logger = logger;
    private int _lastPopulation;
    private int _trimmedCount;
    private int _calmTurns;
    private int _turnsToRest;

    /// <summary>Once per turn of the timer.</summary>
    public void Look()
    {
        var count = _sessions.Count;

        // Users as well: a storm's connections are all there long before the last of its logins.
        var population = count + _users.Count;
        var isCalm = Math.Abs(population - _lastPopulation) <= Trickle;
        _lastPopulation = population;
        _calmTurns = isCalm ? _calmTurns + 1 : 0;
        _turnsToRest = Math.Max(0, _turnsToRest - 1);
        var storm = Math.Max(SmallestStorm, Math.Max(count, _trimmedCount) / StormShare);
        if (_calmTurns < CalmTurns || _turnsToRest > 0 || Math.Abs(count - _trimmedCount) < storm)
        {
            return;
        }

        _trimmedCount = count;
        _calmTurns = 0;
        _turnsToRest = Math.Min(RestTurns, count / AttendeesPerRestTurn);
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
