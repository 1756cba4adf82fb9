using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Files;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Modules.Users;

/// <summary>The soft deletion of a user (auth-and-users.md section 8), whoever orders it: first the rows, then, once the connections are told, what is no row. Thread-safe.</summary>
public sealed class UserDeletion(IModerationStore store, ISharedChatState sharedChats, FileRemoval files)
{
    private readonly IModerationStore _store = store;
    private readonly ISharedChatState _sharedChats = sharedChats;
    private readonly FileRemoval _files = files;

    /// <summary>See <see cref="IModerationStore.DeleteAsync"/>.</summary>
    public Task<DeletedUser?> DeleteRowsAsync(WorldId world, UserId user, UserAuthor? author, CancellationToken cancellation = default) =>
        _store.DeleteAsync(world, user, author, cancellation);

    /// <summary>Removes files and what nodes share about the user's chats. Never throws because a store is away.</summary>
    public async ValueTask FinishAsync(DeletedUser deleted, CancellationToken cancellation = default)
    {
        await _files.RemoveAsync(deleted.Files);
        await _sharedChats.ForgetAsync(deleted.Chat, cancellation);
    }
}
