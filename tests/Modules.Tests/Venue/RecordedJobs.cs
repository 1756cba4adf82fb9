using System.Collections.Concurrent;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Modules.Tests.Venue;

/// <summary>Remembers what messages left to be done. Thread-safe.</summary>
internal sealed class RecordedJobs : IMessageJobs
{
    public ConcurrentQueue<ChatEvent> Previews { get; } = new();

    public ConcurrentQueue<(User Sender, ChatEvent Sent, UserId[] Notified)> Pushes { get; } = new();

    public void PreviewLink(WorldId world, ChatEvent sent)
    {
        Assert.Equal(VenueWorld.Id, world);
        Previews.Enqueue(sent);
    }

    public void PushToDevices(World world, User sender, ChatEvent sent, IReadOnlyCollection<UserId> notified)
    {
        Assert.Equal(VenueWorld.Id, world.Id);
        Pushes.Enqueue((sender, sent, [.. notified]));
    }
}
