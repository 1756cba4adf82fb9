using System.Collections.Concurrent;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Core.Messaging;

/// <summary>All topics with local subscribers. Thread-safe. A topic exists while somebody is in it.</summary>
public sealed class TopicRegistry
{
    private readonly ConcurrentDictionary<TopicKey, Topic> _topics = new();

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

    /// <summary>Delivers to the subscribers on this node and returns how many got it. Does not dispose the broadcast. Commands publish through <see cref="IBroker"/>.</summary>
    public int Deliver(TopicKey key, LocalBroadcast broadcast) =>
        _topics.TryGetValue(key, out var topic) ? topic.Deliver(broadcast) : 0;

    /// <summary>Local subscribers of a topic; a snapshot.</summary>
    public int CountSubscribers(TopicKey key) => _topics.TryGetValue(key, out var topic) ? topic.SubscriberCount : 0;

    internal void Retire(Topic topic) => _topics.TryRemove(new KeyValuePair<TopicKey, Topic>(topic.Key, topic));
}
