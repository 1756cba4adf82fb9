using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Messaging.Nodes;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Modules.Rooms;

/// <summary>Makes <see cref="RoomCreatedBroadcast"/>s of other nodes: only the id travels, every node writes the room for its own receivers. Thread-safe.</summary>
public sealed class RoomCreatedDecoder(IWorldConfig config) : IBroadcastDecoder
{
    private readonly IWorldConfig _config = config;

    /// <inheritdoc/>
    public BroadcastKind Kind => BroadcastKind.RoomCreated;

    /// <inheritdoc/>
    public Broadcast Decode(ref NodeMessageReader from) => new RoomCreatedBroadcast(new RoomId(from.ReadGuid()), _config);
}
