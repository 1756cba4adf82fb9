using Venueless.Fast.Core.Messaging.Nodes;

namespace Venueless.Fast.Core.Messaging;

/// <summary>An unsolicited message to a topic on every node: its forms travel encoded, so that a receiving node does no JSON work.</summary>
public abstract class Broadcast : LocalBroadcast
{
    /// <summary>Which <see cref="IBroadcastDecoder"/> makes it again on another node.</summary>
    public abstract BroadcastKind Kind { get; }

    /// <summary>Writes what that decoder reads: the forms and whatever chooses among them. Who is left out stays behind: it is a connection of this node.</summary>
    public abstract void Encode(NodeMessageWriter to);
}
