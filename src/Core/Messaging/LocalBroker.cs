using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Messaging;

/// <summary>The broker of a node that is alone: publishing is delivering. Thread-safe.</summary>
/// <remarks>Per broadcast 0 B besides the broadcast itself.</remarks>
public sealed class LocalBroker(TopicRegistry topics) : IBroker
{
    private readonly TopicRegistry _topics = topics;

    /// <inheritdoc/>
    public ValueTask JoinAsync(WorldId world) => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public void Leave(WorldId world)
    {
    }

    /// <inheritdoc/>
    public void Publish(WorldId world, TopicKey topic, Broadcast broadcast) => new Push(topic, broadcast).DeliverAndDispose(_topics);

    /// <inheritdoc/>
    public void Publish(WorldId world, PushList pushes) => pushes.DeliverAll(_topics);

    /// <inheritdoc/>
    public bool MayReach(TopicKey topic, int besides = 0) => _topics.CountSubscribers(topic) > besides;

    /// <inheritdoc/>
    public ValueTask FlushAsync() => ValueTask.CompletedTask;
}
