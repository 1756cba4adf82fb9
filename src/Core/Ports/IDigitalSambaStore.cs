using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Ports;

/// <summary>Calls at Digital Samba (calls.md part F). Thread-safe; may throw <see cref="StoreUnavailableException"/>.</summary>
public interface IDigitalSambaStore
{
    /// <summary>
    /// Calls that nobody can join any more: without room and older than 3 days, of a world without domain, or of a deleted room. At most
    /// <see cref="ICleanUpStore.MaxRows"/>, in the order of their ids.
    /// </summary>
    /// <param name="after">Only those with a higher id; <see cref="Guid.Empty"/> for the first ones.</param>
    Task<IReadOnlyList<AbandonedCall>> ListAbandonedAsync(DateTimeOffset now, Guid after, CancellationToken cancellation = default);

    /// <summary>Deletes the call's row; one that is gone already is fine.</summary>
    Task DeleteAsync(Guid call, CancellationToken cancellation = default);
}
