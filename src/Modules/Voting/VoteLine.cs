namespace Venueless.Fast.Modules.Voting;

/// <summary>What waits for one subject. All of it under the lock of <see cref="VoteRounds{TKey, TVote}"/>.</summary>
internal sealed class VoteLine<TKey, TVote>(TKey key)
{
    public TKey Key { get; } = key;

    /// <summary>For the next round.</summary>
    public List<(TVote Vote, TaskCompletionSource Stored)> Waiting { get; set; } = [];

    /// <summary>A round is being stored, or about to be.</summary>
    public bool IsRunning { get; set; }

    /// <summary>How often the result was published in this window.</summary>
    public int Published { get; set; }

    /// <summary>Something was stored and not published.</summary>
    public bool IsOwed { get; set; }

    /// <summary>The next round publishes in any case.</summary>
    public bool IsAnnouncing { get; set; }

    /// <summary>Ticks at the end of each window; null: nothing was published lately.</summary>
    public ITimer? Timer { get; set; }
}
