
namespace Venueless.Fast.Bench.Storage;

/// <summary>One round of the load.</summary>
internal sealed record GroupCommitResult(TimeSpan Elapsed, long Commits)
{
    public double EventsPerSecond => GroupCommitLoad.Events / Elapsed.TotalSeconds;

    public double CommitsPerSecond => Commits / Elapsed.TotalSeconds;
}
