namespace Venueless.Fast.Host.Profiling;

/// <summary>What one name has cost so far. Thread-safe.</summary>
internal sealed class ProfileEntry(string name)
{
    private long _calls;
    private long _ownTime;
    private long _totalTime;

    public string Name { get; } = name;

    public long Calls => Interlocked.Read(ref _calls);

    /// <summary>Nanoseconds of processor time, without the calls within.</summary>
    public long OwnTime => Interlocked.Read(ref _ownTime);

    /// <summary>Nanoseconds of processor time, with the calls within.</summary>
    public long TotalTime => Interlocked.Read(ref _totalTime);

    public void AddCall() => Interlocked.Increment(ref _calls);

    public void AddOwnTime(long nanoseconds) => Interlocked.Add(ref _ownTime, nanoseconds);

    public void AddTotalTime(long nanoseconds) => Interlocked.Add(ref _totalTime, nanoseconds);
}
