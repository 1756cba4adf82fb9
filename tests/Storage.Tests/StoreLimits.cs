namespace Venueless.Fast.Storage.Tests;

/// <summary>Options that both databases have, as far as a test wants others than the defaults.</summary>
internal sealed record StoreLimits(int? MaxQueuedWrites = null, int? MaxBatchWrites = null, TimeSpan? LockTimeout = null);
