namespace Venueless.Fast.Storage.EventIds;

/// <summary>
/// Ids of chat events: growing over the whole installation, larger than every stored one (schema.md section 3.4, chat.md section 4). Thread-safe; methods may
/// throw <see cref="Core.Ports.StoreUnavailableException"/> and whatever the given function throws.
/// </summary>
public interface IEventIdSource
{
    /// <summary>The last id given out here; null: unknown, or no longer to be relied on.</summary>
    long? Last { get; }

    /// <summary>Takes consecutive ids and returns the first one. What is taken and not used is lost.</summary>
    /// <param name="count">At least 1.</param>
    /// <param name="readHighestStored">Reads the highest id of the table, 0 if it is empty; called only when it has to be known.</param>
    ValueTask<long> TakeAsync(int count, Func<CancellationToken, ValueTask<long>> readHighestStored, CancellationToken cancellation = default);

    /// <summary>The highest id given out by anybody, as clients are told (chat.md section 4): reading from there on misses nothing that comes later.</summary>
    ValueTask<long> ReadLastAsync(Func<CancellationToken, ValueTask<long>> readHighestStored, CancellationToken cancellation = default);

    /// <summary>Somebody else may have written larger ids: the next take looks at the table again.</summary>
    void Forget();
}
