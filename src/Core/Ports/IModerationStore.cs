using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Ports;

/// <summary>
/// What managers do to other users (auth-and-users.md sections 6 and 8), each as one unit with audit row and version. Null: no such user in the world. Thread-safe;
/// may throw <see cref="StoreUnavailableException"/>.
/// </summary>
public interface IModerationStore
{
    /// <summary>Sets the moderation state. A banned user is not silenced: the row is returned as it is, without an audit row.</summary>
    Task<UserRow?> ModerateAsync(UserId user, ModerationAction action, UserAuthor author, CancellationToken cancellation = default);

    /// <summary>Replaces what differs as JSON values. The audit rows are the user's own.</summary>
    Task<UserRow?> UpdateAsync(WorldId world, UserId user, ManagedUserUpdate update, DateTimeOffset now, CancellationToken cancellation = default);

    /// <summary>The user's world; null: no such user in any.</summary>
    Task<WorldId?> FindWorldAsync(UserId user, CancellationToken cancellation = default);

    /// <summary>
    /// Deletes the user softly. Deletions of one world follow each other, on all nodes: a direct channel is deleted with the last of its members.
    /// </summary>
    /// <param name="author">Null: deleted by an operator, without an audit row.</param>
    Task<DeletedUser?> DeleteAsync(WorldId world, UserId user, UserAuthor? author, CancellationToken cancellation = default);
}
