using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Ports;

/// <summary>Users and their grants. Thread-safe; every method may throw <see cref="StoreUnavailableException"/>. Times are written as given, in UTC.</summary>
public interface IUserStore
{
    Task<UserRow?> FindAsync(WorldId world, UserId user, CancellationToken cancellation = default);

    /// <summary>Rows of the world with one of these token ids, in any order.</summary>
    Task<IReadOnlyList<UserRow>> FindByTokenIdsAsync(WorldId world, IReadOnlyCollection<string> tokenIds, CancellationToken cancellation = default);

    /// <summary>Rows of the world with one of these client ids, in any order.</summary>
    Task<IReadOnlyList<UserRow>> FindByClientIdsAsync(WorldId world, IReadOnlyCollection<string> clientIds, CancellationToken cancellation = default);

    /// <summary>Rows of the given ids that exist in the world, in any order, deleted and banned ones included.</summary>
    Task<IReadOnlyList<UserRow>> FindManyAsync(WorldId world, IReadOnlyCollection<UserId> users, CancellationToken cancellation = default);

    /// <summary>Undeleted persons of the world with one of these <c>pretalx_id</c>s, in any order; several may share one.</summary>
    Task<IReadOnlyList<UserRow>> FindByPretalxIdsAsync(WorldId world, IReadOnlyCollection<string> pretalxIds, CancellationToken cancellation = default);

    /// <summary>Inserts the user with its grants, or returns the row that a simultaneous login with the same client or token id has inserted.</summary>
    Task<UserRow> CreateAsync(NewUser user, CancellationToken cancellation = default);

    /// <summary>
    /// <see cref="CreateAsync"/> and <see cref="RecordLoginAsync"/> as one unit of work. For a row that a simultaneous login has inserted it records nothing.
    /// </summary>
    Task<FirstLogin> CreateLoggedInAsync(NewUser user, DateTimeOffset now, bool trackView, CancellationToken cancellation = default);

    /// <summary>See <see cref="IWorldStore.ReadStampAsync"/>, for a user's row, grants and blocks.</summary>
    Task<long> ReadStampAsync(UserId user, CancellationToken cancellation = default);

    /// <summary>
    /// Sets <c>last_login</c> and bumps the version; with <paramref name="trackView"/> also ends the user's open world views and opens a new one.
    /// Returns the new view's id or null.
    /// </summary>
    Task<long?> RecordLoginAsync(UserId user, WorldId world, DateTimeOffset now, bool trackView, CancellationToken cancellation = default);

    /// <summary>Ends a world view, or deletes it when the world no longer tracks them (auth-and-users.md section 11).</summary>
    Task EndWorldViewAsync(long view, DateTimeOffset now, bool delete, CancellationToken cancellation = default);

    /// <summary>Stores other traits with their audit row (<c>auth.user.traits.changed</c>) and returns the new row.</summary>
    Task<UserRow> UpdateTraitsAsync(UserId user, IReadOnlyList<string> traits, DateTimeOffset now, CancellationToken cancellation = default);

    /// <summary>
    /// Replaces the given columns if they differ as JSON values (null: leave alone), with the audit row <c>auth.user.profile.changed</c> for a profile;
    /// the row is locked meanwhile and the version bumped on any change. Returns the row as it is afterwards.
    /// </summary>
    /// <param name="known">
    /// A copy of the row. If the row still has its version, it is taken for what is in it and the row need not be read; grants, which have no version, may then be older.
    /// </param>
    Task<UserRow> UpdateOwnAsync(
        UserId user, RawJson? profile, RawJson? clientState, DateTimeOffset now, UserRow? known = null, CancellationToken cancellation = default);
}
