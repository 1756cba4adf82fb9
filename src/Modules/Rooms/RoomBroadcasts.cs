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
    public static void PublishViewerAdded(TopicRegistry topics, RoomId room, User user, World world, DateTimeOffset now, Session except)
    {
        var topic = TopicKey.RoomViewers(room);
        if (topics.CountSubscribers(topic) == 0)
        {
            return;
        }

        var buffer = MessageBuffer.Rent();
        buffer.Buffer.Write("[\"room.viewer.added\","u8);
        buffer.Json.WriteStartObject();
        buffer.Json.WritePropertyName("user"u8);
        UserObject.Write(buffer.Json, user, world, now);
        buffer.Json.WriteEndObject();
        Publish(topics, topic, buffer, except);
    }

    /// <summary><c>room.viewer.removed</c> to those who watch the room's viewers.</summary>
    public static void PublishViewerRemoved(TopicRegistry topics, RoomId room, UserId user)
    {
        var topic = TopicKey.RoomViewers(room);
        if (topics.CountSubscribers(topic) == 0)
        {
            return;
        }

        var buffer = MessageBuffer.Rent();
        buffer.Buffer.Write("[\"room.viewer.removed\","u8);
        buffer.Json.WriteStartObject();
        buffer.Json.WriteString("user_id"u8, user.Value);
        buffer.Json.WriteEndObject();
        Publish(topics, topic, buffer, null);
    }

    /// <summary><c>world.user_count_change</c> to everybody in the world who has the room.</summary>
    public static void PublishStep(TopicRegistry topics, WorldId world, RoomId room, CrowdStep step)
    {
        var buffer = MessageBuffer.Rent();
        buffer.Buffer.Write("[\"world.user_count_change\","u8);
        buffer.Json.WriteStartObject();
        buffer.Json.WriteString("room"u8, room.Value);
        buffer.Json.WriteString("users"u8, step switch { CrowdStep.None => "none"u8, CrowdStep.Few => "few"u8, _ => "many"u8 });
        buffer.Json.WriteEndObject();
        buffer.Json.Flush();
        buffer.Buffer.Write("]"u8);
        using var broadcast = new CrowdStepBroadcast(room, buffer.ToFrame());
        buffer.Return();
        topics.Publish(TopicKey.World(world), broadcast);
    }

    /// <summary><c>room.reaction</c> to everybody in the room (rooms.md section 7).</summary>
    public static void PublishReactions(TopicRegistry topics, RoomId room, ReactionCounts counts)
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
        Publish(topics, TopicKey.Room(room), buffer, null);
    }

    private static void Publish(TopicRegistry topics, TopicKey topic, MessageBuffer buffer, Session? except)
    {
        buffer.Json.Flush();
        buffer.Buffer.Write("]"u8);
        using var broadcast = new SingleFormBroadcast(buffer.ToFrame(), except);
        buffer.Return();
        topics.Publish(topic, broadcast);
    }
}
