using System.Collections.Concurrent;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Testing.Stores;

/// <summary>Direct channels that are there already. Opening and refusing are decided by rows, so their tests have a database. Thread-safe.</summary>
public sealed class FixedDirectChannels : IDirectChannelStore
{
    private readonly ConcurrentDictionary<ChannelId, DirectChannel> _channels = new();

    /// <summary>A new channel of these users.</summary>
    public ChannelId Put(params UserId[] members)
    {
        var id = new ChannelId(Guid.NewGuid());
        _channels[id] = new DirectChannel(id, [.. members.Select(static member => new DirectMember(member, IsHidden: false, IsDeleted: false))]);
        return id;
    }

    public Task<DirectChannel?> FindAsync(WorldId world, ChannelId channel, CancellationToken cancellation = default) =>
        Task.FromResult(_channels.GetValueOrDefault(channel));

    public Task OpenAsync(DirectOpening opening, CancellationToken cancellation = default) => throw new NotSupportedException("All channels are there already.");
}
