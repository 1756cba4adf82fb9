using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Ports;

/// <summary>Exhibitors with their links and staff (exhibition.md). Staff rows of nobody count as absent everywhere. Thread-safe; may throw <see cref="StoreUnavailableException"/>.</summary>
public interface IExhibitionStore
{
    /// <summary>The exhibitors of a room by <c>sorting_priority</c>, then <c>name</c>.</summary>
    Task<IReadOnlyList<ListedExhibitor>> ListAsync(RoomId room, CancellationToken cancellation = default);

    /// <summary>The exhibitors of the world by <c>name</c>.</summary>
    /// <param name="staff">Only those of this user; null: all.</param>
    Task<IReadOnlyList<ExhibitorName>> ListNamesAsync(WorldId world, UserId? staff, CancellationToken cancellation = default);

    /// <summary>Null: the world has none of that id.</summary>
    Task<ExhibitorDetails?> FindAsync(WorldId world, ExhibitorId exhibitor, CancellationToken cancellation = default);

    /// <summary>Everything that the user is staff of, by <c>name</c>.</summary>
    Task<IReadOnlyList<ExhibitorDetails>> FindStaffedAsync(WorldId world, UserId staff, CancellationToken cancellation = default);

    /// <summary>Records that the user has opened the exhibitor's page. False: it is gone.</summary>
    Task<bool> AddViewAsync(WorldId world, ExhibitorId exhibitor, UserId user, DateTimeOffset now, CancellationToken cancellation = default);

    /// <summary>Creates or changes an exhibitor as a whole, or refuses and changes nothing; bumps versions and writes the audit log.</summary>
    Task<PatchedExhibitor> PatchAsync(ExhibitorPatch patch, ExhibitorAuthor author, CancellationToken cancellation = default);

    /// <summary>Deletes an exhibitor with everything that belongs to it and returns it as it was. Null: the world has none of that id.</summary>
    Task<ExhibitorDetails?> DeleteAsync(ExhibitorId exhibitor, ExhibitorAuthor author, CancellationToken cancellation = default);

    /// <summary>What several users work with, each under its id; users who staff the same exhibitors share one object.</summary>
    Task<IReadOnlyDictionary<UserId, ExhibitionData>> ReadDataAsync(WorldId world, IReadOnlyList<UserId> users, CancellationToken cancellation = default);
}
