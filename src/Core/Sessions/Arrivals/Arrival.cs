namespace Venueless.Fast.Core.Sessions.Arrivals;

/// <summary>A login that waits for the answers of other nodes. Not thread-safe: the lock of <see cref="UserArrivals"/> guards it.</summary>
internal sealed class Arrival(IEnumerable<Guid> awaited)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Nodes that have not answered yet.</summary>
    public HashSet<Guid> Awaited { get; } = [.. awaited];

    /// <summary>Completes with the last answer; false: too late.</summary>
    public async Task<bool> WaitAsync(TimeSpan limit)
    {
        try
        {
            // The process's own time: another node's answer does not depend on anybody's clock.
            await _done.Task.WaitAsync(limit, TimeProvider.System);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    public void NoteAnswer(Guid node)
    {
        if (Awaited.Remove(node) && Awaited.Count == 0)
        {
            _done.SetResult();
        }
    }
}
