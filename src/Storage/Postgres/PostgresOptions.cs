namespace Venueless.Fast.Storage.Postgres;

/// <summary>Settings of the PostgreSQL store.</summary>
public sealed record PostgresOptions
{
    /// <summary>Host may be empty: the local socket.</summary>
    public required string Host { get; init; }

    public int Port { get; init; } = 5432;

    public required string Database { get; init; }

    public required string User { get; init; }

    /// <summary>May be empty. Never logged.</summary>
    public string Password { get; init; } = "";

    /// <summary>
    /// Other nodes write to the same channels: each batch locks its channels before it draws event ids, so that ids commit in order. Default false: one node.
    /// </summary>
    public bool IsShared { get; init; }

    /// <summary>How long opening a connection may take before the store counts as unavailable. Default 3 s: nearer than any client gives up. At least 1 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long the server may take for one round trip. Default 10 s: the web client gives a call 15 s. At least 1 s.</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a write waits for a row that somebody else has locked; then its command is unavailable and the others of its batch go on. Default 2 s. At least 1 ms.
    /// </summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long the writer tries to find out what became of a commit whose answer was lost; then its commands are unavailable. Default 10 s: within the client's 15 s.
    /// </summary>
    public TimeSpan RecoveryTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Writes that may wait for the writer; more wait before they enter, in order. Default 8192: a few megabytes. At least 1.</summary>
    public int MaxQueuedWrites { get; init; } = 8192;

    /// <summary>Writes per transaction. Default 512: the round trips and the flush to disk are shared by enough. At least 1.</summary>
    public int MaxBatchWrites { get; init; } = 512;

    /// <summary>Connections for reading, opened when needed. Default 12: a small server's cores and the time on the wire. At least 1.</summary>
    public int MaxReaders { get; init; } = 12;

    /// <summary>Never prints the password.</summary>
    public override string ToString() => $"PostgreSQL {Database} at {(Host.Length == 0 ? "local socket" : Host)}:{Port}";

    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Host);
        ArgumentException.ThrowIfNullOrEmpty(Database);
        ArgumentException.ThrowIfNullOrEmpty(User);
        ArgumentOutOfRangeException.ThrowIfLessThan(ConnectTimeout, TimeSpan.FromSeconds(1), nameof(ConnectTimeout));
        ArgumentOutOfRangeException.ThrowIfLessThan(CommandTimeout, TimeSpan.FromSeconds(1), nameof(CommandTimeout));
        ArgumentOutOfRangeException.ThrowIfLessThan(LockTimeout, TimeSpan.FromMilliseconds(1), nameof(LockTimeout));
        ArgumentOutOfRangeException.ThrowIfLessThan(RecoveryTimeout, TimeSpan.Zero, nameof(RecoveryTimeout));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxQueuedWrites, 1, nameof(MaxQueuedWrites));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxBatchWrites, 1, nameof(MaxBatchWrites));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxReaders, 1, nameof(MaxReaders));
    }
}
