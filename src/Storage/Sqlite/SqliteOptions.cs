namespace Venueless.Fast.Storage.Sqlite;

/// <summary>Settings of the embedded store.</summary>
public sealed record SqliteOptions
{
    /// <summary>Database file; made when missing, its folder must exist.</summary>
    public required string Path { get; init; }

    /// <summary>
    /// How long a statement waits for a lock that another process holds before it fails as unavailable. Default 1 s: somebody's shell may hold the file for a
    /// moment, a command should not hang longer. 0: fails at once. At most 30 s.
    /// </summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a migration waits for another process that migrates. Default 30 s: longer than any step takes. 0: fails at once.</summary>
    public TimeSpan MigrationTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Writes that may wait for the writer; more wait before they enter, in order. Default 8192: about a second of work on a slow disk, a few megabytes. At least 1.
    /// </summary>
    public int MaxQueuedWrites { get; init; } = 8192;

    /// <summary>Writes per transaction. Default 512: the flush to disk is shared by enough, and nobody waits longer than some 30 ms for a batch. At least 1.</summary>
    public int MaxBatchWrites { get; init; } = 512;

    /// <summary>Connections for reading, opened when needed; each keeps up to 1 MiB of cache before the system's. Default 4: reads run on the caller's thread and are short. At least 1.</summary>
    public int MaxReaders { get; init; } = 4;

    internal void Validate()
    {
        ArgumentException.ThrowIfNullOrEmpty(Path);
        ArgumentOutOfRangeException.ThrowIfLessThan(BusyTimeout, TimeSpan.Zero, nameof(BusyTimeout));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(BusyTimeout, TimeSpan.FromSeconds(30), nameof(BusyTimeout));
        ArgumentOutOfRangeException.ThrowIfLessThan(MigrationTimeout, TimeSpan.Zero, nameof(MigrationTimeout));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxQueuedWrites, 1, nameof(MaxQueuedWrites));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxBatchWrites, 1, nameof(MaxBatchWrites));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxReaders, 1, nameof(MaxReaders));
    }
}
