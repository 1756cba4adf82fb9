using Venueless.Fast.Core.Messaging.Nodes;

namespace Venueless.Fast.Core.Messaging;

/// <summary>Makes a broadcast from what <see cref="Broadcast.Encode"/> wrote on another node. Thread-safe.</summary>
public interface IBroadcastDecoder
{
    BroadcastKind Kind { get; }

    /// <summary>Throws <see cref="FormatException"/>. The caller owns the result.</summary>
    Broadcast Decode(ref NodeMessageReader from);
}
