using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Testing.Stores;

/// <summary>For nodes whose tests have only rooms: direct channels decide by rows, so their tests have a database.</summary>
public sealed class NoDirectChannels : IDirectChannelStore
{
    public Task<DirectChannel?> FindAsync(WorldId world, ChannelId channel, CancellationToken cancellation = default) => Task.FromResult<DirectChannel?>(null);

    public Task OpenAsync(DirectOpening opening, CancellationToken cancellation = default) => throw new NotSupportedException("There are no direct channels here.");
}
