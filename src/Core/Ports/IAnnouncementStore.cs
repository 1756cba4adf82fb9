using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Ports;

/// <summary>Announcements of a world. Thread-safe; may throw <see cref="StoreUnavailableException"/>.</summary>
public interface IAnnouncementStore
{
    /// <summary>
    /// What a login sees: <c>state</c> is <c>active</c> and <c>show_until</c> is null or after <paramref name="now"/>; ordered by <c>timestamp</c>, <c>id</c>.
    /// </summary>
    Task<IReadOnlyList<Announcement>> ReadActiveAsync(WorldId world, DateTimeOffset now, CancellationToken cancellation = default);
}
