using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Messaging.Nodes;

namespace Venueless.Fast.Modules.Rooms;

/// <summary>What every node does about one change of a room's crowd: the body of a signal. Immutable.</summary>
/// <param name="Version">See <see cref="Core.Ports.RoomChange.Version"/>; 0: not known.</param>
/// <param name="IsPresent">The user is in the room on some node.</param>
/// <param name="Viewer">The push for those who watch the viewers, encoded; null: none.</param>
/// <param name="Step">Over all nodes; null: not known.</param>
internal sealed record CrowdNotice(RoomId Room, UserId User, long Version, bool IsPresent, byte[]? Viewer, CrowdStep? Step)
{
    private const byte PresentFlag = 1;
    private const byte ViewerFlag = 2;
    private const byte StepFlag = 4;

    public Signal ToSignal()
    {
        using var writer = new NodeMessageWriter();
        writer.WriteGuid(Room.Value);
        writer.WriteGuid(User.Value);
        writer.WriteInt64(Version);
        writer.WriteByte((byte)((IsPresent ? PresentFlag : 0) | (Viewer is null ? 0 : ViewerFlag) | (Step is null ? 0 : StepFlag)));
        writer.WriteByte((byte)(Step ?? CrowdStep.None));
        writer.WriteBytes(Viewer);
        return new Signal(SignalKind.RoomCrowdChanged, writer.Written.ToArray());
    }

    /// <summary>Throws <see cref="FormatException"/>.</summary>
    public static CrowdNotice Read(ReadOnlyMemory<byte> body)
    {
        var reader = new NodeMessageReader(body.Span);
        var room = new RoomId(reader.ReadGuid());
        var user = new UserId(reader.ReadGuid());
        var version = reader.ReadInt64();
        var flags = reader.ReadByte();
        var step = (CrowdStep)reader.ReadByte();
        var viewer = reader.ReadBytes();
        return new CrowdNotice(
            room,
            user,
            version,
            (flags & PresentFlag) != 0,
            (flags & ViewerFlag) != 0 ? viewer.ToArray() : null,
            (flags & StepFlag) != 0 ? step : null);
    }
}
