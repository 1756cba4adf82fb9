namespace Venueless.Fast.Storage.Redis;

/// <summary>Where Redis is and how long it may take.</summary>
public sealed record RedisOptions
{
    /// <summary><c>redis(s)://[:password@]host:port/db</c>, in shard order; at least one.</summary>
    public required IReadOnlyList<string> Shards { get; init; }

    /// <summary>For one attempt to connect, and therefore how much longer the start takes while a shard is away.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>For one command: long against anything but a hung server, short against the 15 s that a client waits for a reply.</summary>
    public TimeSpan OperationTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>After a failed delivery, before the next attempt; a connection that comes back ends the wait.</summary>
    public TimeSpan RetryInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>For what is still to be delivered when the node stops.</summary>
    public TimeSpan FlushTimeout { get; init; } = TimeSpan.FromSeconds(2);

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
    }
}
