using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Ports;

/// <summary>
/// Rows of files that nobody needs any more. Whoever wants a file gone lets its row expire, in the transaction that decides it; the row is what remembers the file until
/// that is deleted. Thread-safe, also over several nodes; may throw <see cref="StoreUnavailableException"/>.
/// </summary>
public interface IStoredFileStore
{
    /// <summary>Files whose time is over, at most <see cref="ICleanUpStore.MaxRows"/>, in the order of their ids.</summary>
    /// <param name="after">Only those with a higher id; <see cref="Guid.Empty"/> for the first ones.</param>
    Task<IReadOnlyList<StoredFile>> ListExpiredAsync(DateTimeOffset now, Guid after, CancellationToken cancellation = default);

    /// <summary>Deletes rows whose files are gone; those that never expire stay. Returns how many there were: somebody else may have been faster.</summary>
    /// <param name="files">At most <see cref="ICleanUpStore.MaxRows"/>.</param>
    Task<int> ForgetAsync(IReadOnlyCollection<Guid> files, CancellationToken cancellation = default);
}
