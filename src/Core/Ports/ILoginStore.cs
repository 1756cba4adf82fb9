using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Ports;

/// <summary>What logins read, for many users at once. Thread-safe; may throw <see cref="StoreUnavailableException"/>.</summary>
public interface ILoginStore
{
    /// <summary>
    /// Everybody's sheet, all of one moment: an entry for each of the users, <see cref="LoginSheet.Empty"/> for whoever has nothing or does not exist in the world.
    /// The number of statements does not depend on the number of users.
    /// </summary>
    Task<IReadOnlyDictionary<UserId, LoginSheet>> ReadAsync(WorldId world, IReadOnlyCollection<UserId> users, CancellationToken cancellation = default);
}
