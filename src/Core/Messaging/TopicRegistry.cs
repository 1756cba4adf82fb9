using System.Collections.Concurrent;
using Venueless.Fast.Core.Messaging.Delivery;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Core.Messaging;

/// <summary>All topics with local subscribers. Thread-safe. A topic exists while somebody is in it.</summary>
/// <param name="fanOut">Delivers to larger audiences; null: everything leaves on the thread that publishes it.</param>
public sealed class TopicRegistry(FanOut? fanOut = null)
{
    private readonly ConcurrentDictionary<TopicKey, Topic> _topics = new();

    /// <summary>Something that was published has not reached everybody's queue.</summary>
    internal bool HasBacklog => FanOut is { Backlogs: > 0 };

    /// <summary>The same in more than one topic.</summary>
    internal bool HasSeveralBacklogs => FanOut is { Backlogs: > 1 };

    /// <summary>Number of the newest broadcast that waited.</summary>
    internal long LastNumber => FanOut?.LastNumber ?? 0;

    internal FanOut? FanOut { get; } = fanOut;

    /// <summary>Adds the session to the topic. The caller keeps the subscription and ends it by <see cref="Unsubscribe"/> exactly once.</summary>
    public Subscription Subscribe(TopicKey key, Session session)
    {
        while (true)
        {
            var topic = _topics.GetOrAdd(key, static (key, registry) => new Topic(registry, key), this);
            if (topic.TrySubscribe(session, out var subscription))
            {
                return subscription;
            }

            // The topic lost its last subscriber between the two lines; help to remove it and take a new one.
            Retire(topic);
        }
    }

    /// <summary>Ends a subscription.</summary>
    public static void Unsubscribe(Subscription subscription) => subscription.Topic.Unsubscribe(subscription);

    /// <summary>Delivers to the subscribers on this node, now or in a moment, and returns how many they are. The caller stays an owner of the broadcast. Commands publish through <see cref="IBroker"/>.</summary>
    public int Deliver(TopicKey key, LocalBroadcast broadcast) =>
        _topics.TryGetValue(key, out var topic) ? topic.Deliver(broadcast) : 0;

    /// <summary>Local subscribers of a topic; a snapshot.</summary>
    public int CountSubscribers(TopicKey key) => _topics.TryGetValue(key, out var topic) ? topic.SubscriberCount : 0;

    internal void Retire(Topic topic) => _topics.TryRemove(new KeyValuePair<TopicKey, Topic>(topic.Key, topic));
}
