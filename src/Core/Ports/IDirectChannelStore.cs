using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Ports;

/// <summary>Direct channels (chat.md section 7.9). Thread-safe; every method may throw <see cref="StoreUnavailableException"/>.</summary>
public interface IDirectChannelStore
{
    /// <summary>The channel with its members, if it is of this world and belongs to no room; else null.</summary>
    Task<DirectChannel?> FindAsync(WorldId world, ChannelId channel, CancellationToken cancellation = default);

    /// <summary>
    /// Finds the channel of exactly these users, or creates it with its join events: one step per set of users, over all nodes. Before the task completes,
    /// <see cref="DirectOpening.OnCommitted"/> has been run by the writer, in the order of event ids.
    /// </summary>
    Task OpenAsync(DirectOpening opening, CancellationToken cancellation = default);
}
