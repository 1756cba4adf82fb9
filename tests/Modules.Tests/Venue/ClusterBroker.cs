using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;

namespace Venueless.Fast.Modules.Tests.Venue;

/// <summary>Broadcasts stay on the node, signals go to the others.</summary>
internal sealed class ClusterBroker(VenueCluster cluster, TopicRegistry topics) : IBroker
{
    private readonly VenueCluster _cluster = cluster;
    private readonly TopicRegistry _topics = topics;

    /// <summary>See <see cref="VenueCluster.Join"/>.</summary>
    public int Node { get; set; }

    public ValueTask JoinAsync(WorldId world) => ValueTask.CompletedTask;

    public void Leave(WorldId world)
    {
    }

    public void Publish(WorldId world, TopicKey topic, Broadcast broadcast) => new Push(topic, broadcast).DeliverAndDispose(_topics);

    public void Publish(WorldId world, PushList pushes)
    {
        foreach (var push in pushes.Take())
        {
            push.DeliverAndDispose(_topics);
            if (push.Signal is { } signal)
            {
                _cluster.Send(Node, world, signal);
            }
        }
    }

    public bool MayReach(TopicKey topic, int besides = 0) => true;

    public ValueTask FlushAsync() => ValueTask.CompletedTask;
}
