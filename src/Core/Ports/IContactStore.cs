using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Ports;

/// <summary>
/// Contact requests (exhibition.md). Of those who answer or withdraw one at once, also on several nodes, one statement on the row decides: what is answered stays
/// so. Thread-safe; may throw <see cref="StoreUnavailableException"/>.
/// </summary>
public interface IContactStore
{
    /// <summary>A new open request. Null: the world has no such exhibitor.</summary>
    Task<ContactNotice?> CreateAsync(
        WorldId world, ContactRequestId request, ExhibitorId exhibitor, User user, DateTimeOffset now, CancellationToken cancellation = default);

    /// <summary>
    /// Makes a request missed, again if need be. Null: unknown in this world, answered, or neither made by this user nor to an exhibitor that it is staff of.
    /// </summary>
    Task<ContactNotice?> CancelAsync(WorldId world, ContactRequestId request, UserId user, CancellationToken cancellation = default);

    /// <summary>The user answers a request; refused, it stays as it is.</summary>
    Task<AcceptedContact> AcceptAsync(WorldId world, ContactRequestId request, User user, CancellationToken cancellation = default);

    /// <summary>Makes the user's open requests missed and returns them; a single indexed read when there are none.</summary>
    Task<IReadOnlyList<ContactNotice>> MissOpenAsync(WorldId world, User user, CancellationToken cancellation = default);
}
