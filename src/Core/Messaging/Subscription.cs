using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Core.Messaging;

/// <summary>One session in one topic. Kept by the session as its reverse list, so that leaving costs what the session subscribed to.</summary>
public sealed class Subscription
{
    internal Subscription(Topic topic, Session session)
    {
        Topic = topic;
        Session = session;
    }

    public Session Session { get; }

    /// <summary>What the session receives through this.</summary>
    public TopicKey Key => Topic.Key;

    /// <summary>The same object as long as the topic has had subscribers here without a break.</summary>
    public Topic Topic { get; }

    // Where the topic keeps this subscription; written and read under the topic's lock only.
    internal int Segment { get; set; }

    internal int Slot { get; set; }
}
