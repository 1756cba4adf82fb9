namespace Venueless.Fast.Storage.Redis;

/// <summary>Where Redis is and how long it may take.</summary>
public sealed record RedisOptions
{
    /// <summary><c>redis(s)://[:password@]host:port/db</c>, in shard order; at least one.</summary>
    public required IReadOnlyList<string> Shards { get; init; }

    /// <summary>
    /// For one attempt to connect, and therefore how much longer the start takes while shards do not answer at all. Default 5 s: a busy machine needs more than
    /// usual, and whoever gives up too early starts by refusing logins.
    /// </summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>For one command: long against anything but a hung server, short against the 15 s that a client waits for a reply.</summary>
    public TimeSpan OperationTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// How long a lost connection is a moment and not an absence, in which a command that could not be sent is tried again; 0: never. Default 500 ms: a new
    /// connection is there within milliseconds, and a refused login costs the client more.
    /// </summary>
    public TimeSpan ReconnectGrace { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>After a failed delivery, before the next attempt; a connection that comes back ends the wait.</summary>
    public TimeSpan RetryInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>For what is still to be delivered when the node stops.</summary>
    public TimeSpan FlushTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Whether the pool has other work to do, so that messages wait for those who are about to send as well; tests decide it.</summary>
    internal Func<bool> IsPoolBusy { get; init; } = static () => ThreadPool.PendingWorkItemCount > 0;

    /// <summary>Whether commands such as KEYS and CONFIG may be sent; only an operator's prompt needs them.</summary>
    internal bool AllowsAdministration { get; init; }

    internal void Validate()
    {
        if (Shards.Count == 0)
        {
            throw new ArgumentException("At least one shard is needed.", nameof(Shards));
        }

        foreach (var time in (ReadOnlySpan<TimeSpan>)[ConnectTimeout, OperationTimeout, RetryInterval, FlushTimeout])
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(time, TimeSpan.Zero);
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(ReconnectGrace, TimeSpan.Zero);
    }
}
