using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Messaging;

/// <summary>
/// Brings what a command causes to the subscribers on every node (connection.md section 13). All nodes see the messages of a world in one and the same order, each at
/// most once. Thread-safe.
/// </summary>
public interface IBroker
{
    /// <summary>
    /// A connection to the world was accepted: from the end of this call on everything that any node publishes reaches its topics here. Never throws: while the other
    /// nodes are out of reach the node goes on by itself.
    /// </summary>
    ValueTask JoinAsync(WorldId world);

    /// <summary>The connection has ended; once per <see cref="JoinAsync"/>.</summary>
    void Leave(WorldId world);

    /// <summary>Publishes one broadcast and takes its ownership. Never waits and never throws for the sake of other nodes.</summary>
    void Publish(WorldId world, TopicKey topic, Broadcast broadcast);

    /// <summary>Publishes everything in the list as one message and empties it. Never waits and never throws for the sake of other nodes.</summary>
    void Publish(WorldId world, PushList pushes);

    /// <summary>False: for certain nobody on any node receives the topic, besides that many connections of this node.</summary>
    /// <param name="besides">How many receivers the caller knows already.</param>
    bool MayReach(TopicKey topic, int besides = 0);

    /// <summary>
    /// Completes when what this node has published so far is in every node's order, or given up: what anybody publishes after that comes after it. Never throws.
    /// </summary>
    ValueTask FlushAsync();
}
