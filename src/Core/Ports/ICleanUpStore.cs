namespace Venueless.Fast.Core.Ports;

/// <summary>Rows that nobody needs any more. Thread-safe, also over several nodes: what somebody else has changed meanwhile stays as it is.</summary>
public interface ICleanUpStore
{
    /// <summary>Rows of one transaction, so that nobody waits long for it.</summary>
    const int MaxRows = 1000;

    /// <summary>
    /// Applies the rule to at most <see cref="MaxRows"/> rows in a transaction of its own; fewer: that was the last one. May throw <see cref="StoreUnavailableException"/>, or whatever one rule's rows
    /// deserve; that is no other rule's matter.
    /// </summary>
    Task<int> RunAsync(CleanUpRule rule, DateTimeOffset now, CancellationToken cancellation = default);
}
