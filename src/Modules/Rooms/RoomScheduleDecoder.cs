using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Messaging.Nodes;

namespace Venueless.Fast.Modules.Rooms;

/// <summary>Makes <see cref="RoomScheduleBroadcast"/>s of other nodes. Thread-safe.</summary>
public sealed class RoomScheduleDecoder : IBroadcastDecoder
{
    /// <inheritdoc/>
    public BroadcastKind Kind => BroadcastKind.RoomSchedule;

    /// <inheritdoc/>
    public Broadcast Decode(ref NodeMessageReader from) => new RoomScheduleBroadcast(new RoomId(from.ReadGuid()), from.ReadFrame());
}
