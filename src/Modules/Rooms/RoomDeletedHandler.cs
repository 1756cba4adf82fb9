using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;

namespace Venueless.Fast.Modules.Rooms;

/// <summary>A room was deleted on another node, with its views: whoever is in it here has nothing left to end (rooms.md section 5.6).</summary>
public sealed class RoomDeletedHandler(RoomPresence presence) : ISignalHandler
{
    private readonly RoomPresence _presence = presence;

    /// <inheritdoc/>
    public SignalKind Kind => SignalKind.RoomDeleted;

    /// <inheritdoc/>
    public ValueTask HandleAsync(WorldId world, ReadOnlyMemory<byte> body)
    {
        _presence.Forget(new RoomId(new Guid(body.Span)));
        return ValueTask.CompletedTask;
    }

    internal static Signal SignalFor(RoomId room) => new(SignalKind.RoomDeleted, room.Value.ToByteArray());
}
