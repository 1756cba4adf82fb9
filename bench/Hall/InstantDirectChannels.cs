using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Bench.Hall;

/// <summary>At most one direct channel, which is found at once.</summary>
internal sealed class InstantDirectChannels : IDirectChannelStore
{
    private static readonly Task<DirectChannel?> None = Task.FromResult<DirectChannel?>(null);

    private Task<DirectChannel?> _channel = None;

    /// <summary>Everybody finds this one from now on.</summary>
    public void Put(DirectChannel channel) => _channel = Task.FromResult<DirectChannel?>(channel);

    public Task<DirectChannel?> FindAsync(WorldId world, ChannelId channel, CancellationToken cancellation = default) => _channel;

    public Task OpenAsync(DirectOpening opening, CancellationToken cancellation = default) => throw new NotSupportedException("This store keeps nothing.");
}
