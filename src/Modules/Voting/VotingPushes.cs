using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Voting;

/// <summary>Pushes that questions and polls have in common.</summary>
internal static class VotingPushes
{
    /// <summary>A push with a payload that is encoded already. The caller owns the frame.</summary>
    /// <param name="start"><c>["name",</c></param>
    public static SharedFrame Frame(ReadOnlySpan<byte> start, ReadOnlySpan<byte> payload)
    {
        var buffer = MessageBuffer.Rent();
        buffer.Buffer.Write(start);
        buffer.Buffer.Write(payload);
        buffer.Buffer.Write("]"u8);
        var frame = SharedFrame.CreateText(buffer.Buffer.WrittenSpan);
        buffer.Return();
        return frame;
    }

    /// <summary>A push that names a room and, if given, one of its questions or polls.</summary>
    /// <param name="start"><c>["name",</c></param>
    public static Broadcast Of(ReadOnlySpan<byte> start, RoomId room, Guid? id = null)
    {
        var buffer = MessageBuffer.Rent();
        buffer.Buffer.Write(start);
        buffer.Json.WriteStartObject();
        buffer.Json.WriteString("room"u8, room.Value);
        if (id is { } known)
        {
            buffer.Json.WriteString("id"u8, known);
        }

        buffer.Json.WriteEndObject();
        buffer.Json.Flush();
        buffer.Buffer.Write("]"u8);
        var frame = SharedFrame.CreateText(buffer.Buffer.WrittenSpan);
        buffer.Return();
        return RoomFormsBroadcast.Single(room, frame);
    }
}
