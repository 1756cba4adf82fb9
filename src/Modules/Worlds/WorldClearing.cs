using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Files;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Modules.Worlds;

/// <summary>The clearing of a world (operations.md section 3.12), whoever orders it: rows, then the connections, then what is no row. Thread-safe.</summary>
public sealed class WorldClearing(IWorldClearingStore store, IWorldNotices notices, ISharedChatState sharedChats, FileRemoval files)
{
    private readonly IWorldClearingStore _store = store;
    private readonly IWorldNotices _notices = notices;
    private readonly ISharedChatState _sharedChats = sharedChats;
    private readonly FileRemoval _files = files;

    /// <summary>False: there is no such world, or it is used; nothing was changed. Throws <see cref="StoreUnavailableException"/>.</summary>
    /// <param name="unusedSince">See <see cref="IWorldClearingStore.ClearAsync"/>.</param>
    public async Task<bool> ClearAsync(WorldId world, DateTimeOffset? unusedSince = null, CancellationToken cancellation = default)
    {
        if (await _store.ClearAsync(world, unusedSince, cancellation) is not { } cleared)
        {
            return false;
        }

        // The rows are gone: from here on it is to be finished, also for somebody who has lost patience.
        await _notices.ReloadAsync(world, user: null, CancellationToken.None);
        await _files.RemoveAsync(cleared.Files);
        await _sharedChats.ForgetAsync(cleared.Chat, CancellationToken.None);
        return true;
    }
}
