using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Protocol;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Modules.Rooms;

/// <summary>Every unsolicited message of the rooms module: payload and audience (rooms.md section 4.3).</summary>
internal static class RoomBroadcasts
{
    /// <summary><c>room.viewer.added</c> to those who watch the room's viewers.</summary>
    /// <param name="except">The connection that entered.</param>
    public static void PublishViewerAdded(IBroker broker, RoomId room, User user, World world, DateTimeOffset now, Session except)
    {
        var topic = TopicKey.RoomViewers(room);
        if (!broker.MayReach(topic))
        {
            return;
        }

        broker.Publish(world.Id, topic, new SingleFormBroadcast(EncodeViewerAdded(user, world, now), except));
    }

    /// <summary>The payload of the same push, for several nodes.</summary>
    public static byte[] ViewerAdded(User user, World world, DateTimeOffset now) => TakePayload(EncodeViewerAdded(user, world, now));

    /// <summary><c>room.viewer.removed</c> to those who watch the room's viewers.</summary>
    public static void PublishViewerRemoved(IBroker broker, WorldId world, RoomId room, UserId user)
    {
        var topic = TopicKey.RoomViewers(room);
        if (!broker.MayReach(topic))
        {
            return;
        }

        broker.Publish(world, topic, new SingleFormBroadcast(EncodeViewerRemoved(user)));
    }

    /// <summary>The payload of the same push, for several nodes.</summary>
    public static byte[] ViewerRemoved(UserId user) => TakePayload(EncodeViewerRemoved(user));

    /// <summary><c>world.user_count_change</c> to everybody in the world who has the room.</summary>
    public static void PublishStep(IBroker broker, WorldId world, RoomId room, CrowdStep step) =>
        broker.Publish(world, TopicKey.World(world), Step(room, step));

    /// <summary><c>world.user_count_change</c>, for those in the world who have the room.</summary>
    public static Broadcast Step(RoomId room, CrowdStep step)
    {
        var buffer = MessageBuffer.Rent();
        buffer.Buffer.Write("[\"world.user_count_change\","u8);
        buffer.Json.WriteStartObject();
        buffer.Json.WriteString("room"u8, room.Value);
        buffer.Json.WriteString("users"u8, step switch { CrowdStep.None => "none"u8, CrowdStep.Few => "few"u8, _ => "many"u8 });
        buffer.Json.WriteEndObject();
        return new CrowdStepBroadcast(room, Finish(buffer));
    }

    /// <summary><c>room.reaction</c> to everybody in the room (rooms.md section 7).</summary>
    public static void PublishReactions(IBroker broker, WorldId world, RoomId room, ReactionCounts counts)
    {
        var buffer = MessageBuffer.Rent();
        buffer.Buffer.Write("[\"room.reaction\","u8);
        buffer.Json.WriteStartObject();
        buffer.Json.WriteStartObject("reactions"u8);
        foreach (var reaction in RoomReactions.All)
        {
            if (counts.Of(reaction) > 0)
            {
                buffer.Json.WriteNumber(RoomReactions.NameOf(reaction), counts.Of(reaction));
            }
        }

        buffer.Json.WriteEndObject();
        buffer.Json.WriteString("room"u8, room.Value);
        buffer.Json.WriteEndObject();
        broker.Publish(world, TopicKey.Room(room), new SingleFormBroadcast(Finish(buffer)));
    }

    /// <summary><c>room.delete</c>, for everybody in the world.</summary>
    public static Broadcast Deleted(RoomId room)
    {
        var buffer = MessageBuffer.Rent();
        buffer.Buffer.Write("[\"room.delete\","u8);
        buffer.Json.WriteStartObject();
        buffer.Json.WriteString("id"u8, room.Value);
        buffer.Json.WriteEndObject();
        return new SingleFormBroadcast(Finish(buffer));
    }

    /// <summary><c>room.schedule</c>, for those in the room who may view it.</summary>
    /// <param name="data">Null: none.</param>
    public static Broadcast Schedule(RoomId room, RawJson? data)
    {
        var buffer = MessageBuffer.Rent();
        buffer.Buffer.Write("[\"room.schedule\","u8);
        buffer.Json.WriteStartObject();
        buffer.Json.WriteString("room"u8, room.Value);
        buffer.Json.WriteRaw("schedule_data"u8, data is { } json ? json.Utf8 : "null"u8);
        buffer.Json.WriteEndObject();
        return new RoomScheduleBroadcast(room, Finish(buffer));
    }

    private static SharedFrame EncodeViewerAdded(User user, World world, DateTimeOffset now)
    {
        var buffer = MessageBuffer.Rent();
        buffer.Buffer.Write("[\"room.viewer.added\","u8);
        buffer.Json.WriteStartObject();
        buffer.Json.WritePropertyName("user"u8);
        UserObject.Write(buffer.Json, user, world, now);
        buffer.Json.WriteEndObject();
        return Finish(buffer);
    }

    private static SharedFrame EncodeViewerRemoved(UserId user)
    {
        var buffer = MessageBuffer.Rent();
        buffer.Buffer.Write("[\"room.viewer.removed\","u8);
        buffer.Json.WriteStartObject();
        buffer.Json.WriteString("user_id"u8, user.Value);
        buffer.Json.WriteEndObject();
        return Finish(buffer);
    }

    private static byte[] TakePayload(SharedFrame frame)
    {
        var payload = frame.Payload.ToArray();
        frame.Release();
        return payload;
    }

    /// <summary>Closes the message and gives the buffer back.</summary>
    private static SharedFrame Finish(MessageBuffer buffer)
    {
        buffer.Json.Flush();
        buffer.Buffer.Write("]"u8);
        var frame = buffer.ToFrame();
        buffer.Return();
        return frame;
    }
}
