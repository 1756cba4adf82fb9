using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Ports;

/// <summary>Announcements of a world. Every change moves the world's stamp. Thread-safe; may throw <see cref="StoreUnavailableException"/>.</summary>
public interface IAnnouncementStore
{
    /// <summary>
    /// What a login sees: <c>state</c> is <c>active</c> and <c>show_until</c> is null or after <paramref name="now"/>; ordered by <c>timestamp</c>, <c>id</c>.
    /// </summary>
    Task<IReadOnlyList<Announcement>> ReadActiveAsync(WorldId world, DateTimeOffset now, CancellationToken cancellation = default);

    /// <summary>All of the world in every state, ordered by <c>timestamp</c>, <c>id</c>.</summary>
    Task<IReadOnlyList<Announcement>> ReadAllAsync(WorldId world, CancellationToken cancellation = default);

    /// <summary>Null: the world has none of that id.</summary>
    Task<Announcement?> FindAsync(WorldId world, Guid id, CancellationToken cancellation = default);

    /// <summary>Stores a new one and returns it as a later read gives it.</summary>
    Task<Announcement> CreateAsync(WorldId world, Announcement announcement, DateTimeOffset now, CancellationToken cancellation = default);

    /// <summary>Decides about the state by the row as it is stored, whoever else changes it. Null: the world has none of that id.</summary>
    Task<AnnouncementChange?> UpdateAsync(WorldId world, Guid id, AnnouncementUpdate update, CancellationToken cancellation = default);
}
