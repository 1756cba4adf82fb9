using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Ports;

/// <summary>Lists of the users of a world (auth-and-users.md section 5). Thread-safe; may throw <see cref="StoreUnavailableException"/>.</summary>
public interface IUserSearchStore
{
    /// <summary>Undeleted users by (display name, id); missing names last. Only ids: worlds have tens of thousands of users.</summary>
    Task<IReadOnlyList<UserId>> ListAsync(WorldId world, UserListFilter filter, CancellationToken cancellation = default);

    /// <summary>Publicly shown, undeleted persons with a display name that match, by (display name, id).</summary>
    Task<IReadOnlyList<UserRow>> SearchAsync(WorldId world, UserSearch search, CancellationToken cancellation = default);
}
