namespace Venueless.Fast.Host.Background;

/// <summary>Something that one node of an installation does from time to time.</summary>
/// <param name="Name">In the ledger; never changes.</param>
/// <param name="Interval">From one beginning to the next.</param>
/// <param name="RunAsync">Cancelled when the node stops, or has lost the work to another one.</param>
internal sealed record RecurringWork(string Name, TimeSpan Interval, Func<CancellationToken, Task> RunAsync);
