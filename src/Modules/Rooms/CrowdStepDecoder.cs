using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Messaging.Nodes;

namespace Venueless.Fast.Modules.Rooms;

/// <summary>Makes <see cref="CrowdStepBroadcast"/>s of other nodes. Thread-safe.</summary>
public sealed class CrowdStepDecoder : IBroadcastDecoder
{
    /// <inheritdoc/>
    public BroadcastKind Kind => BroadcastKind.CrowdStep;

    /// <inheritdoc/>
    public Broadcast Decode(ref NodeMessageReader from) => new CrowdStepBroadcast(new RoomId(from.ReadGuid()), from.ReadFrame());
}
