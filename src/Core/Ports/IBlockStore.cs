using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Ports;

/// <summary>Who blocks whom (auth-and-users.md section 7). Thread-safe; may throw <see cref="StoreUnavailableException"/>.</summary>
public interface IBlockStore
{
    /// <summary>Blocks or unblocks with an audit row, also when that changes nothing. False: no such user in the author's world.</summary>
    Task<bool> SetAsync(UserId blocked, bool isBlocked, UserAuthor author, CancellationToken cancellation = default);

    /// <summary>Whom the user blocks, deleted users included, in the order of blocking.</summary>
    Task<IReadOnlyList<UserRow>> ReadBlockedAsync(WorldId world, UserId user, CancellationToken cancellation = default);
}
