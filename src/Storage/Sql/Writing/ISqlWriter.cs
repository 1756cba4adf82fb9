using Venueless.Fast.Core.Messaging.Delivery;

namespace Venueless.Fast.Storage.Sql.Writing;

/// <summary>
/// The only writer of a store: collects what arrives while the previous transaction is on its way, commits it as one, then tells the callers in the order of the
/// queue, which is the order of the event ids. A unit that the database refuses fails alone. Thread-safe.
/// </summary>
internal interface ISqlWriter : IAsyncDisposable
{
    /// <summary>Transactions committed so far.</summary>
    long Transactions { get; }

    WriteMeter Meter { get; }

    /// <summary>See <see cref="SqlStorage.GatherIn"/>.</summary>
    void GatherIn(FanOut fanOut);

    /// <summary>Queues a unit, waiting for room if there is none; what is queued is committed or fails.</summary>
    Task EnqueueAsync(WriteUnit unit, CancellationToken cancellation);

    /// <summary>The last event id given out; 0 if none.</summary>
    Task<long> ReadLastEventIdAsync(CancellationToken cancellation);
}
